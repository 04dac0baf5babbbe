using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Csv;

namespace Whatever.Web.Commands;

/// <summary>Reads what a model is trained on.</summary>
internal static class TrainingCsv
{
    /// <summary>The file on its own wall clock: zones do not matter to a model.</summary>
    /// <exception cref="CommandFailedException">It holds nothing of the quantity.</exception>
    public static MinuteSeries Load(string path, Quantity quantity)
    {
        var dialect = CsvFile.Detect(path, "UTC", new CsvChoices { TimeZone = "UTC", ValueQuantity = quantity });
        using var stream = CsvFile.OpenStream(path);
        var columns = CsvReadingsParser.Parse(stream, dialect).Columns;
        var values = quantity == Quantity.FlowRate ? columns.FlowRate : columns.Pressure;
        if (columns.Count == 0 || values.All(double.IsNaN))
        {
            throw new CommandFailedException($"{path} holds no value of {quantity.ToWireName()}.");
        }

        var series = new double[columns.Minutes[^1] - columns.Minutes[0] + 1];
        Array.Fill(series, double.NaN);
        for (var i = 0; i < columns.Count; i++)
        {
            series[columns.Minutes[i] - columns.Minutes[0]] = values[i];
        }

        var start = DateTime.SpecifyKind(StationClock.InstantOf(columns.Minutes[0]).DateTime, DateTimeKind.Unspecified);
        return new MinuteSeries(start, TimeSpan.FromMinutes(1), series);
    }
}
