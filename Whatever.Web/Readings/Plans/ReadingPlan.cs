using System.Text;
using Whatever.Model.Problems;

namespace Whatever.Web.Readings.Plans;

/// <summary>
/// How a file is read: every decision, made once for the whole of it. It can be looked at before anything is stored, and kept for the
/// files to come.
/// </summary>
public sealed record ReadingPlan
{
    public required FileLayout Layout { get; init; }
    public required TimePlan Time { get; init; }

    /// <summary>Null where the file has no such column.</summary>
    public ValuePlan? FlowRate { get; init; }
    public ValuePlan? Pressure { get; init; }

    /// <summary>Null where each row holds all its values itself.</summary>
    public TagPlan? Tag { get; init; }

    /// <summary>A row with fewer fields was cut off.</summary>
    public required int FewestFields { get; init; }

    public IReadOnlyList<string> IgnoredColumns { get; init; } = [];

    /// <summary>Columns that were left out because they said the same in all rows that were looked at.</summary>
    public IReadOnlyList<ConstantColumn> Constants { get; init; } = [];

    /// <summary>Whether all rows were looked at: then a row that does not fit is a bad row, else the plan has to be made anew.</summary>
    public bool IsFromAllRows { get; init; }

    /// <summary>What was decided and what proves it, sentence by sentence.</summary>
    public IReadOnlyList<Phrase> Decisions { get; init; } = [];

    /// <summary>What has to be said by a person before anything of the file can be stored.</summary>
    public IReadOnlyList<Problem> Questions { get; init; } = [];

    /// <summary>The choices under which the next file of the layout is read in the same way.</summary>
    public PlanChoices Choices { get; init; } = new();

    /// <summary>Columns by what they are, as far as it is known; for a page that lets a person change it.</summary>
    public PlanTexts Texts { get; init; } = new(-1, [], -1, [], []);

    /// <summary>What can be given to other sensors of the station.</summary>
    public FeedCandidates Candidates { get; init; } = new(false, false, []);

    /// <summary>Whether another file of the layout might leave open what this one decided.</summary>
    public bool IsWorthKeeping { get; init; }

    /// <returns>The same plan.</returns>
    /// <exception cref="Csv.UnreadableCsvException">Something has to be said by a person first.</exception>
    public ReadingPlan RequireAnswers() =>
        Questions.Count == 0 ? this : throw new Csv.UnreadableCsvException(Problem.All(Questions));
}

