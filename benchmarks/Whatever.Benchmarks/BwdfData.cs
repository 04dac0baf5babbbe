using System.Globalization;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;

namespace Whatever.Benchmarks;

/// <summary>The inflows of the districts, and what was published about them.</summary>
internal static class BwdfData
{
    public static readonly string[] Districts = ["DMA_A", "DMA_C", "DMA_E", "DMA_H"];

    /// <summary>Hours in L/s on the wall clock.</summary>
    public static MinuteSeries Load(string folder, string district)
    {
        var path = Path.Combine(folder, $"{district}.csv");
        var columns = CsvReadingsParser.Parse(path, PlanContext.WithoutSensor()).Columns;
        var hours = new double[((columns.Minutes[^1] - columns.Minutes[0]) / 60) + 1];
        Array.Fill(hours, double.NaN);
        for (var i = 0; i < columns.Count; i++)
        {
            hours[(columns.Minutes[i] - columns.Minutes[0]) / 60] = columns.FlowRate[i];
        }

        return new MinuteSeries(
            DateTime.SpecifyKind(StationClock.InstantOf(columns.Minutes[0]).DateTime, DateTimeKind.Unspecified), HourSeries.Interval,
            hours);
    }

    public static List<Published> LoadPublished(string folder) =>
        [.. File.ReadLines(Path.Combine(folder, "published.csv")).Skip(1).Select(line => line.Split(',')).Select(fields => new Published(
            fields[0], fields[1], fields[2], Number(fields[3]), Number(fields[4]), Number(fields[5])))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>Errors of the teams in one week of one district.</summary>
/// <param name="District">DMA_A ...</param>
/// <param name="Week">W1 to W4.</param>
/// <param name="Indicator">PI1, PI2 or PI3.</param>
/// <param name="Winner">Of the team that won the battle as a whole.</param>
/// <param name="Best">The lowest of any team.</param>
/// <param name="Median">Of all teams.</param>
internal sealed record Published(string District, string Week, string Indicator, double Winner, double Best, double Median);
