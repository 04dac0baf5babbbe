using System.CommandLine;
using System.Globalization;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Commands;

/// <summary>What can be said about a file on the command line: the choices of a reading plan, by the same names.</summary>
internal static class PlanOptions
{
    private static readonly Option<string?> Encoding = Text(
        PlanChoices.Names.Encoding, $"{string.Join(", ", EncodingDetector.Names)} (default: found out)");
    private static readonly Option<string?> Separator = Text(PlanChoices.Names.Separator,
        "Between fields: , ; | or tab (default: found out)");
    private static readonly Option<int?> HeaderLine = new(NameOf(PlanChoices.Names.HeaderLine))
    { Description = "Line that names the columns, 0 where there is none (default: found out)" };
    private static readonly Option<string?> TimeColumn = Text(PlanChoices.Names.TimeColumn, "Name or number of the column with the time");
    private static readonly Option<string?> ClockColumn = Text(
        PlanChoices.Names.ClockColumn, "Name or number of the column with the time of day, where the other holds the date");
    private static readonly Option<string?> Order = Text(
        PlanChoices.Names.DateOrder, "Order of 11/07/2024: dmy (11 July), mdy (7 November) or ymd (default: as the file proves)");
    private static readonly Option<string?> Pattern = Text(
        PlanChoices.Names.TimePattern, "Pattern of times in a way of their own, such as \"HH'h'mm dd/MM/yyyy\"");
    private static readonly Option<string?> Zone = Text(
        PlanChoices.Names.TimeZone, "Zone of times without an offset (default: the sensor's)");
    private static readonly Option<bool> Winter = new(NameOf(PlanChoices.Names.WinterTime))
    { Description = "The logger's clock stays on winter time all year" };
    private static readonly Option<string?> Flow = Text(PlanChoices.Names.FlowColumn, "Name or number of the column of the flow, or none");
    private static readonly Option<string?> Pressure = Text(
        PlanChoices.Names.PressureColumn, "Name or number of the column of the pressure, or none");
    private static readonly Option<string?> Value = Text(
        PlanChoices.Names.ValueColumn, "Name or number of the column of values, where a row holds one of them");
    private static readonly Option<string?> ValueQuantity = CommonOptions.Quantity(
        "What a single column of values holds: flow_rate or pressure");
    private static readonly Option<string?> Tag = Text(PlanChoices.Names.TagColumn, "Name or number of the column with tags, or none");
    private static readonly Option<string?> FlowTag = Text(PlanChoices.Names.FlowTag, "Tag of the rows of the flow");
    private static readonly Option<string?> PressureTag = Text(PlanChoices.Names.PressureTag, "Tag of the rows of the pressure");
    private static readonly Option<string?> Quality = Text(
        PlanChoices.Names.QualityColumn, "Name or number of the column that says whether values are good, or none");
    private static readonly Option<string?> Good = Text(
        PlanChoices.Names.Good, "Words of the quality column that are good, with commas between them");
    private static readonly Option<string?> DecimalSign = Text(PlanChoices.Names.DecimalSign, "Decimal sign: point or comma");
    private static readonly Option<string?> Missing = Text(
        PlanChoices.Names.Missing, "Numbers that mean no value, with commas between them, or none (default: found out)");
    private static readonly Option<string?> UnitsOption = Text(
        PlanChoices.Names.Units, "Values in another unit than the sensor's: convert, or keep them as they stand");

    private static readonly Option<string?> Kind = Text(
        PlanChoices.Names.FlowKind, "What the column of the flow holds: rate, counter (a volume, whose growth is the flow), or interval "
            + "(the volume of each interval)");
    private static readonly Option<string?> Unit = Text(
        PlanChoices.Names.CounterUnit, "Unit of the counter or of the volumes, such as m3, L, 10 m3, gal, kgal, CCF, \"imp gal\" (default: "
            + "as the name says)");
    private static readonly Option<double?> Range = new(NameOf(PlanChoices.Names.CounterRange))
    { Description = "Where the counter begins again at 0, such as 1000000 (default: where that is evident)" };

    private static readonly Option<string?> IntervalTime = Text(
        PlanChoices.Names.IntervalTime, "Whether the time of a row is the end or the start of its interval");
    private static readonly Option<int?> IntervalMinutes = new(NameOf(PlanChoices.Names.IntervalMinutes))
    { Description = "How long an interval is (default: the usual distance of the rows)" };

    private static readonly Option[] All =
    [
        ValueQuantity, Zone, Order, Winter, TimeColumn, ClockColumn, Flow, Pressure, Value, Tag, FlowTag, PressureTag, Quality, Good,
            DecimalSign,
        Missing, UnitsOption, Kind, Unit, Range, IntervalTime, IntervalMinutes, FeedOptions.Option, HeaderLine, Pattern,
            Separator, Encoding,
    ];

