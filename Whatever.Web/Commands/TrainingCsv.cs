using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;
using Whatever.Web.Storage;

namespace Whatever.Web.Commands;

/// <summary>Reads what a model is trained or judged on: a file on its own wall clock, because zones do not matter to a model.</summary>
public static class TrainingCsv
{
    /// <summary>The file minute by minute.</summary>
    /// <exception cref="CommandFailedException">It holds nothing of the quantity, or mostly less than a value a minute.</exception>
    public static MinuteSeries Load(string path, Quantity quantity)
    {
        var (columns, values) = Read(path, quantity);
        var common = CommonStep(columns.Minutes.Where((_, row) => !double.IsNaN(values[row])));
        return common <= 1 ? ToSeries(columns.Minutes, values, 1)
            : throw new CommandFailedException(
                new Problem("train.not-minutes", path, common));
    }

    /// <summary>
    /// The file at its own step: the smallest of <see cref="Sensor.SamplingIntervals"/> that holds the commonest time from one row to the
    /// next.
    /// </summary>
    /// <exception cref="CommandFailedException">It holds nothing of the quantity, or less than a row an hour.</exception>
    public static MinuteSeries LoadAtItsStep(string path, Quantity quantity)
    {
        var (columns, values) = Read(path, quantity);
        var common = CommonStep(columns.Minutes);
        return Sensor.SamplingIntervals.FirstOrDefault(interval => interval >= common) is > 0 and var step
            ? ToSeries(columns.Minutes, values, step) with { Other = ToSeries(columns.Minutes, OtherThan(values, columns), step) }
            : throw new CommandFailedException(new Problem("train.too-sparse", path, common));
    }

    /// <summary>For a model that looks at both quantities.</summary>
    private static double[] OtherThan(double[] values, ReadingColumns columns) =>
        ReferenceEquals(values, columns.FlowRate) ? columns.Pressure : columns.FlowRate;

    /// <returns>The commonest time from one to the next, the shorter one of two; 0 where there is but one.</returns>
    private static int CommonStep(IEnumerable<int> minutes) =>
        minutes.Zip(minutes.Skip(1), (first, second) => second - first).CountBy(step => step).OrderBy(pair => -pair.Value)
            .ThenBy(pair => pair.Key).FirstOrDefault().Key;

    private static (ReadingColumns Columns, double[] Values) Read(string path, Quantity quantity)
    {
        var choices = new PlanChoices { TimeZone = "UTC", ValueQuantity = quantity };
        var columns = CsvReadingsParser.Parse(path, PlanContext.WithoutSensor(choices)).Columns;
        var values = quantity == Quantity.FlowRate ? columns.FlowRate : columns.Pressure;
        return columns.Count == 0 || values.All(double.IsNaN)
            ? throw new CommandFailedException(new Problem("train.no-value", path, quantity.ToWireName()))
            : (columns, values);
    }

    /// <summary>Each slot is the mean of what was measured in it; the first begins on a whole step of the clock.</summary>
    private static MinuteSeries ToSeries(int[] minutes, double[] values, int step)
    {
        var first = minutes[0] - (minutes[0] % step);
        var sums = new double[((minutes[^1] - first) / step) + 1];
        var counts = new int[sums.Length];
        for (var i = 0; i < minutes.Length; i++)
        {
            if (!double.IsNaN(values[i]))
            {
                var slot = (minutes[i] - first) / step;
                sums[slot] += values[i];
                counts[slot]++;
            }
        }

        var start = DateTime.SpecifyKind(StationClock.InstantOf(first).DateTime, DateTimeKind.Unspecified);
        return new MinuteSeries(
            start, TimeSpan.FromMinutes(step), [.. sums.Zip(counts, (sum, count) => count > 0 ? sum / count : double.NaN)]);
    }
}
