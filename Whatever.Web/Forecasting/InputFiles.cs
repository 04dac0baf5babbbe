using System.Globalization;
using System.Text;
using Whatever.Model.Files;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Forecasting;

/// <summary>
/// The hand-over between storage and model: <c>Input/{sensor}/{day}.csv</c>, <c>time,flow_rate,pressure</c>, a row a minute in local time.
/// A model outside this program can read the same files.
/// </summary>
public sealed class InputFiles(DataFolder folder)
{
    public const string Header = "time,flow_rate,pressure";

    public string PathOf(string sensorId, DateOnly day) => Path.Combine(folder.Input(sensorId), $"{WireTime.WriteDay(day)}.csv");

    /// <summary>Every minute has a row; a missing value is an empty field.</summary>
    public string Write(string sensorId, WallClockDay day)
    {
        var text = new StringBuilder(Header).Append('\n');
        for (var slot = 0; slot < day.Slots; slot++)
        {
            text.Append(WireTime.Write(day.TimeOf(slot))).Append(',').Append(Number(day.FlowRate[slot])).Append(',')
                .Append(Number(day.Pressure[slot])).Append('\n');
        }

        var path = PathOf(sensorId, day.Day);
        AtomicFile.WriteText(path, text.ToString());
        return path;
    }

    private static string Number(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Parses the files back into times and values, one series per quantity over all the days.</summary>
    public static IReadOnlyDictionary<Quantity, MinuteSeries> Read(IReadOnlyList<string> paths, DateOnly firstDay, int interval)
    {
        var slotsPerDay = 1440 / interval;
        var start = firstDay.ToDateTime(TimeOnly.MinValue);
        var (flowRate, pressure) = (Missing(paths.Count * slotsPerDay), Missing(paths.Count * slotsPerDay));
        foreach (var row in paths.SelectMany(InputRow.ReadAll))
        {
            var slot = (int)(row.Time - start).TotalMinutes / interval;
            (flowRate[slot], pressure[slot]) = (row.FlowRate, row.Pressure);
        }

        var step = TimeSpan.FromMinutes(interval);
        return SensorSeries.Of(new MinuteSeries(start, step, flowRate), new MinuteSeries(start, step, pressure));
    }

    private static double[] Missing(int length)
    {
        var values = new double[length];
        Array.Fill(values, double.NaN);
        return values;
    }
}
