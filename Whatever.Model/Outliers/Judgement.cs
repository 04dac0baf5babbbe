namespace Whatever.Model.Outliers;

/// <summary>Why nothing was judged.</summary>
public enum NotJudgedReason
{
    /// <summary>There is a judgement.</summary>
    None = 0,

    /// <summary>Nothing was measured.</summary>
    NoValue = 1,

    /// <summary>Fewer than <see cref="NormalCriteria.MinimumReadings"/> usable readings to judge by.</summary>
    TooFewReadings = 2,

    /// <summary>There is no forecast for this hour.</summary>
    NoForecast = 3,

    /// <summary>The forecast of this hour has no band.</summary>
    NoBand = 4,

    /// <summary>Fewer nights than are needed to know what is normal.</summary>
    TooFewNights = 5,

    /// <summary>Flow and pressure of this sensor do not follow each other closely enough.</summary>
    NoRelation = 6,

    /// <summary>The sensor reports too seldom for this judgement.</summary>
    TooCoarse = 7,

    /// <summary>The sensor is at fault: what it says is not believed.</summary>
    SensorFault = 8,

    /// <summary>Nothing was judged yet.</summary>
    NotYet = 9,
}

/// <summary>What one kind of judgement says of one minute, night or hour.</summary>
/// <param name="Score">0..100; NaN without a judgement.</param>
/// <param name="Stage">Normal without a judgement.</param>
/// <param name="Reason">Why there is no judgement, or None.</param>
public readonly record struct Judgement(double Score, OutlierStage Stage, NotJudgedReason Reason)
{
    /// <summary>Nothing wrong.</summary>
    public static Judgement Fine { get; } = new(0, OutlierStage.Normal, NotJudgedReason.None);

    /// <summary>Nothing can be said.</summary>
    /// <param name="reason">Why.</param>
    public static Judgement Without(NotJudgedReason reason) => new(double.NaN, OutlierStage.Normal, reason);

    /// <summary>A score of 0..100 and the stage that it falls into.</summary>
    /// <param name="score">0..100.</param>
    /// <param name="thresholds">Where the stages begin.</param>
    public static Judgement Of(double score, OutlierThresholds thresholds) => new(score, thresholds.StageOf(score), NotJudgedReason.None);
}
