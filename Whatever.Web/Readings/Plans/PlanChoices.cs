using System.Text.Json;
using System.Text.Json.Serialization;
using Whatever.Model.Series;

namespace Whatever.Web.Readings.Plans;

/// <summary>What a person says about a file instead of leaving it to be found out; null means find out. Columns are given by their name or
/// their number, counted from 1.</summary>
public sealed record PlanChoices
{
    /// <summary>Says that a column is not there: a file without a flow.</summary>
    public const string NoColumn = "none";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string? Encoding { get; init; }
    public char? Separator { get; init; }

    /// <summary>The line that names the columns, counted from 1; 0 where there is none.</summary>
    public int? HeaderLine { get; init; }

    public string? TimeColumn { get; init; }

    /// <summary>The time of day, where the time column holds but the date.</summary>
    public string? ClockColumn { get; init; }

    public DateOrder? DateOrder { get; init; }

    /// <summary>A pattern for times that are written in a way of their own, such as <c>HH'h'mm dd/MM/yyyy</c>.</summary>
    public string? TimePattern { get; init; }

    /// <summary>The zone of times without an offset; null means the sensor's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The logger's clock stays on winter time all year.</summary>
    public bool? WinterTime { get; init; }

    public string? FlowColumn { get; init; }
    public string? PressureColumn { get; init; }

    /// <summary>The column of the values where a row holds one of them.</summary>
    public string? ValueColumn { get; init; }

    /// <summary>What a single column of values holds.</summary>
    public Quantity? ValueQuantity { get; init; }

    public string? TagColumn { get; init; }
    public string? FlowTag { get; init; }
    public string? PressureTag { get; init; }

    /// <summary>Whether each row, or each value, can be trusted.</summary>
    public string? QualityColumn { get; init; }
    public string? FlowQualityColumn { get; init; }
    public string? PressureQualityColumn { get; init; }

    /// <summary>Words or numbers of the quality columns that say that a value is good.</summary>
    public IReadOnlyList<string>? Good { get; init; }

    /// <summary>Numbers are written 1,5 and not 1.5.</summary>
    public bool? DecimalComma { get; init; }

    /// <summary>Numbers that mean that there is no value; empty where none does.</summary>
    public IReadOnlyList<double>? Missing { get; init; }

    /// <summary>Values in another known unit than the sensor's are converted; false where they are taken as they stand.</summary>
    public bool? Convert { get; init; }

    /// <summary>Whether the column of the flow holds flows, counts or volumes of intervals.</summary>
    public FlowKind? FlowKind { get; init; }

    /// <summary>The volume that the counter counts in, as in <see cref="Domain.VolumeUnits"/>.</summary>
    public string? CounterUnit { get; init; }

    /// <summary>Where the counter begins again at 0.</summary>
    public double? CounterRange { get; init; }

    /// <summary>The volume of a row is that of the interval which begins at its time; false where it ends there.</summary>
    public bool? IntervalBegins { get; init; }

    /// <summary>How long an interval is; null where the rows of the file show it.</summary>
    public int? IntervalMinutes { get; init; }

    /// <summary>What of the file belongs to other sensors; empty where nothing does.</summary>
    public IReadOnlyList<Feed>? Feeds { get; init; }

    /// <summary>The file holds nothing of the sensor that it is given to, but of others.</summary>
    internal bool FeedsOthersAlone => Feeds is { Count: > 0 } && FlowColumn == NoColumn && PressureColumn == NoColumn;

    public static PlanChoices FromJson(string json) => JsonSerializer.Deserialize<PlanChoices>(json, Json)!;

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>These, and what they leave open from others.</summary>
    public PlanChoices Over(PlanChoices other) => SaysWhatIsMeasured ? Join(other.WithoutWhatIsMeasured()) : Join(other);

    /// <summary>Which values are meant belongs together: half of one answer and half of another is neither.</summary>
    private bool SaysWhatIsMeasured => FlowColumn is not null || PressureColumn is not null || ValueColumn is not null
        || ValueQuantity is not null || FlowTag is not null || PressureTag is not null;

