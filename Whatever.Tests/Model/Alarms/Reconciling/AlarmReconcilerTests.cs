using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Alarms.Reconciling;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using static Whatever.Tests.Model.Alarms.Reconciling.AlarmList;

namespace Whatever.Tests.Model.Alarms.Reconciling;

/// <summary>What holds for any alarms and any changes: many made-up stretches of events, seeded.</summary>
public sealed class AlarmReconcilerTests
{
    private const int End = 2_000;
    private const int Stretches = 400;

    private static readonly AlarmChannel[] Channels =
    [
        new(AlarmCause.High, Quantity.FlowRate), new(AlarmCause.Low, Quantity.Pressure), new(AlarmCause.Burst, null),
        new(AlarmCause.NoData, null),
    ];

    [Fact]
    public void GoOn_WhatIsStored_CommandsNothing()
    {
        for (var seed = 0; seed < Stretches; seed++)
        {
            var changes = ChangesOf(EventsFrom(new Random(seed), 0), 0, End);
            var stored = CarryOut([], AlarmReconciler.GoOn([], changes));
            Assert.Equal(changes.Count(change => change.Kind == AlarmChangeKind.Opened), stored.Count);
            Assert.Empty(AlarmReconciler.GoOn(stored, changes));
        }
    }

    [Fact]
    public void Replay_WhatWasReplayed_CommandsNothing()
    {
        for (var seed = 0; seed < Stretches; seed++)
        {
            var (stored, events, from) = LateRows(new Random(seed));
            var once = Replay(stored, events, from, End);
            var (changes, open) = (ChangesOf(events, from, End), OpenAfter(events, End));
            Assert.Empty(AlarmReconciler.Replay(once, from, End, changes, open));
        }
    }

    [Fact]
    public void Replay_EventsOfTheSpan_LeavesTheAlarmsOfThoseEvents()
    {
        for (var seed = 0; seed < Stretches; seed++)
        {
            var (stored, events, from) = LateRows(new Random(seed));
            Assert.Equal(Show(CarryOut([], AlarmReconciler.GoOn([], ChangesOf(events, 0, End)))), Show(Replay(stored, events, from, End)));
        }
    }

    [Fact]
    public void Replay_SplitAnywhere_EndsInTheSameAlarms()
    {
        for (var seed = 0; seed < Stretches; seed++)
        {
            var random = new Random(seed);
            var (stored, events, from) = LateRows(random);
            var whole = Replay(stored, events, from, End);
            var split = random.Next(from, End);
            var first = Replay(stored, events, from, split);
            Assert.Equal(Show(whole), Show(Replay(first, events, split + 1, End)));
        }
    }

    /// <summary>Whatever a replay does, it does to alarms of its span: raised in it, or open when it began.</summary>
    [Fact]
    public void Replay_AlarmsOutsideTheSpan_AreLeftAlone()
    {
        var commands = 0;
        for (var seed = 0; seed < Stretches; seed++)
        {
            var (stored, events, from) = LateRows(new Random(seed));
            var to = from + ((End - from) / 2);
            foreach (var command in AlarmReconciler.Replay(stored, from, to, ChangesOf(events, from, to), OpenAfter(events, to)))
            {
                commands++;
                Assert.True(
                    command.Before is null || command.Before.Touches(from, to) || command.After.Touches(from, to),
                    $"seed {seed}, {from} to {to}: {command}");
                Assert.True(
                    command.After.Touches(from, to) || command.Kind == AlarmCommandKind.Withdraw,
                    $"seed {seed}, {from} to {to}: {command}");
            }
        }

        Assert.InRange(commands, Stretches, int.MaxValue);
    }

