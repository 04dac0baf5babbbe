using Whatever.Model.Statistics;

namespace Whatever.Model.Outliers;

/// <summary>The lowest flow of one night.</summary>
/// <param name="Day">The day whose morning it was.</param>
/// <param name="Flow">Lowest mean of a rolling hour between 01:00 and 05:00, unit of the flow rate; NaN where the night was not measured
/// enough.</param>
/// <param name="Level">Flow of the last daytimes as a share of what is normal for them: a season lifts days and nights alike, a leak above
/// all the nights.</param>
public readonly record struct NightMinimum(DateOnly Day, double Flow, double Level = 1)
{
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
    private const double HoursPerDay = 24;

    /// <summary>Water that the increase loses, unit of the flow rate times a day: m³/day for m³/h.</summary>
    public double LossPerDay => Increase * HoursPerDay;

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

/// <summary>
/// Watches the minimum night flow (IWA Water Loss Task Force; Farley and Trow 2003): between 01:00 and 05:00 people draw least, so what
/// flows is mostly lost. A step is told by two nights in a row far above those before, a slow rise by a one-sided cumulative sum (Page
/// 1954, Biometrika 41) of the last two weeks against the four weeks before. Both look at nights brought to the level of the days around
/// them.
/// </summary>
public static class NightFlowJudge
{
    /// <summary>Nights that tell what is usual.</summary>
    public const int NightsOfReference = 28;

    /// <summary>Nights over which a slow rise is summed.</summary>
    public const int NightsJudged = 14;

    /// <summary>Nights that have to be known before there is a judgement: those that are judged, and these many before them.</summary>
    public const int NightsNeeded = NightsJudged + NightsForJudgement;

    private const int NightsForJudgement = 10;
    private const double Slack = 0.6;
    private const double SumOfAlarm = 4;
    private const double StepOfAlarm = 4;
    private const double LeastShare = 0.02;

    /// <summary>No single night is a slow rise, however much somebody drew in it.</summary>
    private const double MostOfANight = 3.4;

    /// <summary>What rose is high now: the middle one of the last nights, deviations.</summary>
    private const double LeastOfNow = 0.6;
    private const int NightsOfNow = 3;

    /// <param name="nights">In order of days, the newest last; nights that must not count as normal (confirmed leaks) are NaN.</param>
    /// <param name="legitimateUse">What people and works are known to draw at night, unit of the flow rate.</param>
    /// <param name="thresholds">Where the stages begin.</param>
    public static NightFlowFinding Judge(IReadOnlyList<NightMinimum> nights, double legitimateUse, OutlierThresholds thresholds)
    {
        if (nights.Count == 0 || double.IsNaN(nights[^1].Flow))
        {
            return Nothing(Judgement.Without(NotJudgedReason.NoValue), double.NaN, legitimateUse);
        }

        var (newest, level) = (nights[^1].Flow, nights[^1].Level);
        var judged = nights.Skip(Math.Max(0, nights.Count - NightsJudged)).ToArray();
        var before = nights.Take(nights.Count - judged.Length).TakeLast(NightsOfReference).Select(night => night.Levelled)
            .Where(double.IsFinite).ToArray();
        if (before.Length < NightsForJudgement)
        {
            return Nothing(Judgement.Without(NotJudgedReason.TooFewNights), newest, legitimateUse);
        }

        var usual = Robust.TrimmedMean(before);
        var deviation = Math.Max(DeviationOf(nights), LeastShare * Math.Abs(usual) / 2);
        var step = StepScore(judged, usual, deviation);
        var rise = RiseScore(judged, usual, deviation);
        var (z, shape) = step >= StepOfAlarm ? (step, NightFlowShape.Step) : (rise * StepOfAlarm / SumOfAlarm, NightFlowShape.SlowRise);
        var increase = Math.Max(
            0, Robust.Median([.. judged.TakeLast(NightsOfNow).Select(night => night.Levelled).Where(double.IsFinite)]) - usual);
        var judgement = Judgement.Of(DecisionScore.Of(z, StepOfAlarm, thresholds), thresholds);
        return new NightFlowFinding(
            judgement, z >= StepOfAlarm ? shape : NightFlowShape.None, usual * level, increase * level,
            Math.Max(0, newest - legitimateUse));
    }

    /// <summary>
    /// The smaller of the last two nights, in deviations above what was usual, if the jump came between one night and the next.
    /// </summary>
    private static double StepScore(NightMinimum[] judged, double usual, double deviation)
    {
        var flows = judged.Select(night => night.Levelled).Where(double.IsFinite).ToArray();
        if (flows.Length < 3)
        {
            return 0;
        }

        var last = Math.Min(flows[^1], flows[^2]);
        var largestJump = 0.0;
        for (var i = 1; i < flows.Length; i++)
        {
            largestJump = Math.Max(largestJump, flows[i] - flows[i - 1]);
        }

        // A slow rise comes as far without any single night to blame.
        return last > usual && largestJump >= 0.6 * (last - usual) ? Deviations(last, usual, deviation) : 0;
    }

    private static double RiseScore(NightMinimum[] judged, double usual, double deviation)
    {
        var scores = judged.Where(night => double.IsFinite(night.Flow)).Select(night => Deviations(night.Levelled, usual, deviation))
            .ToArray();
        if (Robust.Median(scores.AsSpan(Math.Max(0, scores.Length - NightsOfNow)..)) < LeastOfNow)
        {
            // It was repaired, or was none: the sum takes as many nights to forget as it took to grow.
            return 0;
        }

        var sum = 0.0;
        foreach (var score in scores)
        {
            sum = Math.Max(0, sum + Math.Min(MostOfANight, score) - Slack);
        }

        return sum;
    }

    /// <summary>Where no night ever differed, such as none that has flow, any other one is infinitely far.</summary>
    private static double Deviations(double flow, double usual, double deviation) =>
        deviation > 0 ? (flow - usual) / deviation : flow.Equals(usual) ? 0 : Math.Sign(flow - usual) * double.PositiveInfinity;

    /// <summary>From night to night, so that a rise does not make itself look normal: 1.4826 MAD of the differences / √2.</summary>
    private static double DeviationOf(IReadOnlyList<NightMinimum> nights)
    {
        var flows = nights.Select(night => night.Levelled).Where(double.IsFinite).ToArray();
        var differences = flows.Skip(1).Zip(flows, (next, previous) => Math.Abs(next - previous)).ToArray();
        return differences.Length == 0 ? 0 : Robust.DeviationsPerMedian * Robust.Median(differences) / Math.Sqrt(2);
    }

    private static NightFlowFinding Nothing(Judgement judgement, double newest, double legitimateUse) =>
        new(judgement, NightFlowShape.None, double.NaN, 0, double.IsNaN(newest) ? double.NaN : Math.Max(0, newest - legitimateUse));
}