    private PlanChoices WithoutWhatIsMeasured() => this with
    {
        FlowColumn = null,
        PressureColumn = null,
        ValueColumn = null,
        ValueQuantity = null,
        FlowTag = null,
        PressureTag = null,
        FlowKind = null,
        CounterUnit = null,
        CounterRange = null,
        IntervalBegins = null,
        IntervalMinutes = null,
    };

    /// <summary>The same file for one of the other sensors that it feeds: its columns or tags, and all else as it is.</summary>
    internal PlanChoices For(Feed feed) => this with
    {
        FlowColumn = feed.SaysColumns ? feed.FlowColumn ?? NoColumn : FeedsOthersAlone ? null : FlowColumn,
        PressureColumn = feed.SaysColumns ? feed.PressureColumn ?? NoColumn : FeedsOthersAlone ? null : PressureColumn,
        ValueColumn = feed.SaysColumns ? null : ValueColumn,
        ValueQuantity = null,
        FlowTag = feed.FlowTag,
        PressureTag = feed.PressureTag,
        FlowQualityColumn = null,
        PressureQualityColumn = null,
        FlowKind = feed.FlowKind,

        // Where one counter begins again is nothing that another one does too.
        CounterRange = null,
        Feeds = [],
    };

    private PlanChoices Join(PlanChoices other) => new()
    {
        Encoding = Encoding ?? other.Encoding,
        Separator = Separator ?? other.Separator,
        HeaderLine = HeaderLine ?? other.HeaderLine,
        TimeColumn = TimeColumn ?? other.TimeColumn,
        ClockColumn = ClockColumn ?? other.ClockColumn,
        DateOrder = DateOrder ?? other.DateOrder,
        TimePattern = TimePattern ?? other.TimePattern,
        TimeZone = TimeZone ?? other.TimeZone,
        WinterTime = WinterTime ?? other.WinterTime,
        FlowColumn = FlowColumn ?? other.FlowColumn,
        PressureColumn = PressureColumn ?? other.PressureColumn,
        ValueColumn = ValueColumn ?? other.ValueColumn,
        ValueQuantity = ValueQuantity ?? other.ValueQuantity,
        TagColumn = TagColumn ?? other.TagColumn,
        FlowTag = FlowTag ?? other.FlowTag,
        PressureTag = PressureTag ?? other.PressureTag,
        QualityColumn = QualityColumn ?? other.QualityColumn,
        FlowQualityColumn = FlowQualityColumn ?? other.FlowQualityColumn,
        PressureQualityColumn = PressureQualityColumn ?? other.PressureQualityColumn,
        Good = Good ?? other.Good,
        DecimalComma = DecimalComma ?? other.DecimalComma,
        Missing = Missing ?? other.Missing,
        Convert = Convert ?? other.Convert,
        FlowKind = FlowKind ?? other.FlowKind,
        CounterUnit = CounterUnit ?? other.CounterUnit,
        CounterRange = CounterRange ?? other.CounterRange,
        IntervalBegins = IntervalBegins ?? other.IntervalBegins,
        IntervalMinutes = IntervalMinutes ?? other.IntervalMinutes,
        Feeds = Feeds ?? other.Feeds,
    };

    /// <summary>The choices by their names in requests; options of the command line have - for _.</summary>
    public static class Names
    {
        public const string Encoding = "encoding";
        public const string Separator = "separator";
        public const string HeaderLine = "header_line";
        public const string TimeColumn = "time_column";
        public const string ClockColumn = "clock_column";
        public const string DateOrder = "date_order";
        public const string TimePattern = "time_pattern";
        public const string TimeZone = "time_zone";
        public const string WinterTime = "winter_time";
        public const string FlowColumn = "flow_column";
        public const string PressureColumn = "pressure_column";
        public const string ValueColumn = "value_column";
        public const string Quantity = "quantity";
        public const string TagColumn = "tag_column";
        public const string FlowTag = "flow_tag";
        public const string PressureTag = "pressure_tag";
        public const string QualityColumn = "quality_column";
        public const string Good = "good";
        public const string DecimalSign = "decimal";
        public const string Missing = "missing";
        public const string Units = "units";
        public const string FlowKind = "flow_kind";
        public const string CounterUnit = "counter_unit";
        public const string CounterRange = "counter_range";
        public const string IntervalTime = "interval_time";
        public const string IntervalMinutes = "interval_minutes";
        public const string Feed = "feed";
    }
}
