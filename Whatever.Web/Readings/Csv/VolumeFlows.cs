using Whatever.Model.Problems;
using Whatever.Web.Readings.Plans;
using Whatever.Web.Storage;

namespace Whatever.Web.Readings.Csv;

/// <summary>Makes flows of the volumes that a file holds, where it holds volumes.</summary>
internal static class VolumeFlows
{
    /// <returns>What was special about them, null where there are none; and the length of an interval.</returns>
    /// <exception cref="UnreadableCsvException">How long an interval is cannot be seen.</exception>
    public static (CounterEvents? Events, TimeSpan? Interval) Make(ReadingCollector good, ReadingPlan plan)
    {
        var events = new CounterEvents();
        if (plan.FlowRate?.Counter is { } counter)
        {
            good.CountFlows(counter, events);
            return (events, null);
        }

        if (plan.FlowRate?.Interval is not { } volumes)
        {
            return (null, null);
        }

        var hasVolumes = good.FlowRates.ContainsAnyExcept(double.NaN);
        var interval = good.SpreadFlows(volumes, events);
        return hasVolumes && interval is null ? throw Unknown(plan, volumes) : (events, interval);
    }

    /// <summary>The flow of an interval stands where it ends, as that of a counter does; a pressure stands where it was measured.</summary>
    public static ReadingColumns AtEnds(ReadingColumns columns, IntervalPlan? plan, TimeSpan? interval)
    {
        if (plan is not { Begins: true } || interval is not { } length)
        {
            return columns;
        }

        var minutes = columns.Minutes;
        int[] later = [.. Enumerable.Range(0, minutes.Length).Select(row => minutes[row] + RegularStep.LengthOf(
            (int)length.TotalMinutes, row + 1 < minutes.Length ? minutes[row + 1] - minutes[row] : null))];
        return Array.TrueForAll(columns.Pressure, double.IsNaN)
            ? new ReadingColumns(later, columns.FlowRate, columns.Pressure)
            : Join(columns, later);
    }

    private static ReadingColumns Join(ReadingColumns columns, int[] later)
    {
        var rows = new SortedDictionary<int, (double Flow, double Pressure)>();
        for (var row = 0; row < columns.Count; row++)
        {
            rows[later[row]] = (columns.FlowRate[row], double.NaN);
        }

        for (var row = 0; row < columns.Count; row++)
        {
            if (!double.IsNaN(columns.Pressure[row]))
            {
                rows[columns.Minutes[row]] = (
                    rows.GetValueOrDefault(columns.Minutes[row], (Flow: double.NaN, 0)).Flow, columns.Pressure[row]);
            }
        }

        return new ReadingColumns(
            [.. rows.Keys], [.. rows.Values.Select(row => row.Flow)], [.. rows.Values.Select(row => row.Pressure)]);
    }

    private static UnreadableCsvException Unknown(ReadingPlan plan, IntervalPlan volumes)
    {
        var name = plan.Layout.NameOf(plan.FlowRate!.Column);
        return new UnreadableCsvException((volumes.Minutes is { } said
            ? new Problem("counter.file-interval-said", name, said)
            : new Problem("counter.file-interval", name)).At(PlanChoices.Names.IntervalMinutes));
    }
}
