using Whatever.Model.Series;

namespace Whatever.Model.Outliers.Sequences;

/// <summary>
/// Judges a short series without a weekly history, sample by sample and without looking ahead: faults of the sensor (no data, stuck, spike,
/// out of the learned range) and a level that leaves the normal one (high, low, or a burst: flow up while pressure is down).
/// </summary>
public sealed class SequenceDetector
{
    private const int Flow = 0;
    private const int Pressure = 1;
    private static readonly Quantity[] Quantities = [Quantity.FlowRate, Quantity.Pressure];

    private readonly ChannelTracker?[] channels;
    private readonly EventTracker level = new();
    private (AlarmCause Cause, Quantity Quantity) levelCause;

    private SequenceDetector(SequenceNormal normal) =>
        channels =
        [
            normal.FlowRate is { } flow ? new ChannelTracker(flow) : null,
            normal.Pressure is { } pressure ? new ChannelTracker(pressure) : null,
        ];

    /// <summary>Judges every row from one on.</summary>
    /// <param name="flowRate">Shape (n), one value a step; NaN is missing.</param>
    /// <param name="pressure">Shape (n), of the same rows.</param>
    /// <param name="normal">What it is compared with.</param>
    /// <param name="from">The first row to judge, 0..n: rows before it only give the level its past.</param>
    /// <returns>Shape (n - from).</returns>
    /// <exception cref="ArgumentException">The quantities differ in length, or <paramref name="from"/> lies outside them.</exception>
    public static SequenceJudgement[] Judge(
        ReadOnlySpan<double> flowRate, ReadOnlySpan<double> pressure, SequenceNormal normal, int from = 0)
    {
        if (flowRate.Length != pressure.Length || from < 0 || from > flowRate.Length)
        {
            throw new ArgumentException(
                $"{flowRate.Length} values of flow and {pressure.Length} of pressure from {from} on, expected as many of both and a row "
                    + "among them.");
        }

        var detector = new SequenceDetector(normal);
        var judgements = new SequenceJudgement[flowRate.Length - from];
        for (var row = 0; row < flowRate.Length; row++)
        {
            detector.channels[Flow]?.Add(flowRate[row], row >= from);
            detector.channels[Pressure]?.Add(pressure[row], row >= from);
            if (row >= from)
            {
                judgements[row - from] = detector.JudgeRow();
            }
        }

        return judgements;
    }

    private SequenceJudgement JudgeRow()
    {
        // A level still hangs over from before where the value is missing: it must neither begin nor end anything.
        level.Add([DeviationsOf(channels[Flow]), DeviationsOf(channels[Pressure])]);
        var levelThresholds = double.IsNaN(level.Largest) ? 0 : level.Largest / SequenceSettings.Raise;
        var thresholds = Math.Max(
            levelThresholds, Math.Max(channels[Flow]?.FaultThresholds ?? 0, channels[Pressure]?.FaultThresholds ?? 0));
        if (FindCause() is var (cause, quantity))
        {
            var score = Math.Max(OutlierThresholds.Default.Interest, SequenceJudgement.ScoreOf(thresholds));
            return new SequenceJudgement(score, OutlierThresholds.Default.StageOf(score), cause, quantity, SequenceNotJudgedReason.None);
        }

        return channels.Any(channel => channel?.HasValue == true)
            ? double.IsNaN(level.Largest)
                ? Without(SequenceNotJudgedReason.TooFewValues)
                : new SequenceJudgement(
                    SequenceJudgement.ScoreOf(thresholds), OutlierStage.Normal, null, null, SequenceNotJudgedReason.None)
            : Without(SequenceNotJudgedReason.NoValue);
    }

    private static double DeviationsOf(ChannelTracker? channel) => channel?.HasValue == true ? channel.Deviations : double.NaN;

    private static SequenceJudgement Without(SequenceNotJudgedReason reason) => new(double.NaN, OutlierStage.Normal, null, null, reason);

    /// <summary>
    /// A burst before faults of a sensor, as two sensors do not fail in just that way at once; those before a level, which they explain.
    /// </summary>
    private (AlarmCause Cause, Quantity? Quantity)? FindCause()
    {
        if (level.IsRaised && !double.IsNaN(level.Largest))
        {
            var larger = Math.Abs(level.Distance[Pressure]).Equals(level.Largest) ? Pressure : Flow;
            levelCause = (level.Distance[larger] > 0 ? AlarmCause.High : AlarmCause.Low, Quantities[larger]);
        }

        return SideOf(Flow) > 0 && SideOf(Pressure) < 0 ? (AlarmCause.Burst, null)
            : FaultOf(Flow) ?? FaultOf(Pressure) ?? (level.IsRaised ? (levelCause.Cause, levelCause.Quantity) : null);
    }

    private (AlarmCause Cause, Quantity? Quantity)? FaultOf(int channel) =>
        channels[channel]?.Fault is { } fault ? (fault, Quantities[channel]) : null;

    /// <summary>1 above, -1 below, 0 where it is not known to be either.</summary>
    private int SideOf(int channel) =>
        channels[channel] is { OutSide: not 0 } tracker ? tracker.OutSide
        : level.IsRaised && Math.Abs(level.Distance[channel]) > SequenceSettings.Raise ? Math.Sign(level.Distance[channel])
        : 0;
}
