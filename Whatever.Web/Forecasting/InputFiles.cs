using System.Globalization;
using System.Text;
using Whatever.Model.Files;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Forecasting;

/// <summary>
/// The hand-over between storage and model: <c>Input/{sensor}/{day}.csv</c>, <c>time,flow_rate,pressure</c>, a row a minute in local time
/// and in the order of time: an hour that the clock skips has no rows, one that it shows twice has them twice. A model outside this program
/// can read the same files.
/// </summary>
public sealed class InputFiles(DataFolder folder)
{
    public const string Header = "time,flow_rate,pressure";

    /// <summary>Mostly.</summary>
    private const int RowLength = 64;

    public string PathOf(string sensorId, DateOnly day) => Path.Combine(folder.Input(sensorId), $"{WireTime.WriteDay(day)}.csv");

    /// <summary>Every minute has a row; a missing value is an empty field.</summary>
    public string Write(string sensorId, WallClockDay day)
    {
        var text = new StringBuilder(Header, RowLength * (day.Times.Length + 1)).Append('\n');
        for (var slot = 0; slot < day.Times.Length; slot++)
        {
            text.Append(WireTime.Write(day.Times[slot])).Append(',').Append(Number(day.FlowRate[slot])).Append(',')
                .Append(Number(day.Pressure[slot])).Append('\n');
        }

        var (path, bytes) = (PathOf(sensorId, day.Day), Encoding.UTF8.GetBytes(text.ToString()));
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
        {
            // Of a week of days that are looked at, six were written yesterday.
            AtomicFile.WriteBytes(path, bytes);
        }

        return path;
    }

    private static string Number(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Parses the files back into times and values, one series per quantity over all the days.</summary>
    public static IReadOnlyDictionary<Quantity, MinuteSeries> Read(IReadOnlyList<string> paths, DateOnly firstDay, int interval)
    {
        var start = firstDay.ToDateTime(TimeOnly.MinValue);
        var rows = paths.SelectMany(InputRow.ReadAll).ToList();
        var slots = paths.Count * MinutesPer.Day / interval;
        var (flowRate, pressure) = (Missing(slots), Missing(slots));
        foreach (var row in rows)
        {
            // Of a time that stands twice the first one counts, as on every other day of the series.
            var slot = (int)(row.Time - start).TotalMinutes / interval;
            SetIfEmpty(flowRate, slot, row.FlowRate);
            SetIfEmpty(pressure, slot, row.Pressure);
        }

        var change = FindChange(rows, start, interval);
        MinuteSeries Series(double[] values, Func<InputRow, double> value) => new(start, TimeSpan.FromMinutes(interval), values)
        {
            Change = change is not { } last ? null : new ClockChange(last.At, [.. rows.Take(last.Row).Select(value)]),
        };
        return SensorSeries.Of(Series(flowRate, row => row.FlowRate), Series(pressure, row => row.Pressure));
    }

    /// <summary>The last place where the rows do not go on by a step: the clock skipped an hour, or showed one twice.</summary>
    /// <returns>The first time after it that stands but once, and its row; null where there is none.</returns>
    private static (DateTime At, int Row)? FindChange(List<InputRow> rows, DateTime start, int interval)
    {
        var (found, expected) = (((DateTime, int)?)null, start);
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Time > expected)
            {
                found = (rows[i].Time, i);
            }
            else if (rows[i].Time < expected)
            {
                found = (expected, i + (int)((expected - rows[i].Time).TotalMinutes / interval));
            }

            expected = rows[i].Time.AddMinutes(interval);
        }

        return found;
    }

    private static double[] Missing(int length)
    {
        var values = new double[length];
        Array.Fill(values, double.NaN);
        return values;
    }

    private static void SetIfEmpty(double[] slots, int slot, double value)
    {
        if (slot >= 0 && slot < slots.Length && double.IsNaN(slots[slot]))
        {
            slots[slot] = value;
        }
    }
}
