using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Monitoring;

/// <summary>Judges stored rows value by value, and says which of them the target hears of. Nothing is stored yet.</summary>
internal sealed class ValueStage(StationDbContext db, AlertPolicy policy, DateTimeOffset now)
{
    /// <summary>
    /// A stage older than a week is not gone on from, so that a quantity that is never measured is not searched for in a year of minutes.
    /// </summary>
    private const int LookBackMinutes = 7 * 1440;

    /// <summary>Judges the stale minutes of a sensor.</summary>
    /// <param name="sensor">Whose.</param>
    /// <param name="judges">Of the quantities that can be judged.</param>
    /// <param name="readings">Its readings.</param>
    /// <param name="spans">Those that wait.</param>
    public ValueOutcome Run(
        Sensor sensor, IReadOnlyList<QuantityJudge> judges, SensorReadings readings, IReadOnlyCollection<StaleSpan> spans)
    {
        var outcome = new ValueOutcome(DetectionReport.NothingFor(sensor.Id));
        var isTold = TellsOf(spans, now);
        foreach (var (range, of) in RangesOf(judges, spans))
        {
            Judge(sensor, of, readings.Rows(range.From, range.To), range.From, isTold, outcome);
        }

        return outcome;
    }

    /// <summary>Judges rows.</summary>
    /// <param name="sensor">Whose.</param>
    /// <param name="judges">Of the quantities that are judged.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="from">The first minute of their span.</param>
    /// <param name="isTold">Whether the target hears of a minute.</param>
    /// <param name="outcome">Takes what was found.</param>
    public void Judge(
        Sensor sensor, IReadOnlyList<QuantityJudge> judges, ReadingColumns rows, int from, Func<int, bool> isTold, ValueOutcome outcome)
    {
        var filter = policy == AlertPolicy.StageChange
            ? FilterChanges(sensor.Key, from, outcome)
            : new AlertPolicyFilter(policy, null, null);
        var step = new ValueDetection(sensor, judges, filter, isTold, now);
        outcome.Add(step.Judge(rows), step.Judgements, step.Alerts);
    }

    /// <summary>What is no history by one of the spans that it waits in; where none says so, by the clock of now.</summary>
    public static Func<int, bool> TellsOf(IReadOnlyCollection<StaleSpan> spans, DateTimeOffset now)
    {
        var told = spans.Select(span => (Minutes: span.Minutes, From: span.ToldFromMinute ?? History.ToldFrom(now))).ToList();
        return minute => told.Exists(span => minute >= span.From && minute >= span.Minutes.From && minute <= span.Minutes.To);
    }

    /// <summary>Which minutes are judged, and by what: a quantity alone where the other one was judged already.</summary>
    public static IEnumerable<(MinuteSpan Range, IReadOnlyList<QuantityJudge> Judges)> RangesOf(
        IReadOnlyList<QuantityJudge> judges, IReadOnlyCollection<StaleSpan> spans)
    {
        var waiting = spans.Where(span => span.Needs(StaleWork.Values)).ToList();
        var whole = MinuteSpan.Merge(waiting.Where(span => span.Quantity is null).Select(span => span.Minutes));
        foreach (var range in whole)
        {
            yield return (range, judges);
        }

        foreach (var judge in judges)
        {
            foreach (
                var range in MinuteSpan.Subtract(
                    MinuteSpan.Merge(waiting.Where(span => span.Quantity == judge.Quantity).Select(span => span.Minutes)), whole))
            {
                yield return (range, [judge]);
            }
        }
    }

    /// <summary>Each quantity goes on from its own newest stage: the minute before may hold just the other one.</summary>
    private AlertPolicyFilter FilterChanges(int sensorKey, int from, ValueOutcome outcome)
    {
        var before = db.Judgements.AsNoTracking()
            .Where(judgement => judgement.SensorKey == sensorKey && judgement.Minute < from && judgement.Minute >= from - LookBackMinutes)
            .OrderByDescending(judgement => judgement.Minute);
        var flowRate = before.Where(judgement => judgement.FlowRateStage != null).FirstOrDefault();
        var pressure = before.Where(judgement => judgement.PressureStage != null).FirstOrDefault();
        return new AlertPolicyFilter(
            AlertPolicy.StageChange,
            (outcome.Newest(Quantity.FlowRate, from - LookBackMinutes, from, flowRate?.Minute) ?? flowRate)?.FlowRateStage,
            (outcome.Newest(Quantity.Pressure, from - LookBackMinutes, from, pressure?.Minute) ?? pressure)?.PressureStage);
    }
}

/// <summary>What judging values came to.</summary>
internal sealed class ValueOutcome(DetectionReport report)
{
    public DetectionReport Report { get; set; } = report;
    public List<MinuteJudgement> Judgements { get; } = [];
    public List<OutboundDelivery> Alerts { get; } = [];

    public void Add(DetectionReport report, IReadOnlyCollection<MinuteJudgement> judgements, IReadOnlyCollection<OutboundDelivery> alerts)
    {
        Report += report;
        Judgements.AddRange(judgements);
        Alerts.AddRange(alerts);
    }

    /// <summary>The newest judgement of a quantity that is not stored yet, where it is no older than the stored one.</summary>
    public MinuteJudgement? Newest(Quantity quantity, int from, int before, int? storedMinute) => Judgements
        .Where(
            row =>
                row.Minute >= Math.Max(from, storedMinute ?? from) && row.Minute < before
                    && (quantity == Quantity.FlowRate ? row.FlowRateStage : row.PressureStage) is not null)
        .MaxBy(row => row.Minute);
}
