using System.Globalization;
using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;

namespace Whatever.Benchmarks;

/// <summary>Alarms on real water: what is raised on a series as it is, and how soon bursts that were put on it are found.</summary>
internal static class MainsBenchmark
{
    private const int Bursts = 12;
    private const int BurstMinutes = 180;
    private const int LeastApartMinutes = 18 * 60;
    private const int QuietMinutes = BurstMinutes + 120;

    public static void Run(
        IReadOnlyList<string> files, int learnDays, IReadOnlyList<double> shares, IReadOnlyList<int> seeds, bool withPressure,
        bool isForecast, bool list)
    {
        foreach (var file in files)
        {
            var series = RealSeries.Load(file);
            series = withPressure ? series.WithPressure() : series;
            var from = (series.Start + (learnDays * MinutesPer.Day) + MinutesPer.Day - 1) / MinutesPer.Day * MinutesPer.Day;
            PrintQuiet(Path.GetFileNameWithoutExtension(file), series, from, isForecast, list);
            foreach (var share in shares)
            {
                PrintBursts(series, from, share, seeds, isForecast);
            }
        }
    }

    private static void PrintQuiet(string name, RealSeries series, int from, bool isForecast, bool list)
    {
        var told = LivedSeries.Changes(series, from, series.End, isForecast);
        var opened = told.Where(change => change.Kind == AlarmChangeKind.Opened).ToList();
        var days = (series.End - from) / (double)MinutesPer.Day;
        var causes = string.Join(
            ", ",
            opened.GroupBy(change => (change.Cause, change.Quantity)).OrderByDescending(group => group.Count())
                .Select(group => $"{group.Key.Cause} {group.Key.Quantity} {group.Count()}"));
        Print($"{name}: {days:0} days, {opened.Count} alarms, {opened.Count / days * 7:0.00} a week, leak open on {LeakDays(told, from, series.End) / days:0.0%} of the days ({causes})");
        var (normal, own) = (
            LivedSeries.Shares(series, from, ValueDistribution.Normal), LivedSeries.Shares(series, from, ValueDistribution.Empirical));
        Print($"  values at a stage and at the last one: normal distribution {normal.Outliers:0.0%} and {normal.Serious:0.00%}, own percentiles {own.Outliers:0.0%} and {own.Serious:0.00%}");
        if (list)
        {
            foreach (var change in told.Where(change => change.Kind != AlarmChangeKind.Measured))
            {
                Print($"  {DateTime.UnixEpoch.AddMinutes(change.Minute):yyyy-MM-dd HH:mm} {change.Kind} {change.Cause} {change.Quantity} since {DateTime.UnixEpoch.AddMinutes(change.SinceMinute):yyyy-MM-dd HH:mm} stage {(int)change.Stage}, {change.Evidence}");
            }
        }
    }

    /// <summary>Days on which an alarm of the night flow is open at any time.</summary>
    private static int LeakDays(List<AlarmChange> told, int from, int to)
    {
        var days = new HashSet<int>();
        foreach (var channel in told.Where(change => change.Cause.KindOf() == JudgementKind.NightFlow).GroupBy(change => change.Channel))
        {
            int? open = null;
            foreach (var change in channel.Append(null))
            {
                if (change is { Kind: AlarmChangeKind.Opened })
                {
                    open ??= change.Minute;
                }
                else if (open is { } since && (change is null || change.IsEnd))
                {
                    for (var day = Math.Max(from, since) / MinutesPer.Day; day <= ((change?.Minute ?? to) - 1) / MinutesPer.Day; day++)
                    {
                        days.Add(day);
                    }

                    open = null;
                }
            }
        }

        return days.Count;
    }

    private static void PrintBursts(RealSeries series, int from, double share, IReadOnlyList<int> seeds, bool isForecast)
    {
        foreach (var seed in seeds)
        {
            var begins = Begins(new Random(seed), from, series.End - BurstMinutes);
            var told = LivedSeries.Changes(series.With(begins, BurstMinutes, share), from, series.End, isForecast)
                .Where(change => change.Kind is AlarmChangeKind.Opened or AlarmChangeKind.StageRose).ToList();
            var delays = begins.ConvertAll(
                begin => told.Where(change => change.Minute >= begin && change.Minute < begin + BurstMinutes)
                    .Select(change => change.Minute - begin).DefaultIfEmpty(int.MaxValue).Min());
            var others = told.Count(
                change => change.Kind == AlarmChangeKind.Opened
                    && !begins.Exists(begin => change.Minute >= begin && change.Minute < begin + QuietMinutes));
            Print($"  +{share:0%}, seed {seed}: within 15 minutes {delays.Count(delay => delay <= 15)}, within 30 {delays.Count(delay => delay <= 30)}, at all {delays.Count(delay => delay < int.MaxValue)} of {Bursts}; other alarms {others}");
        }
    }

    private static List<int> Begins(Random random, int from, int to)
    {
        var begins = new List<int>();
        while (begins.Count < Bursts)
        {
            var begin = random.Next(from, to);
            if (begins.TrueForAll(other => Math.Abs(begin - other) > LeastApartMinutes))
            {
                begins.Add(begin);
            }
        }

        begins.Sort();
        return begins;
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
