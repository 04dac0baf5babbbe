using Whatever.Model.Outliers.Sequences;

namespace Whatever.Tests.Model.Outliers.Sequences;

/// <summary>Flow around 100 and pressure around 5 with noise, one seed, one series; events are put in by hand.</summary>
internal sealed class MadeUpSequence
{
    public const int FitRows = 400;
    private const double FlowNoise = 1;
    private const double PressureNoise = 0.05;

    /// <param name="rows">Length.</param>
    /// <param name="seed">Of the noise.</param>
    /// <param name="memory">0 for white noise, below 1 for noise with memory (AR 1) of the same spread.</param>
    public MadeUpSequence(int rows, int seed = 1, double memory = 0)
    {
        var random = new Random(seed);
        Flow = Noise(random, rows, memory, 100, FlowNoise);
        Pressure = Noise(random, rows, memory, 5, PressureNoise);
    }

    public double[] Flow { get; }

    public double[] Pressure { get; }

    public SequenceNormal Normal => SequenceNormal.Fit(Flow.AsSpan(0, FitRows), Pressure.AsSpan(0, FitRows))!;

    public static void Change(double[] values, int from, int count, Func<double, double> change)
    {
        for (var row = from; row < from + count; row++)
        {
            values[row] = change(values[row]);
        }
    }

    /// <summary>What is found after the rows of the fit; rows are those of the series.</summary>
    public List<SequenceEvent> FindEvents() =>
        [.. SequenceEvent.Find(Judge()).Select(found => found with { First = found.First + FitRows, Last = found.Last + FitRows })];

    public SequenceJudgement[] Judge() => SequenceDetector.Judge(Flow, Pressure, Normal, FitRows);

    private static double[] Noise(Random random, int rows, double memory, double mean, double spread)
    {
        var (values, state) = (new double[rows], 0.0);
        for (var row = 0; row < rows; row++)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            state = (memory * state) + (Math.Sqrt(1 - (memory * memory)) * normal);
            values[row] = mean + (spread * state);
        }

        return values;
    }
}
