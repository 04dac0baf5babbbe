using System.Globalization;
using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Model.Simulation;

namespace Whatever.Benchmarks;

/// <summary>Alarms on simulated water: how many without a fault, and how soon each injected event is found and named.</summary>
internal static class AlarmBenchmark
{
    public static void Run(int stations, int days, int runs)
    {
        foreach (var character in Enum.GetValues<NoiseCharacter>())
        {
            PrintQuiet(character, stations, days);
        }

        PrintDelays("burst of 10 %, minutes", runs, SimulatedEventKind.Burst, TimeSpan.FromHours(6), 0.1, [AlarmCause.Burst], 1);
        PrintDelays(
            "slow leak of 5 % over 14 days, nights", runs, SimulatedEventKind.SlowLeak, TimeSpan.FromDays(14), 0.05,
            [AlarmCause.Leak, AlarmCause.NightFlowStep], MinutesPer.Day);
        PrintDelays("stuck sensor, minutes", runs, SimulatedEventKind.StuckSensor, TimeSpan.FromHours(6), 0, [AlarmCause.Stuck], 1);
        PrintDelays("gap, minutes", runs, SimulatedEventKind.Gap, TimeSpan.FromHours(3), 0, [AlarmCause.NoData], 1);
        PrintDelays("spikes of 50 %, minutes", runs, SimulatedEventKind.Spike, TimeSpan.FromHours(3), 0.5, [AlarmCause.Spike], 1);
        PrintDelays("drift of 10 % over 3 days, minutes", runs, SimulatedEventKind.Drift, TimeSpan.FromDays(3), 0.1, [AlarmCause.Drift], 1);
    }

    private static void PrintQuiet(NoiseCharacter character, int stations, int days)
    {
        var opened = new List<(int Station, AlarmChange Change)>();
        for (var station = 1; station <= stations; station++)
        {
            opened.AddRange(
                new AlarmTrial(station, character).Watch(days).Where(change => change.Kind == AlarmChangeKind.Opened)
                    .Select(change => (station, change)));
        }

        var busiest = opened.GroupBy(alarm => alarm.Change.Minute / MinutesPer.Hour).Select(hour => hour.Count()).DefaultIfEmpty().Max();
        var chattering = opened.GroupBy(
            alarm => (alarm.Station, alarm.Change.Cause, alarm.Change.Quantity, alarm.Change.Minute / MinutesPer.Hour))
            .Count(group => group.Count() > 2);
        var causes = string.Join(
            ", ",
            opened.GroupBy(alarm => (alarm.Change.Cause, alarm.Change.Quantity)).OrderByDescending(group => group.Count())
                .Select(group => $"{group.Key.Cause} {group.Key.Quantity} {group.Count()}"));
        Print($"{character}: {stations} stations, {days} days without a fault: {opened.Count} alarms, {(double)opened.Count / stations / days:0.000} a day and station, at most {busiest} in an hour, {chattering} chattering ({causes})");
    }

    private static void PrintDelays(
        string what, int runs, SimulatedEventKind kind, TimeSpan duration, double magnitude, AlarmCause[] expected, int unit)
    {
        var delays = new List<double>();
        var (named, others) = (0, new List<AlarmCause>());
        var random = new Random(kind.GetHashCode());
        for (var run = 0; run < runs; run++)
        {
            var begin = AlarmTrial.Start.AddDays(1)
                .AddMinutes(kind == SimulatedEventKind.SlowLeak ? 0 : random.Next(MinutesPer.Day));
            var changes = new AlarmTrial(100 + run, NoiseCharacter.White)
                .Watch((int)duration.TotalDays + 3, new SimulatedEvent(kind, begin, duration, magnitude));
            var since = AlarmTrial.MinuteOf(begin);
            var during = changes.Where(
                change =>
                    change.Kind == AlarmChangeKind.Opened && change.Minute >= since
                        && change.Minute <= since + duration.TotalMinutes + MinutesPer.Hour)
                .ToList();
            var found = during.FirstOrDefault(change => expected.Contains(change.Cause));
            named += during.Count > 0 && expected.Contains(during[0].Cause) ? 1 : 0;
            others.AddRange(during.Where(change => !expected.Contains(change.Cause)).Select(change => change.Cause));
            delays.Add(found is null ? double.PositiveInfinity : (double)(found.Minute - since) / unit);
        }

        delays.Sort();
        Print($"{what}: named rightly in {named} of {runs}, found in {delays.Count(double.IsFinite)}, median {delays[runs / 2]:0.#}, slowest {delays[^1]:0.#}; other alarms: {(others.Count == 0 ? "none" : string.Join(", ", others.CountBy(cause => cause).Select(pair => $"{pair.Key} {pair.Value}")))}");
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
