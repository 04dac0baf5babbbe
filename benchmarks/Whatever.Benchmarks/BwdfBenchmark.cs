using System.Globalization;
using Whatever.Model.Series;

namespace Whatever.Benchmarks;

/// <summary>
/// Battle of Water Demand Forecasting (WDSA/CCWI 2024): a week from Monday 00:00 on, four times, in four districts. In L/s, over the hours
/// that were measured:
/// <code>
/// PI1 = mean |y - f| of hours 0 to 23,   PI2 = max |y - f| of hours 0 to 23,   PI3 = mean |y - f| of hours 24 to 167
/// </code>
/// </summary>
internal static class BwdfBenchmark
{
    private static readonly string[] Indicators = ["PI1", "PI2", "PI3"];
    private static readonly DateTime[] EvaluationWeeks = [new(2022, 7, 25), new(2022, 10, 31), new(2023, 1, 16), new(2023, 3, 6)];

    public static int Run(string folder, string name, int members, string[] mondays)
    {
        if (BwdfForecasters.Find(name, members) is not { } fit)
        {
            Console.Error.WriteLine($"--forecaster is {name}, expected one of {string.Join(", ", BwdfForecasters.Names)}.");
            return 2;
        }

        var weeks = mondays.Length == 0
            ? EvaluationWeeks
            : Array.ConvertAll(mondays, text => DateTime.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture));
        var districts = BwdfData.Districts.ToDictionary(district => district, district => BwdfData.Load(folder, district));
        var published = mondays.Length == 0 ? BwdfData.LoadPublished(folder) : [];
        Console.WriteLine($"district  week begins  indicator  {name,15}   winner     best   median");
        var rows = new List<(double Error, Published? Teams, string Indicator)>();
        foreach (var district in BwdfData.Districts)
        {
            for (var week = 0; week < weeks.Length; week++)
            {
                var errors = Judge(fit, districts, district, weeks[week]);
                foreach (var (indicator, error) in Indicators.Zip(errors))
                {
                    var teams = published.SingleOrDefault(
                        row => row.District == district && row.Week == $"W{week + 1}" && row.Indicator == indicator);
                    rows.Add((error, teams, indicator));
                    Print(district, weeks[week].ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), indicator, error, teams);
                }
            }
        }

        foreach (var group in rows.GroupBy(row => row.Indicator))
        {
            var teams = group.Select(row => row.Teams).OfType<Published>().ToList();
            var means = teams.Count == 0
                ? null
                : new Published(
                    "", "", group.Key, teams.Average(row => row.Winner), teams.Average(row => row.Best), teams.Average(row => row.Median));
            Print("mean", "all", group.Key, group.Average(row => row.Error), means);
        }

        return 0;
    }

    private static double[] Judge(BwdfFit fit, Dictionary<string, MinuteSeries> districts, string district, DateTime origin)
    {
        var known = districts.ToDictionary(
            pair => pair.Key, pair => pair.Value with { Values = pair.Value.Values[..pair.Value.IndexOf(origin)] });
        var forecast = fit(known, district, origin).Forecast(known[district], origin, HoursPer.Week).P50;
        var actual = districts[district].Slice(districts[district].IndexOf(origin), HoursPer.Week);
        var errors = actual.Zip(forecast, (value, median) => Math.Abs(value - median)).ToList();
        var firstDay = errors[..24].Where(error => !double.IsNaN(error)).ToList();
        return [firstDay.Average(), firstDay.Max(), errors[24..].Where(error => !double.IsNaN(error)).Average()];
    }

    private static void Print(string district, string week, string indicator, double error, Published? teams) =>
        Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{district,-9} {week,-12} {indicator,-9}  {error,15:0.000} {teams?.Winner,8:0.000} {teams?.Best,8:0.000} "
            + $"{teams?.Median,8:0.000}"));
}
