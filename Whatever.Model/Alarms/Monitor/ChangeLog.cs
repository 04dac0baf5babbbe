using Whatever.Model.Outliers;

namespace Whatever.Model.Alarms.Monitor;

/// <summary>Moves timers and notes what that changed.</summary>
internal sealed class ChangeLog(MonitorState state)
{
    public List<AlarmChange> Changes { get; } = [];
    public List<MinuteFinding> Findings { get; } = [];

    /// <summary>Goes on by one score of a channel; the signal may tell only later that the event began <paramref name="since"/>.</summary>
    public void Step(
        AlarmChannel channel, AlarmRule rule, int minute, double score, OutlierThresholds thresholds, Func<int, AlarmEvidence> evidence,
        int? since)
    {
        var before = state.Timers.GetValueOrDefault(channel.Name);
        var after = before.Next(rule, minute, score);
        if (!before.IsOpen && after.IsOpen && since is { } begun)
        {
            after = after with { SinceMinute = begun };
        }

        if (after == before)
        {
            return;
        }

        Keep(channel, after);
        if (!before.IsOpen && after.IsOpen)
        {
            Emit(channel, AlarmChangeKind.Opened, minute, after, StageOf(after.Peak, thresholds), evidence(after.SinceMinute ?? minute));
        }
        else if (before.IsOpen && !after.IsOpen)
        {
            var stage = state.Stages.GetValueOrDefault(channel.Name, OutlierStage.Interest);
            Emit(channel, AlarmChangeKind.Closed, minute, before, stage, evidence(minute));
            state.Stages.Remove(channel.Name);
        }
        else if (after.IsOpen && StageOf(after.Peak, thresholds) is var stage && stage > state.Stages.GetValueOrDefault(channel.Name))
        {
            Emit(channel, AlarmChangeKind.StageRose, minute, after, stage, evidence(after.SinceMinute ?? minute));
        }
    }

    /// <summary>The signal of a channel is not to be believed: what is pending is forgotten, and no delay runs.</summary>
    public void Forget(AlarmChannel channel)
    {
        if (state.Timers.TryGetValue(channel.Name, out var timer))
        {
            Keep(channel, timer.Forget());
        }
    }

    /// <summary>Nothing is measured: what is pending is forgotten, and a delay that runs waits.</summary>
    public void Wait(AlarmChannel channel, int minutes)
    {
        if (state.Timers.TryGetValue(channel.Name, out var timer))
        {
            Keep(channel, timer.Wait(minutes));
        }
    }

    /// <summary>What is pending turns out to be part of another event; what is open has to end all the same.</summary>
    public void ForgetPending(AlarmChannel channel)
    {
        if (state.Timers.GetValueOrDefault(channel.Name).IsPending)
        {
            state.Timers.Remove(channel.Name);
        }
    }

    /// <summary>What is open is over, whatever its signal says.</summary>
    public void End(AlarmChannel channel, AlarmChangeKind kind, int minute, Func<int, AlarmEvidence> evidence)
    {
        if (state.Timers.GetValueOrDefault(channel.Name) is { IsOpen: true } timer)
        {
            var stage = state.Stages.GetValueOrDefault(channel.Name, OutlierStage.Interest);
            Emit(channel, kind, minute, timer, stage, evidence(minute));
            state.Stages.Remove(channel.Name);
            state.Timers.Remove(channel.Name);
        }
    }

    /// <summary>What is open stands for long: is it what is normal now?</summary>
    public void Ask(AlarmChannel channel, int minute, Func<int, AlarmEvidence> evidence) =>
        Emit(
            channel, AlarmChangeKind.Asked, minute, state.Timers[channel.Name],
            state.Stages.GetValueOrDefault(channel.Name, OutlierStage.Interest), evidence(minute));

