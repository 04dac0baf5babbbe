using System.Text;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Web.Alarms;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Tests.Support;

/// <summary>Changes of alarms as the minute job hands them over.</summary>
public static class AlarmSetup
{
    public static AlarmChange Opened(
        int minute, AlarmCause cause = AlarmCause.High, OutlierStage stage = OutlierStage.Caution, int? since = null,
        Quantity? quantity = Quantity.FlowRate) =>
        new(cause, quantity, AlarmChangeKind.Opened, minute, since ?? minute - 5, stage, 96, new AlarmEvidence(227, 164, 40, 60));

    public static AlarmChange Rose(this AlarmChange opened, int minute, OutlierStage stage) =>
        opened with
        {
            Kind = AlarmChangeKind.StageRose,
            Minute = minute,
            Stage = stage,
            Score = 99,
            Evidence = new AlarmEvidence(240, 164, 35, 60),
        };

    public static AlarmChange Closed(this AlarmChange opened, int minute) => opened with { Kind = AlarmChangeKind.Closed, Minute = minute };

    public static AlarmChange Withdrawn(this AlarmChange opened, int minute) =>
        opened with { Kind = AlarmChangeKind.Withdrawn, Minute = minute };

    public static AlarmChange Again(this AlarmChange opened, int minute) => opened with { Minute = minute };

    public static async Task<AlarmLogResult> ApplyAsync(this TestStation station, int? sensorKey, params AlarmChange[] changes)
    {
        await using var db = await station.OpenAsync();
        await using var transaction = await db.Database.BeginTransactionAsync(TestStation.Cancellation);
        var result = station.Get<IAlarmLog>().Apply(db, sensorKey, changes, station.Time.GetUtcNow());
        await transaction.CommitAsync(TestStation.Cancellation);
        return result;
    }

    /// <summary>What the changes leave open goes on, and so does what was raised before the span.</summary>
    public static async Task<AlarmLogResult> ApplySpanAsync(
        this TestStation station, int? sensorKey, int from, int to, params AlarmChange[] changes)
    {
        var open = (await station.AlarmsAsync())
            .Where(alarm => alarm.Ended == AlarmEnd.None && alarm.RaisedMinute < from && alarm.SensorKey == sensorKey)
            .ToDictionary(alarm => new AlarmChannel(alarm.Cause, alarm.Quantity), alarm => alarm.SinceMinute);
        foreach (var change in changes)
        {
            var channel = new AlarmChannel(change.Cause, change.Quantity);
            open.Remove(channel);
            if (change.Kind is AlarmChangeKind.Opened or AlarmChangeKind.StageRose)
            {
                open[channel] = change.SinceMinute;
            }
        }

        return await station.ApplySpanAsync(sensorKey, from, to, open, changes);
    }

    public static async Task<AlarmLogResult> ApplySpanAsync(
        this TestStation station, int? sensorKey, int from, int to, Dictionary<AlarmChannel, int> open, params AlarmChange[] changes)
    {
        await using var db = await station.OpenAsync();
        await using var transaction = await db.Database.BeginTransactionAsync(TestStation.Cancellation);
        var result = station.Get<IAlarmLog>().ApplySpan(db, sensorKey, from, to, changes, open, station.Time.GetUtcNow());
        await transaction.CommitAsync(TestStation.Cancellation);
        return result;
    }

    public static async Task<List<Alarm>> AlarmsAsync(this TestStation station)
    {
        await using var db = await station.OpenAsync();
        return await db.Alarms.AsNoTracking().OrderBy(alarm => alarm.Id).ToListAsync(TestStation.Cancellation);
    }

    public static async Task<Alarm> OnlyAlarmAsync(this TestStation station) => Assert.Single(await station.AlarmsAsync());

    /// <summary>The kinds of the log's lines, oldest first.</summary>
    public static async Task<IEnumerable<AlarmEntryKind>> LogAsync(this TestStation station, long id) =>
        (await station.Get<AlarmQueries>().FindAsync(id, TestStation.Cancellation))!.Entries.Select(entry => entry.Kind);

    /// <summary>Messages in the order in which they were queued.</summary>
    public static async Task<string[]> MessagesAsync(this TestStation station)
    {
        await using var db = await station.OpenAsync();
        return [
            .. (await db.Deliveries.AsNoTracking().OrderBy(row => row.Id).ToListAsync(TestStation.Cancellation))
                .Select(row => Encoding.UTF8.GetString(row.Payload))];
    }
}
