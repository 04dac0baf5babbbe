namespace Whatever.Model.Evaluation;

/// <summary>Adds up errors hour by hour.</summary>
public sealed class ErrorTally
{
    private const double Lower = 0.1;
    private const double Middle = 0.5;
    private const double Upper = 0.9;

    private double absolute;
    private double square;
    private double share;
    private double signed;
    private double pinball;
    private int zeros;
    private int banded;
    private int covered;

    /// <summary>Hours added.</summary>
    public int Hours { get; private set; }

    /// <summary>Adds an hour.</summary>
    /// <param name="actual">What was measured; not NaN.</param>
    /// <param name="p50">What was forecast; not NaN.</param>
    /// <param name="p10">Lower end of the band; NaN for none.</param>
    /// <param name="p90">Upper end of the band; NaN for none.</param>
    public void Add(double actual, double p50, double p10 = double.NaN, double p90 = double.NaN)
    {
        var error = p50 - actual;
        Hours++;
        absolute += Math.Abs(error);
        square += error * error;
        signed += error;
        if (actual == 0)
        {
            zeros++;
        }
        else
        {
            share += Math.Abs(error / actual);
        }

        if (!double.IsNaN(p10 + p90))
        {
            banded++;
            covered += p10 <= actual && actual <= p90 ? 1 : 0;
            pinball += (Pinball(Lower, actual - p10) + Pinball(Middle, actual - p50) + Pinball(Upper, actual - p90)) / 3;
        }
    }

    /// <summary>The figures of all hours so far.</summary>
    public ErrorFigures ToFigures() => new(
        Hours, Mean(absolute, Hours), Math.Sqrt(Mean(square, Hours)), 100 * Mean(share, Hours - zeros), zeros, Mean(signed, Hours),
        banded > 0 ? covered / (double)banded : null, banded > 0 ? pinball / banded : null);

    private static double Mean(double sum, int count) => count > 0 ? sum / count : double.NaN;

    private static double Pinball(double quantile, double above) => Math.Max(quantile * above, (quantile - 1) * above);
}