/// <summary>How a file is written and where its rows begin.</summary>
/// <param name="Encoding">Of its letters.</param>
/// <param name="EncodingName">One of <c>TextEncoding.Names</c>.</param>
/// <param name="Separator">Between fields.</param>
/// <param name="HeaderLine">The line that names the columns, counted from 1; 0 where there is none.</param>
/// <param name="FirstLine">The line of the first row.</param>
/// <param name="FirstByte">Where that line begins.</param>
/// <param name="Columns">Their names as written; empty text where a column has none.</param>
public sealed record FileLayout(
    Encoding Encoding, string EncodingName, char Separator, int HeaderLine, int FirstLine, long FirstByte, IReadOnlyList<string> Columns)
{
    /// <summary>Ends of lines stand inside quotes.</summary>
    public bool HasBreaks { get; init; }

    /// <summary>What two files of one layout have in common: the names of their columns in their order, or how many there are, and what
    /// stands between them.</summary>
    public string Key => (HeaderLine == 0
        ? $"{Columns.Count} columns"
        : string.Join('|', Columns.Select(name => name.Trim().ToLowerInvariant()))) + SeparatorMark;

    private string SeparatorMark => Separator switch { ',' => "", '\t' => " (tab)", var other => $" ({other})" };

    /// <summary>The name of a column as a person sees it.</summary>
    public string NameOf(int column) => column < Columns.Count && Columns[column].Trim() is { Length: > 0 } name
        ? name
        : (column + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>How times are written.</summary>
public enum TimeKind
{
    /// <summary>As a date and a time of day.</summary>
    Written = 0,
    EpochSeconds = 1,
    EpochMilliseconds = 2,
    EpochMicroseconds = 3,
    EpochNanoseconds = 4,

    /// <summary>Days since 1899-12-30 on the wall clock, as spreadsheets keep them.</summary>
    SpreadsheetDays = 5,

    /// <summary>By a pattern that a person gave.</summary>
    Pattern = 6,

    /// <summary>Its parts stand in columns of their own.</summary>
    Parts = 7,
}

/// <summary>Where and how the time of a row stands.</summary>
/// <param name="Column">The time, or the date of it.</param>
/// <param name="ClockColumn">The time of day; -1 where it stands with the date.</param>
/// <param name="Kind">How it is written.</param>
/// <param name="Order">Of the parts of a date; null where no date needs it.</param>
/// <param name="Pattern">Null unless the kind is <see cref="TimeKind.Pattern"/>.</param>
/// <param name="Zone">Of times without an offset.</param>
/// <param name="OffsetMinutes">An offset that the header names for all of them; null where there is none.</param>
/// <param name="WinterTime">The clock stays on winter time all year.</param>
public sealed record TimePlan(
    int Column, int ClockColumn, TimeKind Kind, DateOrder? Order, string? Pattern, string Zone, int? OffsetMinutes, bool WinterTime)
{
    /// <summary>The date stands in the first row of a day alone, as in merged cells.</summary>
    public bool CarriesDate { get; init; }

    /// <summary>Says AM or PM in a column of its own; -1 where none does.</summary>
    public int HalfDayColumn { get; init; } = -1;

    /// <summary>Times of day are hours and minutes without the zeros in front: 5 is 00:05, 130 is 01:30.</summary>
    public bool PadsClock { get; init; }

    /// <summary>Columns of the parts of a time; null where it stands in one column or two.</summary>
    public TimeParts? Parts { get; init; }

    /// <summary>Offsets of names of zones that stand behind times and mean several, minutes by name: CST, BST, IST.</summary>
    public IReadOnlyDictionary<string, int> OpenZones { get; init; } = new Dictionary<string, int>();
}

/// <summary>Where and how the values of a quantity stand.</summary>
/// <param name="Column">Their column.</param>
/// <param name="Form">How they are written.</param>
/// <param name="Quality">What says whether they are good; null where nothing does.</param>
/// <param name="Unit">As the file names it, by its usual name; null where it names none.</param>
/// <param name="Factor">What they are multiplied with to be in the sensor's unit.</param>
/// <param name="Missing">Numbers that mean that there is no value; null where they are found out.</param>
public sealed record ValuePlan(
    int Column, NumberForm Form, QualityPlan? Quality, string? Unit, double Factor, IReadOnlyList<double>? Missing)
{
    /// <summary>No number that was looked at had a decimal sign, and a point may be one or stand between thousands: the first one that
    /// comes makes all rows be looked at.</summary>
    public bool IsSignOpen { get; init; }

    /// <summary>The values are counts of a volume, and the flow is how much they grow; null where they are the values themselves.</summary>
    public CounterPlan? Counter { get; init; }

    /// <summary>The values are volumes of intervals; null where they are not.</summary>
    public IntervalPlan? Interval { get; init; }
}

/// <summary>How a column of counts becomes flows.</summary>
/// <param name="Scale">From counts an hour to the sensor's unit of flow.</param>
/// <param name="Range">Where the counter begins again at 0; null where that has to be evident.</param>
public sealed record CounterPlan(double Scale, double? Range)
{
    /// <summary>A person said that it is one: counts that lie hours apart give the mean flow between them, where they lie so regularly.
    /// </summary>
    public bool MayBeSlow { get; init; }
}

/// <summary>How a column of volumes becomes flows, each stored where its interval ends.</summary>
/// <param name="Scale">From volumes an hour to the sensor's unit of flow.</param>
/// <param name="Begins">The time of a row is where its interval begins; else where it ends.</param>
/// <param name="Minutes">How long an interval is; null where the rows of the file show it.</param>
public sealed record IntervalPlan(double Scale, bool Begins, int? Minutes);

/// <summary>A column that says whether a value is good.</summary>
/// <param name="Column">The column.</param>
/// <param name="Good">Its words that say so; null where it holds OPC codes: 192 and above.</param>
public sealed record QualityPlan(int Column, IReadOnlySet<string>? Good)
{
    public bool IsGood(string word) => Good?.Contains(word.Trim())
        ?? (int.TryParse(word, System.Globalization.CultureInfo.InvariantCulture, out var code) && Domain.QualityCodes.IsGoodCode(code));
}

/// <summary>A column that says what a row is about: rows of other tags belong to something else.</summary>
/// <param name="Column">The column.</param>
/// <param name="Flow">The tag of the flow; null where there is none.</param>
/// <param name="Pressure">The tag of the pressure.</param>
/// <param name="IsLong">A row holds one value, of the quantity that its tag says; else all rows are of one tag.</param>
/// <param name="Known">All tags that were looked at.</param>
public sealed record TagPlan(int Column, string? Flow, string? Pressure, bool IsLong, IReadOnlySet<string> Known);

/// <summary>What stands in the columns whose words have to be told apart.</summary>
/// <param name="TagColumn">-1 where there is none.</param>
/// <param name="Tags">Its texts.</param>
/// <param name="QualityColumn">-1 where there is none.</param>
/// <param name="Qualities">Its texts.</param>
/// <param name="Good">Those that are taken for good.</param>
public sealed record PlanTexts(
    int TagColumn, IReadOnlyList<string> Tags, int QualityColumn, IReadOnlyList<string> Qualities, IReadOnlyList<string> Good);
