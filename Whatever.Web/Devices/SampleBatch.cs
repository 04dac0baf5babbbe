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
/// <param name="clocks">Of their sensors, for what is said to people.</param>
/// <param name="now">The station's clock.</param>
/// <param name="seenOf">What flowed lately by a counter.</param>
/// <param name="readStored">The stored rows of a sensor, from a minute to another.</param>
/// <param name="doubt">Whether the station's clock is to be relied on.</param>
internal sealed class SampleBatch(
    IReadOnlyDictionary<int, DevicePoint> points, IReadOnlyDictionary<int, StationClock> clocks, DateTimeOffset now,
    Func<DevicePoint, SeenFlows> seenOf, Func<int, int, int, ReadingColumns> readStored,
    ClockDoubt doubt)
{
    /// <summary>Clocks differ, but a count of later than this would keep every count from now until then from being newer.</summary>
    private static readonly TimeSpan CounterLead = TimeSpan.FromMinutes(5);

    /// <summary>Before this a device has not been told the time.</summary>
    private static readonly int FirstMinute = StationClock.MinuteOf(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private readonly int latest = StationClock.LatestReading(now);
    private readonly Dictionary<int, SortedDictionary<int, (double FlowRate, double Pressure)>> sensors = [];
    private readonly Dictionary<int, SeenFlows> seen = [];

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
        if (ReasonAgainst(point, sample, minute) is { } reason)
        {
            if (minute > latest)
            {
                doubt.RequireClock();
            }

            Refuse(reason);
            return;
        }

        var value = point.IsCounter ? Count(point, sample) : (sample.Raw * point.Scale) + point.Offset;
        if (value is { } scaled && !Reading.IsPossible(scaled))
        {
            Refuse(new Problem("device.too-large", scaled, Reading.Limit));
            return;
        }

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

    private void Refuse(Problem reason) => (Refused, Refusal) = (Refused + 1, reason);

    private Problem? ReasonAgainst(DevicePoint point, Sample sample, int minute) =>
        !double.IsFinite(sample.Raw) ? new Problem("device.not-finite", sample.Raw)
        : minute > latest ? new Problem("device.future", Written(point, sample.At), Written(point, now))
        : minute < FirstMinute ? new Problem("device.before-2000", Written(point, sample.At))
        : point.IsCounter && sample.At > now + CounterLead
            ? new Problem("counter.ahead", Written(point, sample.At), Written(point, now), CounterLead.TotalMinutes)
        : null;

    private double? Count(DevicePoint point, Sample sample)
    {
        var before = StateOf(point);
        if (before is { } last && last.At > now + CounterLead)
        {
            Notice = new Phrase("counter.state-ahead", Written(point, last.At));
            before = null;
        }

        var minute = StationClock.MinuteOf(sample.At);
        var flows = SeenBefore(point, minute);
        var rules = new CounterRules(point.CounterRange, point.LargestFlow, point.Scale, point.CounterTime)
        {
            LargestSeen = () => flows.Largest(minute),
        };
        var (state, flow, outcome) = CounterFlow.Next(before, sample.Raw, sample.At, rules);
        Notice = outcome switch
        {
            CounterOutcome.Reset => new Phrase("counter.reset", point.LastCount, sample.Raw),
            CounterOutcome.Jumped => new Phrase("counter.jumped", point.LastCount, sample.Raw, point.LargestFlow),
            CounterOutcome.Doubted when flows.Largest(minute) is { } largest =>
                new Phrase("counter.doubted", point.LastCount, sample.Raw, largest),
            CounterOutcome.Doubted => new Phrase("counter.doubted-range", point.LastCount, sample.Raw, point.CounterRange),
            CounterOutcome.Resumed => new Phrase("counter.resumed", Written(point, point.LastCountAt)),
            CounterOutcome.RolledOver => new Phrase("counter.rolled-over", point.LastCount, sample.Raw),
            CounterOutcome.Late => new Phrase("counter.late", Written(point, sample.At), Written(point, point.LastCountAt)),
            _ => Notice,
        };
        Keep(point, state);
        flows.Add(minute, flow);
        if (before is { Doubted: not null } doubted && outcome == CounterOutcome.Grown)
        {
            flows.Believe(minute, CounterFlow.FlowSince(doubted, sample.Raw, sample.At, rules));
        }

        return flow;
    }

    /// <summary>Once in a batch, for what it adds is not stored yet; not at all where a largest flow is set.</summary>
    private SeenFlows SeenBefore(DevicePoint point, int minute)
    {
        if (!seen.TryGetValue(point.Id, out var flows))
        {
            seen[point.Id] = flows = point.LargestFlow is null ? seenOf(point) : new SeenFlows();
            if (point.LargestFlow is null)
            {
                flows.Refresh(minute, now, (from, to) => readStored(point.SensorKey, from, to));
            }
        }

        return flows;
    }

    /// <summary>On the sensor's clock, with its offset; far from now as it is, for no clock reaches there.</summary>
    private string Written(DevicePoint point, DateTimeOffset? time)
    {
        if (time is not { } known)
        {
            return "–";
        }

        if (known.Year is < 1970 or > 2100 || !clocks.TryGetValue(point.SensorKey, out var clock))
        {
            return $"{WireTime.Write(known.UtcDateTime)}Z";
        }

        return $"{WireTime.Write(clock.ToLocal(known))}{WireTime.WriteOffset(clock.OffsetAt(StationClock.MinuteOf(known)))}";
    }

    /// <summary>The base of a count that is doubted has no time: that is how it is known after a restart.</summary>
    private static void Keep(DevicePoint point, CounterState state)
    {
        (point.LastCount, point.LastCountAt) = (state.Count, state.At);
        point.BaseCount = state.Doubted is { } growth ? state.Count - growth : state.BaseCount;
        point.BaseCountAt = state.Doubted is null ? state.BaseAt : null;
    }

    private static CounterState? StateOf(DevicePoint point) => point switch
    {
        { LastCount: { } count, LastCountAt: { } at, BaseCount: { } baseCount, BaseCountAt: { } baseAt } =>
            new CounterState(count, at, baseCount, baseAt),
        { LastCount: { } count, LastCountAt: { } at } =>
            CounterState.Begin(count, at) with { Doubted = count - (point.BaseCount ?? count) },
        _ => null,
    };
}