    [Fact]
    public void Replay_EventBeganAtAnotherMinute_StaysTheAlarmThatAPersonKnows()
    {
        var event0 = new Event(Channels[0], 100, 105, null, null);
        var known = CarryOut([], AlarmReconciler.GoOn([], ChangesOf([event0], 0, End)));
        var taken = known[0] with { Life = known[0].Life.Acknowledge("Kim", null, DateTimeOffset.UnixEpoch).Next! };
        var earlier = event0 with { Since = 80, Opened = 90 };
        var command = Assert.Single(AlarmReconciler.Replay([taken], 50, End, ChangesOf([earlier], 50, End), OpenAfter([earlier], End)));
        Assert.Equal(
            (AlarmCommandKind.Move, 80, 90, AlarmState.Acknowledged),
            (command.Kind, command.After.SinceMinute, command.After.RaisedMinute, command.After.Life.State));
    }

    /// <summary>
    /// Alarms as they were before the late rows, the events as they are with them, and the first minute that is judged again.
    /// </summary>
    private static (List<StoredAlarm> Stored, List<Event> Events, int From) LateRows(Random random)
    {
        var from = random.Next(200, End - 200);
        var before = EventsFrom(random, 0).Where(one => one.Opened < from).ToList();

        // What goes on when the span begins goes on in both, and may end at another minute; then come others.
        var known = before.Concat(Later(random, before, from));
        var events = before.Select(
            one => one.Closed >= from ? one with { Closed = random.Next(3) == 0 ? null : random.Next(from, End + 100) } : one)
            .ToList();
        events.AddRange(Later(random, events, from));
        return (CarryOut([], AlarmReconciler.GoOn([], ChangesOf([.. known], 0, End))), events, from);
    }

    private static List<Event> Later(Random random, List<Event> before, int from) =>
        [
            .. EventsFrom(random, from)
                .Where(later => !before.Exists(one => one.Channel == later.Channel && (one.Closed ?? int.MaxValue) >= later.Since - 1))];

    /// <summary>Events of a channel follow each other.</summary>
    private static List<Event> EventsFrom(Random random, int from)
    {
        var events = new List<Event>();
        foreach (var channel in Channels)
        {
            for (var since = from + random.Next(400); since < End;)
            {
                var opened = since + random.Next(1, 20);
                int? risen = random.Next(2) == 0 ? opened + random.Next(1, 30) : null;
                int? closed = random.Next(12) == 0 ? null : (risen ?? opened) + random.Next(1, 200);
                events.Add(new Event(channel, since, opened, risen, closed));
                since = closed is null ? End : closed.Value + random.Next(1, 400);
            }
        }

        return events;
    }

    private static List<AlarmChange> ChangesOf(IReadOnlyList<Event> events, int from, int to) =>
        [
            .. events.SelectMany(one => one.Changes()).Where(change => change.Minute >= from && change.Minute <= to)
                .OrderBy(change => change.Minute)];

    private static Dictionary<AlarmChannel, int> OpenAfter(IEnumerable<Event> events, int to) =>
        events.Where(one => one.Opened <= to && (one.Closed ?? int.MaxValue) > to).ToDictionary(one => one.Channel, one => one.Since);

    private static List<StoredAlarm> Replay(List<StoredAlarm> stored, List<Event> events, int from, int to) =>
        CarryOut(stored, AlarmReconciler.Replay(stored, from, to, ChangesOf(events, from, to), OpenAfter(events, to)));

    /// <summary>One event of one channel; it began, was raised, rose and ended.</summary>
    private sealed record Event(AlarmChannel Channel, int Since, int Opened, int? Risen, int? Closed)
    {
        public IEnumerable<AlarmChange> Changes()
        {
            var opening = new AlarmChange(
                Channel.Cause, Channel.Quantity, AlarmChangeKind.Opened, Opened, Since, OutlierStage.Caution, 96,
                new AlarmEvidence(227, 164));
            yield return opening;
            if (Risen is { } risen && risen < (Closed ?? int.MaxValue))
            {
                yield return opening with { Kind = AlarmChangeKind.StageRose, Minute = risen, Stage = OutlierStage.Serious, Score = 99 };
            }

            if (Closed is { } closed)
            {
                yield return opening with { Kind = AlarmChangeKind.Closed, Minute = closed, Score = 99 };
            }
        }
    }
}
