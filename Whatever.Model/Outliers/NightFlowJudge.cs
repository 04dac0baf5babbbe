using Whatever.Model.Series;
using Whatever.Model.Statistics;

namespace Whatever.Model.Outliers;

/// <summary>
/// Watches the minimum night flow (IWA Water Loss Task Force; Farley and Trow 2003): between 01:00 and 05:00 people draw least, so what
/// flows is mostly lost. A step is told by two nights in a row far above those before, a slow rise by a one-sided cumulative sum (Page
/// 1954, Biometrika 41) of the last two weeks against the four weeks before. Both look at nights brought to the level of the days around
/// them, and measure them by how far the nights of this sensor differ from one to the next and wander from week to week. A leak flows all
/// day and every night alike: where the days did not rise with the nights, or the nights began to differ as far from each other as they
/// rose, water is drawn, not lost.
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

    /// <summary>Of a normal distribution the quartiles lie so many standard deviations apart.</summary>
    private const double QuartilesPerDeviation = 1.349;
    private const int NightsOfWeek = 7;

    /// <summary>A sum of many nights is moved by what wanders further than two nights in a row are.</summary>
    private const double WanderOfStep = 1.5;
    private const double WanderOfRise = 2.5;

    /// <summary>Nights that differ from each other by so many times as before, and by more than they rose, are drawn from.</summary>
    private const double ShareOfScatter = 1.5;

    /// <summary>The days of a leak rise by as much as its nights: by less than half of it, but for chance, is no leak's.</summary>
    private const double LeastDayShare = 0.5;
    private const double DeviationsOfDoubt = 1;
    private const int DaysForDoubt = 3;
    private const int HoursOfNight = 6;

    /// <summary>A slow rise that the days deny has to be twice as sure, one that they do not show somewhat more.</summary>
    private const double SureOfNightOnly = 0.5;
    private const double SureOfNights = 0.75;

    /// <param name="nights">In order of days, the newest last; nights that must not count as normal (confirmed leaks) are NaN.</param>
    /// <param name="legitimateUse">What people and works are known to draw at night, unit of the flow rate.</param>
    /// <param name="thresholds">Where the stages begin.</param>
    /// <param name="wander">How far a week's nights wander from those before without a leak: a standard deviation of
    /// <see cref="NightFlowFinding.Difference"/>, unit of the flow rate; 0 while it is not known.</param>
    /// <param name="isOpen">Whether an alarm of the nights is open: it is over when the nights are back, not when they might be.</param>
    public static NightFlowFinding Judge(
        IReadOnlyList<NightMinimum> nights, double legitimateUse, OutlierThresholds thresholds, double wander = 0, bool isOpen = false)
    {
        if (nights.Count == 0 || double.IsNaN(nights[^1].Flow))
        {
            return Nothing(Judgement.Without(NotJudgedReason.NoValue), double.NaN, legitimateUse);
        }

        var (newest, level) = (nights[^1].Flow, nights[^1].Level);
        var judged = nights.Skip(Math.Max(0, nights.Count - NightsJudged)).ToArray();
        var reference = nights.Take(nights.Count - judged.Length).TakeLast(NightsOfReference).ToArray();
        var before = reference.Select(night => night.Levelled).Where(double.IsFinite).ToArray();
        if (before.Length < NightsForJudgement)
        {
            return Nothing(Judgement.Without(NotJudgedReason.TooFewNights), newest, legitimateUse);
        }

        var usual = Robust.TrimmedMean(before);
        var deviation = Math.Max(
            DeviationOf([.. nights.Select(night => night.Levelled).Where(double.IsFinite)]), LeastShare * Math.Abs(usual) / 2);
        var flows = judged.Select(night => night.Levelled).Where(double.IsFinite).ToArray();
        var increase = Math.Max(0, Robust.Median(flows.AsSpan(Math.Max(0, flows.Length - NightsOfNow)..)) - usual);
        var step = StepScore(flows, usual, Math.Max(deviation, WanderOfStep * wander));
        var (days, doubt) = DaysOf(judged, reference);
        var isNightOnly = increase > 0 && days + doubt < LeastDayShare * increase * level;
        var sureness = isNightOnly ? SureOfNightOnly : days < LeastDayShare * increase * level ? SureOfNights : 1;
        var rise = AreDrawnFrom(flows, before, increase, isOpen ? NightsJudged : NightsOfWeek)
            ? 0
            : RiseScore(flows, usual, Math.Max(deviation, WanderOfRise * wander)) * sureness;
        var (z, shape) = step >= StepOfAlarm ? (step, NightFlowShape.Step) : (rise * StepOfAlarm / SumOfAlarm, NightFlowShape.SlowRise);
        return new NightFlowFinding(
            Judgement.Of(DecisionScore.Of(z, StepOfAlarm, thresholds), thresholds), z >= StepOfAlarm ? shape : NightFlowShape.None,
            usual * level, increase * level, Math.Max(0, newest - legitimateUse))
        {
            IsNightOnly = isNightOnly,
            DayIncrease = double.IsNaN(days) ? increase * level : days,
            LossPerDay = isNightOnly ? LossOfNights(judged, reference, increase * level) : increase * level * HoursPer.Day,
            Difference = Robust.Median(flows.AsSpan(Math.Max(0, flows.Length - NightsOfWeek)..)) - usual,
        };
    }

    /// <summary>
    /// The smaller of the last two nights, in deviations above what was usual, if the jump came between one night and the next.
    /// </summary>
    private static double StepScore(double[] flows, double usual, double deviation)
    {
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

    private static double RiseScore(double[] flows, double usual, double deviation)
    {
        var scores = flows.Select(flow => Deviations(flow, usual, deviation)).ToArray();
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

    /// <summary>
    /// Whether the last nights differ from each other by more than they rose, and further than they used to. Of what is told already more
    /// of them are asked: seven may do so by chance.
    /// </summary>
    private static bool AreDrawnFrom(double[] flows, double[] before, double increase, int nights)
    {
        var now = QuartilesPerDeviation * DeviationOf([.. flows.TakeLast(nights)]);
        return now > increase && now > ShareOfScatter * QuartilesPerDeviation * DeviationOf(before);
    }

    /// <summary>
    /// How much more the days of the last week have than those before, and what of it may be chance; NaN while it is not known.
    /// </summary>
    private static (double Increase, double Doubt) DaysOf(NightMinimum[] judged, NightMinimum[] reference)
    {
        var now = judged.TakeLast(NightsOfWeek).Select(night => night.DayMean).Where(double.IsFinite).ToArray();
        var before = reference.Select(night => night.DayMean).Where(double.IsFinite).ToArray();
        if (now.Length < DaysForDoubt || before.Length < NightsForJudgement)
        {
            return (double.NaN, double.NaN);
        }

        var mean = before.Average();
        var deviation = Math.Sqrt(before.Average(day => (day - mean) * (day - mean)));
        return (now.Average() - mean, DeviationsOfDoubt * deviation * Math.Sqrt((1.0 / now.Length) + (1.0 / before.Length)));
    }

    /// <summary>What the hours of the night have more, of the last nights; never more than a leak as high all day.</summary>
    private static double LossOfNights(NightMinimum[] judged, NightMinimum[] reference, double increase)
    {
        var now = judged.TakeLast(NightsOfNow).Select(night => night.NightMean).Where(double.IsFinite).ToArray();
        var before = reference.Select(night => night.NightMean).Where(double.IsFinite).ToArray();
        var more = now.Length == 0 || before.Length == 0 ? increase : Robust.Median(now) - Robust.TrimmedMean(before);
        return Math.Clamp(more * HoursOfNight, 0, increase * HoursPer.Day);
    }

    /// <summary>Where no night ever differed, such as none that has flow, any other one is infinitely far.</summary>
    private static double Deviations(double flow, double usual, double deviation) =>
        deviation > 0 ? (flow - usual) / deviation : flow.Equals(usual) ? 0 : Math.Sign(flow - usual) * double.PositiveInfinity;

    /// <summary>From night to night, so that a rise does not make itself look normal: 1.4826 MAD of the differences / √2.</summary>
    private static double DeviationOf(double[] flows)
    {
        var differences = flows.Skip(1).Zip(flows, (next, previous) => Math.Abs(next - previous)).ToArray();
        return differences.Length == 0 ? 0 : Robust.DeviationsPerMedian * Robust.Median(differences) / Math.Sqrt(2);
    }

    private static NightFlowFinding Nothing(Judgement judgement, double newest, double legitimateUse) =>
        new(judgement, NightFlowShape.None, double.NaN, 0, double.IsNaN(newest) ? double.NaN : Math.Max(0, newest - legitimateUse));
}
