using System.Globalization;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Readings.Csv;

namespace Whatever.Web.Readings.Plans;

/// <summary>Which column holds the time, alone or with another one for the time of day.</summary>
/// <param name="Column">-1 where it is not known.</param>
/// <param name="ClockColumn">-1 where there is none.</param>
/// <param name="Kind">How it is written.</param>
/// <param name="Question">What a person has to say; null where it is known.</param>
internal sealed record TimeRole(int Column, int ClockColumn, TimeKind Kind, Problem? Question)
{
    /// <summary>A date that is missing in a row or two is missing; one that stands in few of them is of those below, too.</summary>
    private const int FewestRowsOfDate = 2;

    /// <summary>See <see cref="TimePlan.CarriesDate"/>.</summary>
    public bool CarriesDate { get; private init; }

    /// <summary>See <see cref="TimePlan.PadsClock"/>.</summary>
    public bool PadsClock { get; private init; }

    /// <summary>See <see cref="TimePlan.Parts"/>.</summary>
    public TimeParts? Parts { get; private init; }

    public IEnumerable<int> Columns => [Column, ClockColumn, HalfDayColumn, .. Parts?.Columns ?? []];

    /// <summary>See <see cref="TimePlan.HalfDayColumn"/>.</summary>
    public int HalfDayColumn { get; private init; } = -1;

    public static TimeRole Find(PlanColumns columns, PlanChoices choices)
    {
        var found = FindColumns(columns, choices);
        found = found with { HalfDayColumn = HalfDayOf(columns, found) };
        return found.ClockColumn < 0 || found.Column < 0 ? found : found with
        {
            CarriesDate = columns[found.Column].Evidence.Filled * FewestRowsOfDate <= columns[found.ClockColumn].Evidence.Filled,
            PadsClock = IsPadded(columns[found.ClockColumn].Evidence.Texts),
        };
    }

    /// <summary>AM and PM, 오전 and 오후, in nearly every row.</summary>
    private static int HalfDayOf(PlanColumns columns, TimeRole found) => columns.FirstOrDefault(column =>
        !found.Columns.Contains(column.Index) && column.Evidence.Filled * FewestRowsOfDate > columns.RowCount
        && column.Evidence.Texts.All(text => Csv.TimeWords.IsAfternoon(text.Replace(".", "", StringComparison.Ordinal)) is not null))
        ?.Index ?? -1;

    /// <summary>Digits without zeros in front, of which one is no hour: 25 or 130.</summary>
    private static bool IsPadded(IReadOnlyCollection<string> clocks) =>
        clocks.All(text => text.Length is >= 1 and <= 4 && text.All(char.IsAsciiDigit))
        && clocks.Any(text => text.Length < 4) && clocks.Any(text => text.Length <= 4 && int.TryParse(text, CultureInfo
            .InvariantCulture, out var number) && number > HoursPer.Day);

    private static TimeRole FindColumns(PlanColumns columns, PlanChoices choices)
    {
        if (choices.TimeColumn is { } chosen)
        {
            var column = columns.Find(chosen, PlanChoices.Names.TimeColumn);
            var clock = choices.ClockColumn is { } other ? columns.Find(other, PlanChoices.Names.ClockColumn) : -1;
            return new TimeRole(column, clock, KindOf(columns[column], choices), null);
        }

        if (choices.ClockColumn is { } given && columns.Find(given, PlanChoices.Names.ClockColumn) is var beside
            && columns.Where(column => column.Index != beside && (column.Evidence.MayBeDates || column.Evidence.HoldsMidnights)).ToList()
                is [var date])
        {
            return new TimeRole(date.Index, beside, TimeKind.Written, null);
        }

        return FindBesideDate(columns) ?? FindMidnights(columns) ?? FindWhole(columns, choices) ?? FindParts(columns)
            ?? FindPair(columns) ?? FindNumber(columns, choices)
            ?? FindDates(columns, choices) ?? Ask(columns);
    }

    /// <summary>Date, Hour, Minute.</summary>
    private static TimeRole? FindBesideDate(PlanColumns columns) => TimeParts.FindBesideDate(columns) is { } found
        ? new TimeRole(found.Date, -1, TimeKind.Written, null) { Parts = found.Parts }
        : null;

    /// <summary>Year, Month, Day, Hour, Minute.</summary>
    private static TimeRole? FindParts(PlanColumns columns) => TimeParts.FindAll(columns) is { } parts
        ? new TimeRole(parts.Year, -1, TimeKind.Parts, null) { Parts = parts }
        : null;

