using Whatever.Model.Networks;

namespace Whatever.Model.Forecasting.Residual;

/// <summary>Networks that forecast the same hours; their mean counts.</summary>
/// <param name="FromHour">First hour after the origin that they forecast, 0..167.</param>
/// <param name="ToHour">The hour after the last one, at most 168.</param>
/// <param name="Weight">Share of their mean that is added to the baseline, 0..1: 0 leaves the baseline alone.</param>
/// <param name="Members">Each of <paramref name="ToHour"/> - <paramref name="FromHour"/> outputs; alike but for the seed.</param>
public sealed record ResidualPart(int FromHour, int ToHour, double Weight, IReadOnlyList<LstmNetwork> Members)
{
    /// <summary>Hours that are forecast.</summary>
    public int Hours => ToHour - FromHour;
}

/// <summary>How far from the forecast a tenth of the values lay below and above on held-back days, in scales of the residual.</summary>
/// <param name="Lower">Shape (168), by hour after the origin.</param>
/// <param name="Upper">Shape (168).</param>
public sealed record ResidualBand(IReadOnlyList<double> Lower, IReadOnlyList<double> Upper);
