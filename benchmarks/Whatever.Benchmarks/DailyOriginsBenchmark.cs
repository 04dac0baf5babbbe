using System.Globalization;
using Whatever.Model.Calendar;
using Whatever.Model.Forecasting;
using Whatever.Model.Forecasting.Residual;
using Whatever.Model.ForecastTraining.Residual;
using Whatever.Model.Series;

namespace Whatever.Benchmarks;

/// <summary>
/// Networks trained once, and then a forecast of a week from each day of three months on: with boosted trees in the mix, and without. Mean
/// absolute errors by lead day, and of what needs no training too.
/// </summary>
internal static class DailyOriginsBenchmark
{
    private const int Origins = 91;
    private const int LeadDays = HoursPer.Week / HoursPer.Day;

    public static void Run(string folder, string from, int members)
    {
        var first = DateTime.ParseExact(from, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var districts = BwdfData.Districts.ToDictionary(district => district, district => BwdfData.Load(folder, district));
        var model = ResidualTrainer.Train(
            new ResidualTrainingOptions
            { Quantity = Quantity.FlowRate, Name = "daily", Members = members, MaxThreads = Environment.ProcessorCount },
            [.. districts.Values.Select(hours => hours with { Values = hours.Values[..hours.IndexOf(first)] })], ItalianHolidays.Official);
        var without = new ResidualModel(model.Description with { Trees = false }, model.Parts, model.Description.Band);
        var ratios = new List<double[]>();
        Console.WriteLine($"{Origins} origins from {from} on, error by lead day: networks, with trees, ratio, recent-mix");
        foreach (var (district, hours) in districts)
        {
            var before = Errors(without.On(ItalianHolidays.Official), hours, first);
            var now = Errors(model.On(ItalianHolidays.Official), hours, first);
            var mix = Errors(MixModel.On(ItalianHolidays.Official), hours, first);
            ratios.Add([.. now.Zip(before, (error, other) => error / other)]);
            Console.WriteLine($"{district}  {Text(before)} | {Text(now)} | {Text(ratios[^1])} | {Text(mix)}");
        }

        var means = Enumerable.Range(0, LeadDays).Select(day => ratios.Average(ratio => ratio[day])).ToArray();
        Console.WriteLine($"mean of the ratios: {Text(means)}");
    }

    private static double[] Errors(IHourlyForecaster forecaster, MinuteSeries hours, DateTime first)
    {
        var (sums, counts) = (new double[LeadDays], new int[LeadDays]);
        for (var day = 0; day < Origins; day++)
        {
            var origin = first.AddDays(day);
            var forecast = forecaster.Forecast(hours, origin, HoursPer.Week).P50;
            var actual = hours.Slice(hours.IndexOf(origin), HoursPer.Week);
            for (var hour = 0; hour < HoursPer.Week; hour++)
            {
                var error = Math.Abs(actual[hour] - forecast[hour]);
                if (double.IsFinite(error))
                {
                    sums[hour / HoursPer.Day] += error;
                    counts[hour / HoursPer.Day]++;
                }
            }
        }

        return [.. sums.Zip(counts, (sum, count) => sum / count)];
    }

    private static string Text(double[] values) =>
        string.Join(" ", values.Select(value => value.ToString("0.000", CultureInfo.InvariantCulture)));
}
