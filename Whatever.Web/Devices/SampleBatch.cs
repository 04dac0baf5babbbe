using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Devices;

/// <summary>
/// Puts what a device said into minutes: seconds are truncated, of two values of one minute the later one counts. Counters become flows,
/// and what they said last is noted at their points.
/// </summary>
/// <param name="points">As they are stored, by id.</param>
/// <param name="now">The station's clock.</param>
internal sealed class SampleBatch(IReadOnlyDictionary<int, DevicePoint> points, DateTimeOffset now)
{
    /// <summary>Before this a device has not been told the time.</summary>
    private static readonly int FirstMinute = StationClock.MinuteOf(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private readonly int latest = StationClock.LatestReading(now);
    private readonly Dictionary<int, SortedDictionary<int, (double FlowRate, double Pressure)>> sensors = [];

    public Dictionary<int, PointValue> Values { get; } = [];
    public int Refused { get; private set; }
    public Phrase? Refusal { get; private set; }
    public Phrase? Notice { get; private set; }

    public void Take(Sample sample)
    {
        // A point that was removed a moment ago.
        if (!points.TryGetValue(sample.PointId, out var point))
        {
            return;
        }

        var minute = StationClock.MinuteOf(sample.At);
        if (minute > latest || minute < FirstMinute || !double.IsFinite(sample.Raw))
        {
            Refuse(sample, minute);
            return;
        }

        var value = point.IsCounter ? Count(point, sample) : (sample.Raw * point.Scale) + point.Offset;
        if (!Values.TryGetValue(point.Id, out var newest) || newest.At <= sample.At)
        {
            Values[point.Id] = new PointValue(value, sample.Raw, sample.At);
        }

        if (value is { } known)
        {
            Put(point, minute, known);
        }
    }

    public IEnumerable<(int SensorKey, ReadingColumns Readings)> Readings() => sensors.Select(
        sensor => (sensor.Key, new ReadingColumns(
            [.. sensor.Value.Keys], [.. sensor.Value.Values.Select(row => row.FlowRate)],
            [.. sensor.Value.Values.Select(row => row.Pressure)])));

    private void Put(DevicePoint point, int minute, double value)
    {
        if (!sensors.TryGetValue(point.SensorKey, out var minutes))
        {
            sensors[point.SensorKey] = minutes = [];
        }

        var row = minutes.TryGetValue(minute, out var known) ? known : (double.NaN, double.NaN);
        minutes[minute] = point.Quantity == Quantity.FlowRate ? (value, row.Item2) : (row.Item1, value);
    }

    private void Refuse(Sample sample, int minute)
    {
        Refused++;
        Refusal = !double.IsFinite(sample.Raw) ? new Problem("device.not-finite", sample.Raw)
            : minute > latest ? new Problem("device.future", WireTime.Write(sample.At.UtcDateTime), WireTime.Write(now.UtcDateTime))
            : new Problem("device.before-2000", WireTime.Write(sample.At.UtcDateTime));
    }

    private double? Count(DevicePoint point, Sample sample)
    {
        var (state, flow, outcome) = CounterFlow.Next(
            StateOf(point), sample.Raw, sample.At,
            new CounterRules(point.CounterRange, point.LargestFlow, point.Scale, point.CounterTime));
        Notice = outcome switch
        {
            CounterOutcome.Reset => new Phrase("counter.reset", point.LastCount, sample.Raw),
            CounterOutcome.Jumped => new Phrase("counter.jumped", point.LastCount, sample.Raw, point.LargestFlow),
            CounterOutcome.Resumed => new Phrase("counter.resumed", Written(point.LastCountAt)),
            CounterOutcome.RolledOver => new Phrase("counter.rolled-over", point.LastCount, sample.Raw),
            CounterOutcome.Late => new Phrase("counter.late", Written(sample.At), Written(point.LastCountAt)),
            _ => Notice,
        };
        (point.LastCount, point.LastCountAt, point.BaseCount, point.BaseCountAt) = (state.Count, state.At, state.BaseCount, state.BaseAt);
        return flow;
    }

    private static string Written(DateTimeOffset? time) => time is { } known ? WireTime.Write(known.UtcDateTime) : "–";

    private static CounterState? StateOf(DevicePoint point) => point is
    {
        LastCount: { } count,
        LastCountAt: { } at,
        BaseCount: { } baseCount,
        BaseCountAt: { } baseAt,
    }
        ? new CounterState(count, at, baseCount, baseAt)
        : null;
}
