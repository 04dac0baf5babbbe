using Whatever.Model.Outliers.Sequences;
using Whatever.Web.Readings.Csv;

namespace Whatever.Web.Commands;

/// <summary>The rows of a file as samples at its own step: where rows are missing for long there are samples without a value.</summary>
internal sealed class FileSequence
{
    private readonly List<int> rowOf = [];
    private readonly List<DateTime> times = [];

    /// <param name="rows">At least one.</param>
    public FileSequence(TimedRows rows)
    {
        Step = CommonStep(rows.Times);
        for (var row = 0; row < rows.Times.Length; row++)
        {
            if (row > 0)
            {
                AddGap(rows.Times[row - 1], rows.Times[row]);
            }

            rowOf.Add(row);
            times.Add(rows.Times[row]);
        }

        FlowRate = [.. rowOf.Select(row => row < 0 ? double.NaN : rows.FlowRate[row])];
        Pressure = [.. rowOf.Select(row => row < 0 ? double.NaN : rows.Pressure[row])];
    }

    /// <summary>The median time from one row to the next; zero of a single row.</summary>
    public TimeSpan Step { get; }

    public double[] FlowRate { get; }

    public double[] Pressure { get; }

    public IReadOnlyList<DateTime> Times => times;

    /// <summary>The row of each sample, -1 where the file has none.</summary>
    public IReadOnlyList<int> RowOf => rowOf;

    /// <summary>The sample of a row; of the row after the last one, how many samples there are.</summary>
    public int SampleOf(int row) => rowOf.IndexOf(row) is >= 0 and var sample ? sample : rowOf.Count;

    private static TimeSpan CommonStep(DateTime[] times)
    {
        var steps = times.Zip(times.Skip(1), (one, next) => next - one).Order().ToList();
        return steps.Count == 0 ? TimeSpan.Zero : steps[steps.Count / 2];
    }

    /// <summary>
    /// A second left out here and there is no gap. Of a long gap no more samples are made than a window holds, the last of them at its end:
    /// more would not change what is found, and a year without rows would fill the memory.
    /// </summary>
    private void AddGap(DateTime before, DateTime after)
    {
        var missing = (int)Math.Min(Math.Round((after - before) / Step) - 1, SequenceSettings.Window);
        for (var i = 1; missing >= SequenceSettings.Confirm && i <= missing; i++)
        {
            rowOf.Add(-1);
            times.Add(i < missing ? before + (i * Step) : after - Step);
        }
    }
}