    public static void AddTo(Command command) => Array.ForEach(All, command.Options.Add);

    /// <summary>The option of a choice: --date-order of date_order.</summary>
    public static string NameOf(string choice) => "--" + choice.Replace('_', '-');

    /// <exception cref="CommandFailedException">An option has a value that is none of its own.</exception>
    public static PlanChoices Read(ParseResult parsed) => new()
    {
        Encoding = parsed.GetValue(Encoding),
        Separator = OneOf(parsed, Separator, [(",", ','), (";", ';'), ("|", '|'), ("tab", '\t')]),
        HeaderLine = parsed.GetValue(HeaderLine),
        TimeColumn = parsed.GetValue(TimeColumn),
        ClockColumn = parsed.GetValue(ClockColumn),
        DateOrder = OneOf(parsed, Order, [.. DateOrders.Names.Select(name => (name, DateOrders.Find(name)!.Value))]),
        TimePattern = parsed.GetValue(Pattern),
        TimeZone = parsed.GetValue(Zone),
        WinterTime = parsed.GetValue(Winter) ? true : null,
        FlowColumn = parsed.GetValue(Flow),
        PressureColumn = parsed.GetValue(Pressure),
        ValueColumn = parsed.GetValue(Value),
        ValueQuantity = OneOf(parsed, ValueQuantity, [("flow_rate", Quantity.FlowRate), ("pressure", Quantity.Pressure)]),
        TagColumn = parsed.GetValue(Tag),
        FlowTag = parsed.GetValue(FlowTag),
        PressureTag = parsed.GetValue(PressureTag),
        QualityColumn = parsed.GetValue(Quality),
        Good = parsed.GetValue(Good)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        DecimalComma = OneOf(parsed, DecimalSign, [("point", false), ("comma", true)]),
        Missing = parsed.GetValue(Missing) is { } codes ? ReadCodes(codes) : null,
        Convert = OneOf(parsed, UnitsOption, [("convert", true), ("keep", false)]),
        FlowKind = OneOf(parsed, Kind, [.. FlowKinds.Names.Select(name => (name, FlowKinds.Find(name)!.Value))]),
        CounterUnit = parsed.GetValue(Unit) is { } unit ? ReadUnit(unit) : null,
        CounterRange = parsed.GetValue(Range) is { } range && range <= 0
            ? throw Wrong(Range, range.ToString(CultureInfo.InvariantCulture), new Phrase("expected.number"))
            : parsed.GetValue(Range),
        IntervalBegins = OneOf(parsed, IntervalTime, [(FlowKinds.AtEnd, false), (FlowKinds.AtStart, true)]),
        IntervalMinutes = parsed.GetValue(IntervalMinutes) is { } minutes && minutes < 1
            ? throw Wrong(IntervalMinutes, minutes.ToString(CultureInfo.InvariantCulture), Expected.OrMore(1))
            : parsed.GetValue(IntervalMinutes),
        Feeds = FeedOptions.Read(parsed),
    };

    /// <summary>The question of a file with the option that answers it.</summary>
    public static Problem WithOption(Problem question) => question.Field is { } choice && Array.Exists(All, option => option
        .Name == NameOf(choice))
        ? Problem.All([question, new Problem("csv.value-option", NameOf(choice))])
        : question;

    private static string ReadUnit(string unit) => VolumeUnits.Find(unit)?.Name
        ?? throw Wrong(Unit, unit, Expected.OneOf([.. VolumeUnits.Names]));

    private static double[] ReadCodes(string codes) => codes == PlanChoices.NoColumn ? [] : Array.ConvertAll(
        codes.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        code => double.TryParse(code, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Wrong(Missing, code, new Phrase("expected.number")));

    private static T? OneOf<T>(ParseResult parsed, Option<string?> option, (string Name, T Value)[] known)
        where T : struct => parsed.GetValue(option) switch
        {
            null => null,
            var given when Array.FindIndex(known, one => one.Name.Equals(given, StringComparison
                .OrdinalIgnoreCase)) is >= 0 and var index =>
                known[index].Value,
            var given => throw Wrong(option, given, Expected.OneOf([.. known.Select(one => one.Name)])),
        };

    private static CommandFailedException Wrong(Option option, string given, Phrase expected) =>
        new(new Problem("option.value", option.Name, given, expected), isUsage: true);

    private static Option<string?> Text(string choice, string description) => new(NameOf(choice)) { Description = description };
}
