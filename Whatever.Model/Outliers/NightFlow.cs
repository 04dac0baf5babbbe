namespace Whatever.Model.Outliers;

/// <summary>The lowest flow of one night.</summary>
/// <param name="Day">The day whose morning it was.</param>
/// <param name="Flow">Lowest mean of a rolling hour between 01:00 and 05:00, unit of the flow rate; NaN where the night was not measured
/// enough.</param>
/// <param name="Level">Flow of the last daytimes as a share of what is normal for them: a season lifts days and nights alike, a leak above
/// all the nights.</param>
public readonly record struct NightMinimum(DateOnly Day, double Flow, double Level = 1)
{
    /// <summary>Mean flow of the hours of the night, midnight to 05:00, unit of the flow rate; NaN where it is not known.</summary>
    public double NightMean { get; init; } = double.NaN;

    /// <summary>Mean flow of the daytime before it, from 06:00 on, unit of the flow rate; NaN where it is not known.</summary>
    public double DayMean { get; init; } = double.NaN;

    /// <summary>The flow that the night would have had at the normal level.</summary>
    internal double Levelled => Flow / Level;
}

/// <summary>What the nights say.</summary>
/// <param name="Judgement">Score, stage, or why there is none.</param>
/// <param name="Shape">Step or slow rise; None where nothing is wrong.</param>
/// <param name="Usual">The night flow of before, unit of the flow rate.</param>
/// <param name="Increase">How much more it is now, unit of the flow rate; 0 or more.</param>
/// <param name="NetNightFlow">The night's flow less the allowance for legitimate use, unit of the flow rate.</param>
public readonly record struct NightFlowFinding(
    Judgement Judgement, NightFlowShape Shape, double Usual, double Increase, double NetNightFlow)
{
    /// <summary>
    /// Water that the increase comes to, unit of the flow rate times hours: m³/day for m³/h. Of a leak, which flows all day, the increase
    /// times 24; where only the nights rose, what the hours of the night have more.
    /// </summary>
    public double LossPerDay { get; init; }

    /// <summary>The nights rose and the days did not: water that is drawn at night, such as for filling tanks or for irrigation.</summary>
    public bool IsNightOnly { get; init; }

    /// <summary>How much more flows by day than over the weeks before, mean of the last days, unit of the flow rate; it may be negative.
    /// <see cref="Increase"/> where it is not known.</summary>
    public double DayIncrease { get; init; }

    /// <summary>
    /// The middle one of the last seven nights less the usual one, both at the normal level, unit of the flow rate; it may be negative, and
    /// is NaN where it is not known. How far it wanders from week to week is how far nights wander without a leak.
    /// </summary>
    public double Difference { get; init; } = double.NaN;

    /// <summary>What <see cref="LossPerDay"/> costs.</summary>
    /// <param name="pricePerUnit">Money per m³.</param>
    public double CostPerDay(double pricePerUnit) => CostPerDay(LossPerDay, pricePerUnit);

    /// <summary>What a day's loss costs.</summary>
    /// <param name="lossPerDay">m³.</param>
    /// <param name="pricePerUnit">Money per m³.</param>
    public static double CostPerDay(double lossPerDay, double pricePerUnit) => lossPerDay * pricePerUnit;
}

/// <summary>How the night flow went up.</summary>
public enum NightFlowShape
{
    /// <summary>It did not.</summary>
    None = 0,

    /// <summary>From one night to the next.</summary>
    Step = 1,

    /// <summary>Night by night.</summary>
    SlowRise = 2,
}