    /// <summary>A date that stands there as its midnight, and the time of day beside it.</summary>
    private static TimeRole? FindMidnights(PlanColumns columns)
    {
        var clocks = columns.Where(column => column.Evidence.HoldsClocks).ToList();
        return columns.Where(column => column.Evidence.HoldsMidnights || column.Evidence.HoldsFewMidnights(columns.RowCount)).ToList()
            is [var date] && clocks.Count == 1
            ? new TimeRole(date.Index, clocks[0].Index, TimeKind.Written, null)
            : null;
    }

    private static TimeRole? FindWhole(PlanColumns columns, PlanChoices choices)
    {
        var whole = columns.Where(column => column.Evidence.HoldsTimes).ToList();
        var best = Best(whole, columns);
        return best.Count switch
        {
            0 => null,
            1 => new TimeRole(best[0].Index, -1, KindOf(best[0], choices), null),
            _ => new TimeRole(-1, -1, TimeKind.Written, AskWhich(best)),
        };
    }

    /// <summary>Those with the surest name; of more than one, those that change.</summary>
    private static List<PlanColumn> Best(List<PlanColumn> candidates, PlanColumns columns)
    {
        var changing = columns.RowCount > 1 && candidates.Count > 1
            ? candidates.Where(column => !column.Evidence.IsConstant).ToList()
            : candidates;
        candidates = changing.Count > 0 ? changing : candidates;
        var rank = candidates.Select(column => ColumnWords.TimeRank(column.Name)).DefaultIfEmpty(0).Max();
        return [.. candidates.Where(column => ColumnWords.TimeRank(column.Name) == rank)];
    }

    private static TimeRole? FindPair(PlanColumns columns)
    {
        var dates = Dates(columns);
        var clocks = Best([.. columns.Where(column => column.Evidence.HoldsClocks
            || (column.Evidence.MayBeClocks && !column.Evidence.MayBeDates && ColumnWords.TimeRank(column.Name) > 0))], columns);
        return dates.Count == 1 && clocks.Count == 1 ? new TimeRole(dates[0].Index, clocks[0].Index, TimeKind.Written, null) : null;
    }

    private static List<PlanColumn> Dates(PlanColumns columns) => Best(
        [
            .. columns.Where(column => column.Evidence.HoldsDates
                || (column.Evidence.MayBeDates && ColumnWords.TimeRank(column.Name) > 0)),
        ],
        columns);

    private static TimeRole? FindNumber(PlanColumns columns, PlanChoices choices)
    {
        var numbers = Best(
            [.. columns.Where(column => column.Evidence.NumberTimes is not null && ColumnWords.TimeRank(column.Name) > 0)], columns);
        return numbers.Count == 1 ? new TimeRole(numbers[0].Index, -1, KindOf(numbers[0], choices), null) : null;
    }

    /// <summary>A date alone is its midnight.</summary>
    private static TimeRole? FindDates(PlanColumns columns, PlanChoices choices)
    {
        var dates = Dates(columns);
        if (dates.Count == 1)
        {
            return new TimeRole(dates[0].Index, -1, KindOf(dates[0], choices), null);
        }

        // Of a file whose times are all bad, or that has no row, the name alone speaks.
        var named = Best([.. columns.Where(column => ColumnWords.TimeRank(column.Name) > 0)], columns);
        return named.Count == 1 && !columns.Any(column => column.Evidence.HoldsClocks)
            ? new TimeRole(named[0].Index, -1, choices.TimePattern is null ? TimeKind.Written : TimeKind.Pattern, null)
            : named.Count > 1 && dates.Count == 0 ? new TimeRole(-1, -1, TimeKind.Written, AskWhich(named)) : null;
    }

    private static TimeKind KindOf(PlanColumn column, PlanChoices choices) => choices.TimePattern is not null ? TimeKind.Pattern
        : column.Evidence.HoldsTimes || column.Evidence.MayBeDates ? TimeKind.Written
        : column.Evidence.NumberTimes ?? TimeKind.Written;

    private static Problem AskWhich(List<PlanColumn> candidates) =>
        new Problem("plan.which-time", string.Join(", ", candidates.Select(column => column.Shown))).At(PlanChoices.Names.TimeColumn);

    private static TimeRole Ask(PlanColumns columns) => new(
        -1, -1, TimeKind.Written,
        new Problem("csv.columns", Excerpt.Of(columns.Header), new Phrase("csv.no-time"), "time,flow_rate,pressure")
            .At(PlanChoices.Names.TimeColumn));
}
