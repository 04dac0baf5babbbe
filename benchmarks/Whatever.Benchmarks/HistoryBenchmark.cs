using System.Globalization;
using Whatever.Model.Calendar;
using Whatever.Model.Forecasting;
using Whatever.Model.Series;

namespace Whatever.Benchmarks;

/// <summary>What a new sensor is forecast like: with a history of one day, three, a week, and so on, over origins of the whole series.</summary>
internal static class HistoryBenchmark
{
    private const int Origins = 40;
    private const int HorizonHours = 6 * HoursPer.Day;
    private static readonly int[] Histories = [1, 3, 7, 14, 28, 60, 130];
    private static readonly string[] Simple = ["last-day", "last-week", "seven-day-mean", "four-week-mean"];

    public static void Run(IReadOnlyList<string> files)
    {
        foreach (var file in files)
        {
            var series = RealSeries.Load(file);
            var hours = series.ToHours(series.FlowRate);
            Console.WriteLine(Path.GetFileNameWithoutExtension(file));
            foreach (var history in Histories)
            {
                Print(hours, history);
            }
        }
    }

    private static void Print(MinuteSeries hours, int history)
    {
        var (first, last) = (Histories[^1], (hours.Values.Length - HorizonHours) / HoursPer.Day);
        var (own, held, count) = (0.0, 0, 0);
        var others = Simple.ToDictionary(name => name, _ => (Error: 0.0, Hours: 0));
        for (var i = 0; i < Origins && first < last; i++)
        {
            var day = first + (i * (last - first) / Origins);
            var from = (day - history) * HoursPer.Day;
            var known = new MinuteSeries(hours.TimeAt(from), hours.Interval, hours.Values[from..(day * HoursPer.Day)]);
            var origin = hours.TimeAt(day * HoursPer.Day);
            var actual = hours.Slice(day * HoursPer.Day, HorizonHours);
            var mix = MixModel.On(HolidayCalendars.Empty).Forecast(known, origin, HorizonHours);
            foreach (var name in Simple)
            {
                var forecast = HourlyForecasters.Find(name, HolidayCalendars.Empty)!.Forecast(known, origin, HorizonHours).P50;
                var errors = actual.Zip(forecast, (value, other) => Math.Abs(value - other)).Where(double.IsFinite).ToList();
                others[name] = (others[name].Error + errors.Sum(), others[name].Hours + errors.Count);
            }

            for (var hour = 0; hour < HorizonHours; hour++)
            {
                var error = Math.Abs(actual[hour] - mix.P50[hour]);
                if (double.IsFinite(error))
                {
                    own += error;
                    count++;
                    held += mix.P10 is { } low && actual[hour] >= low[hour] && actual[hour] <= mix.P90![hour] ? 1 : 0;
                }
            }
        }

        // One that gives no more than a part of the hours is no rival: those may be the easy ones.
        var best = others.Where(other => other.Value.Hours >= 0.95 * count).Select(other => (other.Key, other.Value.Error / other.Value.Hours))
            .DefaultIfEmpty(("none", double.NaN)).MinBy(other => other.Item2);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  {history,3} days: error {own / count:0.###}, {own / count / best.Item2:0.00} of the best simple one ({best.Item1}); {100.0 * held / count:0.0} % in the band"));
    }
}