    /// <summary>An open alarm turns out to be part of another one.</summary>
    public void Withdraw(AlarmChannel channel, int minute)
    {
        if (state.Timers.Remove(channel.Name, out var timer) && timer.IsOpen)
        {
            Emit(
                channel, AlarmChangeKind.Withdrawn, minute, timer, state.Stages.GetValueOrDefault(channel.Name, OutlierStage.Interest),
                new AlarmEvidence());
            state.Stages.Remove(channel.Name);
        }
    }

    /// <summary>What opened since a fault began was the fault: the water had nothing.</summary>
    public void WithdrawSince(int since, int minute, IReadOnlyList<AlarmChannel> channels)
    {
        foreach (var channel in channels)
        {
            if (state.Timers.TryGetValue(channel.Name, out var timer) && timer.IsOpen && timer.SinceMinute >= since)
            {
                Withdraw(channel, minute);
            }
        }
    }

    /// <summary>Several alarms become one that began with the first of them.</summary>
    public void Merge(AlarmChannel[] parts, AlarmChannel whole, int minute, AlarmEvidence evidence)
    {
        var timers = parts.Select(part => state.Timers.GetValueOrDefault(part.Name)).Where(timer => timer != default).ToArray();
        var merged = new AlarmTimer
        {
            SinceMinute = timers.Min(timer => timer.SinceMinute),
            OpenedMinute = minute,
            Peak = timers.Max(timer => timer.Peak),
        };
        foreach (var part in parts)
        {
            // One that opened this minute was told to nobody.
            Changes.RemoveAll(
                change =>
                    change.Minute == minute && (change.Cause, change.Quantity) == (part.Cause, part.Quantity)
                        && change.Kind == AlarmChangeKind.Opened);
            if (state.Timers.GetValueOrDefault(part.Name).OpenedMinute == minute)
            {
                state.Timers.Remove(part.Name);
                state.Stages.Remove(part.Name);
            }

            Withdraw(part, minute);
            state.Timers.Remove(part.Name);
        }

        Keep(whole, merged);
        Emit(whole, AlarmChangeKind.Opened, minute, merged, StageOf(merged.Peak, OutlierThresholds.Default), evidence);
    }

    /// <summary>What is open is as large as this now; nothing where this minute told of it already.</summary>
    public void Measure(AlarmChannel channel, int minute, AlarmEvidence evidence)
    {
        var isTold = Changes.Exists(
            change => change.Minute == minute && (change.Cause, change.Quantity) == (channel.Cause, channel.Quantity));
        if (!isTold && state.Timers.TryGetValue(channel.Name, out var timer) && timer.IsOpen)
        {
            Emit(
                channel, AlarmChangeKind.Measured, minute, timer, state.Stages.GetValueOrDefault(channel.Name, OutlierStage.Interest),
                evidence);
        }
    }

    public void Find(int minute, AlarmChannel channel, double score, OutlierThresholds thresholds)
    {
        if (!double.IsNaN(score) && thresholds.StageOf(score) is var stage and > OutlierStage.Normal)
        {
            Findings.Add(new MinuteFinding(minute, channel.Cause, channel.Quantity, score, stage));
        }
    }

    private void Keep(AlarmChannel channel, AlarmTimer timer)
    {
        if (timer == default)
        {
            state.Timers.Remove(channel.Name);
        }
        else
        {
            state.Timers[channel.Name] = timer;
        }
    }

    private void Emit(AlarmChannel channel, AlarmChangeKind kind, int minute, AlarmTimer timer, OutlierStage stage, AlarmEvidence evidence)
    {
        if (kind is AlarmChangeKind.Opened or AlarmChangeKind.StageRose)
        {
            state.Stages[channel.Name] = stage;
        }

        Changes.Add(
            new AlarmChange(channel.Cause, channel.Quantity, kind, minute, timer.SinceMinute ?? minute, stage, timer.Peak, evidence));
    }

    /// <summary>An alarm has a stage, whatever the thresholds: a person set the stage from which on there is one.</summary>
    private static OutlierStage StageOf(double score, OutlierThresholds thresholds) =>
        (OutlierStage)Math.Max((int)OutlierStage.Interest, (int)thresholds.StageOf(score));
}
