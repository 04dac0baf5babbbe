using MathNet.Numerics;

namespace Whatever.Model.Outliers;

/// <summary>What was forecast for an hour.</summary>
/// <param name="Value">Mean of the hour.</param>
/// <param name="P10">A tenth is expected below; NaN without a band.</param>
/// <param name="P90">A tenth is expected above; NaN without a band.</param>
public readonly record struct ForecastBand(double Value, double P10, double P90)
{
    /// <summary>No forecast at all.</summary>
    public static ForecastBand None { get; } = new(double.NaN, double.NaN, double.NaN);
}

/// <summary>Judges a value against its own forecast.</summary>
public static class ForecastJudge
{
    /// <summary>Of a standard normal a tenth lies above.</summary>
    private const double ZOfP90 = 1.2815515655446004;

    /// <summary>Deviations whose score is where the stage Serious begins by default, 99 % of a normal distribution.</summary>
    internal const double SeriousDeviation = 2.5758293035489;

    /// <summary>
    /// z = (x - forecast) / sd, the side's half of the band taken as 1.2816 standard deviations, so that an asymmetric band stays one. NaN
    /// where there is nothing to set the value against.
    /// </summary>
    /// <param name="value">Measured.</param>
    /// <param name="band">Forecast.</param>
    public static double Residual(double value, ForecastBand band)
    {
        var half = value >= band.Value ? band.P90 - band.Value : band.Value - band.P10;
        return half > 0 ? (value - band.Value) * ZOfP90 / half : double.NaN;
    }

    /// <summary>Score 100 |2 Φ(z) - 1| with <see cref="Residual"/> as z, and the stage it falls into.</summary>
    /// <param name="value">Measured; NaN where nothing was.</param>
    /// <param name="band">Forecast.</param>
    /// <param name="thresholds">Where the stages begin.</param>
    public static Judgement Judge(double value, ForecastBand band, OutlierThresholds thresholds)
    {
        if (double.IsNaN(value))
        {
            return Judgement.Without(NotJudgedReason.NoValue);
        }

        if (double.IsNaN(band.Value))
        {
            return Judgement.Without(NotJudgedReason.NoForecast);
        }

        var z = Residual(value, band);
        return double.IsNaN(z)
            ? Judgement.Without(NotJudgedReason.NoBand)
            : Judgement.Of(ScoreOf(z), thresholds);
    }

    /// <summary>The score of a deviation, 0..100; NaN gives NaN.</summary>
    internal static double ScoreOf(double z) => 100 * SpecialFunctions.Erf(Math.Abs(z) / Constants.Sqrt2);
}
