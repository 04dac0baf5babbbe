using Whatever.Model.Outliers;

namespace Whatever.Model.Alarms.Monitor;

/// <summary>What the remembered nights say: to the monitor when one is over, and to those who ask between two of them.</summary>
public static class NightReview
{
    /// <summary>The newest night against those before it, as the monitor judges it.</summary>
    /// <param name="memory">The nights, the newest last; they are not changed.</param>
    /// <param name="legitimateUse">What people and works are known to draw at night, unit of the flow rate.</param>
    /// <param name="isOpen">Whether an alarm of the nights is open.</param>
    public static NightFlowFinding Of(NightMemory memory, double legitimateUse, bool isOpen = false) =>
        NightFlowJudge.Judge(
            NightTracker.ForJudgement(memory), legitimateUse, MonitorRules.Scale, NightTracker.WanderOf(memory), isOpen);

    /// <summary>How many nights are known of the <see cref="NightFlowJudge.NightsNeeded"/> that a verdict needs.</summary>
    /// <param name="memory">The nights.</param>
    public static int KnownNights(NightMemory memory)
    {
        var nights = NightTracker.ForJudgement(memory);
        var judged = Math.Min(nights.Count, NightFlowJudge.NightsJudged);
        return judged + nights.Take(nights.Count - judged).TakeLast(NightFlowJudge.NightsOfReference)
            .Count(night => double.IsFinite(night.Flow));
    }
}
