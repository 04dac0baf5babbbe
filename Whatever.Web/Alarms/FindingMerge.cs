using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Web.Domain;

namespace Whatever.Web.Alarms;

/// <summary>
/// Puts findings together where they are about the same and follow each other, while they are read. No more of them is kept than is shown.
/// </summary>
/// <param name="interval">Sampling interval, minutes.</param>
/// <param name="take">How many spans are shown: those that ended last.</param>
public sealed class FindingMerge(int interval, int take)
{
    /// <summary>A single reading that says otherwise, or is missing, does not part a span.</summary>
    private const int StepsToNext = 2;
    private readonly List<FindingSpan> shown = [];

    /// <summary>The earliest span of each cause and quantity, and how far back it is known.</summary>
    private readonly Dictionary<(AlarmCause Cause, int Quantity), (int Index, int From)> open = [];

    /// <summary>In order of their last minutes, newest first.</summary>
    public IReadOnlyList<FindingSpan> Shown => shown;

    /// <summary>Spans so far, those that are not shown among them.</summary>
    public int Count { get; private set; }

    /// <param name="found">Not after the one before.</param>
    public void Add(Finding found)
    {
        var (key, step) = ((found.Cause, found.QuantityCode), StepOf(found.Cause));
        if (open.TryGetValue(key, out var span) && span.From - found.Minute <= StepsToNext * step)
        {
            if (span.Index < take)
            {
                var later = shown[span.Index];
                shown[span.Index] = later with
                {
                    FromMinute = found.Minute,
                    Minutes = later.ToMinute - found.Minute + step,
                    Score = Math.Max(later.Score, found.Score),
                    Stage = found.Stage > later.Stage ? found.Stage : later.Stage,
                };
            }

            open[key] = (span.Index, found.Minute);
            return;
        }

        if (Count < take)
        {
            shown.Add(new FindingSpan(found.Cause, found.Quantity, found.Minute, found.Minute, step, found.Score, found.Stage));
        }

        open[key] = (Count++, found.Minute);
    }

    /// <summary>Whether nothing from that minute back can change what is shown.</summary>
    public bool IsCompleteAt(int minute) =>
        Count >= take && open.All(pair => pair.Value.Index >= take || pair.Value.From - minute > StepsToNext * StepOf(pair.Key.Cause));

    /// <summary>From one judgement to the next, minutes: a drift is looked for once an hour, the night once a day.</summary>
    private int StepOf(AlarmCause cause) =>
        cause == AlarmCause.Drift ? MinutesPer.Hour : cause.KindOf() == JudgementKind.NightFlow ? MinutesPer.Day : interval;
}
