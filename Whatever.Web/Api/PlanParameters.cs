using System.Globalization;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Api;

/// <summary>
/// What can be said about a pushed file in the query of its request: the choices of a reading plan, by the same names. One that is not
/// known is refused: who wrote it takes it for heeded.
/// </summary>
internal sealed class PlanParameters
{
    private readonly IQueryCollection query;
    private readonly List<Problem> problems;

    /// <summary>Those that were asked for.</summary>
    private readonly List<string> known = [];

    private PlanParameters(IQueryCollection query, List<Problem> problems) => (this.query, this.problems) = (query, problems);

    public static PlanChoices Read(IQueryCollection query, List<Problem> problems)
    {
        var parameters = new PlanParameters(query, problems);
        var choices = parameters.Read();
        parameters.RefuseOthers();
        return choices;
    }

    private PlanChoices Read() => new()
    {
        Encoding = Text(PlanChoices.Names.Encoding),
        Separator = OneOf(PlanChoices.Names.Separator, (",", ','), (";", ';'), ("|", '|'), ("tab", '\t')),
        HeaderLine = Value(
            PlanChoices.Names.HeaderLine, Expected.OrMore(0),
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var line) ? line : (int?)null),
        TimeColumn = Text(PlanChoices.Names.TimeColumn),
        ClockColumn = Text(PlanChoices.Names.ClockColumn),
        DateOrder = Value(PlanChoices.Names.DateOrder, Expected.OneOf([.. DateOrders.Names]), DateOrders.Find),
        TimePattern = Text(PlanChoices.Names.TimePattern),
        TimeZone = Text(PlanChoices.Names.TimeZone),
        WinterTime = OneOf(PlanChoices.Names.WinterTime, ("true", true), ("false", false)),
        FlowColumn = Text(PlanChoices.Names.FlowColumn),
        PressureColumn = Text(PlanChoices.Names.PressureColumn),
        ValueColumn = Text(PlanChoices.Names.ValueColumn),
        ValueQuantity = OneOf(PlanChoices.Names.Quantity, ("flow_rate", Quantity.FlowRate), ("pressure", Quantity.Pressure)),
        TagColumn = Text(PlanChoices.Names.TagColumn),
        FlowTag = Text(PlanChoices.Names.FlowTag),
        PressureTag = Text(PlanChoices.Names.PressureTag),
        QualityColumn = Text(PlanChoices.Names.QualityColumn),
        Good = Text(PlanChoices.Names.Good) is { } words ? Parts(words) : null,
        DecimalComma = OneOf(PlanChoices.Names.DecimalSign, ("point", false), ("comma", true)),
        Missing = Codes(),
        Convert = OneOf(PlanChoices.Names.Units, ("convert", true), ("keep", false)),
        FlowKind = Value(PlanChoices.Names.FlowKind, Expected.OneOf([.. FlowKinds.Names]), FlowKinds.Find),
        CounterUnit = CounterUnit(),
        CounterRange = Value(
            PlanChoices.Names.CounterRange, Expected.MoreThan(0), text => Number(text) is > 0 and var range ? range : (double?)null),
        IntervalBegins = OneOf(PlanChoices.Names.IntervalTime, (FlowKinds.AtEnd, false), (FlowKinds.AtStart, true)),
        IntervalMinutes = Value(
            PlanChoices.Names.IntervalMinutes, Expected.OrMore(1),
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes > 0
                ? minutes
                : (int?)null),
    };

    private void RefuseOthers()
    {
        foreach (var name in query.Keys.Except(known, StringComparer.OrdinalIgnoreCase).Select(Excerpt.Of))
        {
            problems.Add(new Problem("request.unknown-parameter", name, Expected.OneOf([.. known])).At(name));
        }
    }

    private double[]? Codes()
    {
        if (Text(PlanChoices.Names.Missing) is not { } given)
        {
            return null;
        }

        var parts = given == PlanChoices.NoColumn ? [] : Parts(given);
        foreach (var part in parts.Where(part => Number(part) is null))
        {
            Refuse(PlanChoices.Names.Missing, part, new Phrase("expected.number"));
        }

        return [.. parts.Select(Number).OfType<double>()];
    }

    private string? CounterUnit()
    {
        if (Text(PlanChoices.Names.CounterUnit) is not { } given)
        {
            return null;
        }

        var unit = VolumeUnits.Find(given);
        if (unit is null)
        {
            Refuse(PlanChoices.Names.CounterUnit, given, Expected.OneOf([.. VolumeUnits.Names]));
        }

        return unit?.Name;
    }

    private string? Text(string name)
    {
        known.Add(name);
        return query.TryGetValue(name, out var given) && given.ToString() is { Length: > 0 } text ? text : null;
    }

    private T? OneOf<T>(string name, params (string Name, T Value)[] values)
        where T : struct => Value(
            name, Expected.OneOf([.. values.Select(value => value.Name)]),
            text => Array.FindIndex(values, value => value.Name == text) is >= 0 and var index ? values[index].Value : (T?)null);

    private T? Value<T>(string name, Phrase expected, Func<string, T?> read)
        where T : struct
    {
        if (Text(name) is not { } given)
        {
            return null;
        }

        var value = read(given);
        if (value is null)
        {
            Refuse(name, given, expected);
        }

        return value;
    }

    private void Refuse(string name, string given, Phrase expected) =>
        problems.Add(new Problem("value.unexpected", name, Excerpt.Of(given), expected).At(name));

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static string[] Parts(string list) =>
        list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
