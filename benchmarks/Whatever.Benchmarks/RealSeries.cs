using Whatever.Model.Series;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;

namespace Whatever.Benchmarks;

/// <summary>
/// Readings of one sensor on a regular grid, from a file in the product's own format; the wall clock is taken as it stands.
/// </summary>
/// <param name="Start">Of the first value, minutes since 1970-01-01T00:00.</param>
/// <param name="Interval">From one value to the next, minutes.</param>
/// <param name="FlowRate">Shape (n); NaN where nothing was measured.</param>
/// <param name="Pressure">Shape (n); NaN where nothing was measured.</param>
internal sealed record RealSeries(int Start, int Interval, double[] FlowRate, double[] Pressure)
{
    private static readonly int[] Intervals = [1, 5, 10, 15, 60];

    public int End => Start + (FlowRate.Length * Interval);

    public static RealSeries Load(string path)
    {
        var columns = CsvReadingsParser.Parse(path, PlanContext.WithoutSensor()).Columns;
        var (minutes, count) = (columns.Minutes, columns.Count);
        var distances = Enumerable.Range(1, count - 1).Select(i => minutes[i] - minutes[i - 1]).Where(distance => distance > 0)
            .Order().ToArray();
        var interval = Intervals.Last(known => known <= distances[distances.Length / 2]);
        var start = minutes[0] / interval * interval;
        var slots = ((minutes[count - 1] - start) / interval) + 1;
        var (flow, pressure) = (Empty(slots), Empty(slots));
        for (var i = 0; i < count; i++)
        {
            var slot = (minutes[i] - start) / interval;
            (flow[slot], pressure[slot]) = (columns.FlowRate[i], columns.Pressure[i]);
        }

        return new RealSeries(start, interval, flow, pressure);
    }

    public int SlotOf(int minute) => Math.Clamp((minute - Start) / Interval, 0, FlowRate.Length);

    /// <summary>Hours from the midnight of the first day on.</summary>
    public MinuteSeries ToHours(double[] values)
    {
        var start = DateTime.UnixEpoch.AddMinutes(Start);
        var missing = (int)(start - start.Date).TotalMinutes / Interval;
        return new MinuteSeries(
            DateTime.SpecifyKind(start.Date, DateTimeKind.Unspecified), TimeSpan.FromMinutes(Interval),
            [.. Enumerable.Repeat(double.NaN, missing), .. values]).ToHours();
    }

    public double MeanFlow => FlowRate.Where(double.IsFinite).Average();

    /// <summary>The same with more flow, a share of the mean, from some minutes on.</summary>
    public RealSeries With(IReadOnlyList<int> begins, int minutes, double share)
    {
        var flow = (double[])FlowRate.Clone();
        var more = share * MeanFlow;
        foreach (var begin in begins)
        {
            for (var slot = SlotOf(begin); slot < SlotOf(begin + minutes); slot++)
            {
                flow[slot] += more;
            }
        }

        return Pressure.Any(double.IsFinite) ? (this with { FlowRate = flow }).WithPressure() : this with { FlowRate = flow };
    }

    /// <summary>A pressure that falls with the square of the flow: 6 bar at rest, 5 at the mean flow.</summary>
    public RealSeries WithPressure()
    {
        var (random, mean) = (new Random(1), MeanFlow);
        return this with
        {
            Pressure = Array.ConvertAll(
                FlowRate, flow => 6 - (flow / mean * flow / mean) + (0.02 * MathNet.Numerics.Distributions.Normal.Sample(random, 0, 1))),
        };
    }

    public static int MinuteOf(DateTime local) => (int)((local - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMinute);

    private static double[] Empty(int slots)
    {
        var values = new double[slots];
        Array.Fill(values, double.NaN);
        return values;
    }
}
