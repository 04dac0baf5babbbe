using System.Globalization;
using System.Text;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Monitoring;

/// <summary>Judges a stretch of readings in memory.</summary>
public sealed class ValueDetection(
    Sensor sensor, IReadOnlyList<QuantityJudge> judges, AlertPolicyFilter policy, Func<int, bool> isTold, DateTimeOffset now)
{
    private readonly StationClock clock = sensor.Clock;

    public List<MinuteJudgement> Judgements { get; } = [];
    public List<OutboundDelivery> Alerts { get; } = [];

    public DetectionReport Judge(ReadingColumns readings)
    {
        var tallies = QuantityNames.All.ToDictionary(
            quantity => quantity,
            quantity => new QuantityTally(judges.FirstOrDefault(judge => judge.Quantity == quantity)?.Criteria.Version));
        for (var i = 0; i < readings.Count; i++)
        {
            var judgement = new MinuteJudgement { SensorKey = sensor.Key, Minute = readings.Minutes[i] };
            foreach (var quantity in QuantityNames.All)
            {
                var value = quantity == Quantity.FlowRate ? readings.FlowRate[i] : readings.Pressure[i];
                tallies[quantity].Add(JudgeValue(judgement, quantity, value));
            }

            if (judgement.FlowRateStage is not null || judgement.PressureStage is not null)
            {
                Judgements.Add(judgement);
            }
        }

        return DetectionReport.From(sensor.Id, readings.Count, tallies);
    }

    private OutlierStage? JudgeValue(MinuteJudgement judgement, Quantity quantity, double value)
    {
        var judge = judges.FirstOrDefault(candidate => candidate.Quantity == quantity);
        if (judge is null || double.IsNaN(value))
        {
            return null;
        }

        var found = judge.Judge(judgement.Minute, value);
        if (quantity == Quantity.FlowRate)
        {
            (
                judgement.FlowRatePercentile, judgement.FlowRateStage,
                judgement.FlowRateCriteria) = (found.Percentile, found.Stage, judge.Criteria.Id);
        }
        else
        {
            (
                judgement.PressurePercentile, judgement.PressureStage,
                judgement.PressureCriteria) = (found.Percentile, found.Stage, judge.Criteria.Id);
        }

        if (policy.Passes(quantity, found.Stage) && isTold(judgement.Minute))
        {
            Alerts.Add(CreateAlert(judgement.Minute, quantity, found.Stage, value));
        }

        return found.Stage;
    }

    private OutboundDelivery CreateAlert(int minute, Quantity quantity, OutlierStage stage, double value)
    {
        var payload = Encoding.UTF8.GetBytes(AlertMessage.Write(sensor.Id, clock.ToLocal(minute), quantity, (int)stage, value));
        var instant = StationClock.InstantOf(minute).ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
        return new OutboundDelivery
        {
            Kind = DeliveryKind.Alert,
            SensorId = sensor.Id,

            // Judging the minute again gives the same key, unless a late correction changed what is said: then it is a new message.
            IdempotencyKey = string.Create(
                CultureInfo.InvariantCulture, $"alert/{sensor.Id}/{quantity.ToWireName()}/{instant}/{(int)stage}-{value:R}"),
            Payload = payload,
            Sha256 = OutboundDelivery.DigestOf(payload),
            CreatedAt = now,
            ReleasedAt = now,
        };
    }
}
