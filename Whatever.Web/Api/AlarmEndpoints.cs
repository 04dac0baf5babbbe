using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Model.Problems;
using Whatever.Web.Alarms;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Storage;

namespace Whatever.Web.Api;

/// <summary>A line of its log on the wire; without a name it is the station's own.</summary>
public sealed record AlarmEntryAnswer(
    AlarmEntryKind Kind, DateTimeOffset At, string? Who, string? Time, int? Stage, DateTimeOffset? Until, AlarmVerdict? Verdict,
    string? Text);

/// <summary>An alarm with its log.</summary>
public sealed record AlarmDetailAnswer(AlarmAnswer Alarm, IReadOnlyList<AlarmEntryAnswer> Log);

/// <summary>What a person does with an alarm.</summary>
public sealed record AlarmCommand(string? Who, string? Note = null) : ISignedCommand
{
    public object SignedBy(string? who) => this with { Who = who };
}

/// <param name="Until">On the clock of the alarm, or with an offset; or <paramref name="Hours"/> from now.</param>
public sealed record ShelveCommand(string? Who, string? Until = null, double? Hours = null, string? Note = null) : ISignedCommand
{
    public object SignedBy(string? who) => this with { Who = who };
}

public sealed record VerdictCommand(string? Who, string? Verdict, string? Note = null) : ISignedCommand
{
    public object SignedBy(string? who) => this with { Who = who };
}

internal static class AlarmEndpoints
{
    private const int DefaultRows = 100;
    private const int MostRows = 10_000;

    public static void MapAlarms(this RouteGroupBuilder api)
    {
        api.MapGet("/alarms", ListAsync).RequireRight(Right.Read).WithSummary("Alarms, open first, then newest first, by sensor, state, cause and time");
        api.MapGet("/alarms/{id:long}", GetAsync).RequireRight(Right.Read).WithSummary("One alarm with its log");
        api.MapPost(
            "/alarms/{id:long}/acknowledge",
            (long id, AlarmCommand command, AlarmEditor editor, AlarmQueries queries, CancellationToken cancellation) =>
            DoAsync(
                id, AlarmLife.RefuseWords(command.Who, command.Note),
                () => editor.AcknowledgeAsync(id, command.Who, command.Note, cancellation), queries,
                cancellation)).RequireRight(Right.HandleAlarms).WithSummary("Takes an alarm on: {who, note}");
        api.MapPost(
            "/alarms/{id:long}/keep",
            (long id, AlarmCommand command, AlarmEditor editor, AlarmQueries queries, CancellationToken cancellation) =>
            DoAsync(
                id, AlarmLife.RefuseWords(command.Who, command.Note),
                () => editor.KeepAsync(id, command.Who, command.Note, cancellation), queries,
                cancellation)).RequireRight(Right.HandleAlarms)
            .WithSummary("Says that an alarm stays open, however long, and is not learned as normal: {who, note}");
        api.MapPost("/alarms/{id:long}/shelve", ShelveAsync).RequireRight(Right.HandleAlarms)
            .WithSummary("Puts an alarm aside for 24 hours at most: {who, until or hours, note}").WithDescription(
            "until is a time such as 2024-07-09 14:00 on the clock of the alarm's sensor, or one with an offset such as "
                + "2024-07-09T14:00+09:00. An alarm of many sensors has the clock "
            + $"of the first sensor, as its own times do; where there is no sensor, {Sensor.DefaultTimeZone}.");
        api.MapPost(
            "/alarms/{id:long}/unshelve",
            (long id, AlarmCommand command, AlarmEditor editor, AlarmQueries queries, CancellationToken cancellation) =>
            DoAsync(
                id, AlarmLife.RefuseWords(command.Who, null), () => editor.UnshelveAsync(id, command.Who, cancellation), queries,
                cancellation)).RequireRight(Right.HandleAlarms).WithSummary("Takes an alarm back: {who}");
        api.MapPost("/alarms/{id:long}/verdict", JudgeAsync).RequireRight(Right.HandleAlarms)
            .WithSummary("Says what an alarm was: {who, verdict (real, false, maintenance, unknown), note}");
        api.MapPost(
            "/alarms/{id:long}/comment",
            (long id, AlarmCommand command, AlarmEditor editor, AlarmQueries queries, CancellationToken cancellation) =>
            DoAsync(
                id, AlarmLife.RefuseComment(command.Who, command.Note),
                () => editor.CommentAsync(id, command.Who, command.Note, cancellation), queries,
                cancellation)).RequireRight(Right.HandleAlarms).WithSummary("Notes something down: {who, note}");
    }

    private static async Task<IResult> ListAsync(
        string? sensor, string? state, string? cause, bool? open, string? from, string? to, int? limit,
        IDbContextFactory<StationDbContext> contexts, AlarmQueries queries, CancellationToken cancellation)
    {
        var sensors = await SensorsAsync(contexts, cancellation);
        var wanted = sensors.Find(candidate => candidate.Id == sensor);
        if (sensor is not null && wanted is null)
        {
            return ProblemAnswers.UnknownSensor(sensor);
        }

        var problems = TimeRange.TryRead(from, to, AlarmAnswer.ClockOf(wanted, sensors), out var range);
        if (!TryRead<AlarmState>(state, out var wantedState))
        {
            problems.Add(new Problem("value.unexpected", "state", state, Names<AlarmState>()).At("state"));
        }

        if (!TryRead<AlarmCause>(cause, out var wantedCause))
        {
            problems.Add(new Problem("value.unexpected", "cause", cause, Names<AlarmCause>()).At("cause"));
        }

        if (limit is < 1 or > MostRows)
        {
            problems.Add(new Problem("value.out-of-range", "limit", limit, 1, MostRows).At("limit"));
        }

        if (problems.Count > 0)
        {
            return ProblemAnswers.BadRequest(problems);
        }

        var filter = new AlarmFilter(
            wanted?.Key, wantedState, wantedCause, from is null ? null : range.From, to is null ? null : range.To, open);
        var (rows, _) = await queries.ListAsync(filter, limit ?? DefaultRows, cancellation);
        return Results.Ok(rows.Select(alarm => AlarmAnswer.From(alarm, sensors)));
    }

    private static async Task<IResult> GetAsync(
        long id, IDbContextFactory<StationDbContext> contexts, AlarmQueries queries, CancellationToken cancellation)
    {
        if (await queries.FindAsync(id, cancellation) is not { } detail)
        {
            return Unknown(id);
        }

        var sensors = await SensorsAsync(contexts, cancellation);
        var clock = AlarmAnswer.ClockOf(detail.Alarm, sensors);
        return Results.Ok(
            new AlarmDetailAnswer(AlarmAnswer.From(detail.Alarm, sensors), [.. detail.Entries.Select(entry => new AlarmEntryAnswer(
            entry.Kind, entry.At, entry.Who, AlarmAnswer.Show(clock, entry.Minute), (int?)entry.Stage, entry.Until, entry.Verdict,
            entry.Text))]));
    }

    private static async Task<IResult> ShelveAsync(
        long id, ShelveCommand command, AlarmEditor editor, AlarmQueries queries, IDbContextFactory<StationDbContext> contexts,
        TimeProvider time, CancellationToken cancellation)
    {
        if (await queries.FindAsync(id, cancellation) is not { } detail)
        {
            return Unknown(id);
        }

        var clock = AlarmAnswer.ClockOf(detail.Alarm, await SensorsAsync(contexts, cancellation));
        var (until, wrong) = ReadShelf(command, clock, time.GetUtcNow());
        var problems = AlarmLife.RefuseWords(command.Who, command.Note);
        return await DoAsync(
            id, wrong is null ? problems : [.. problems, wrong],
            () => editor.ShelveAsync(id, command.Who, until, command.Note, cancellation), queries, cancellation);
    }

    private static (DateTimeOffset Until, Problem? Wrong) ReadShelf(ShelveCommand command, StationClock clock, DateTimeOffset now)
    {
        switch (command)
        {
            case { Until: null, Hours: { } hours }:
                var longest = AlarmLife.LongestShelf.TotalHours;
                return hours > 0 && hours <= longest
                    ? (now.AddHours(hours), null)
                    : (now, new Problem("option.value", "hours", hours, Expected.AboveTo(0, longest)).At("hours"));
            case { Until: { } text, Hours: null }:
                return TimeRange.TryReadInstant(text, clock, out var until)
                    ? (until, AlarmLife.RefuseShelf(until, now))
                    : (now, new Problem("value.unexpected", "until", text, TimeParser.Expected).At("until"));
            default:
                return (now, new Problem("alarm.until-or-hours").At("until"));
        }
    }

    private static async Task<IResult> JudgeAsync(
        long id, VerdictCommand command, AlarmEditor editor, AlarmQueries queries, CancellationToken cancellation) =>
        command.Verdict is not null && TryRead<AlarmVerdict>(command.Verdict, out var verdict)
            ? await DoAsync(
                id, AlarmLife.RefuseWords(command.Who, command.Note),
                () => editor.JudgeAsync(id, command.Who, verdict!.Value, command.Note, cancellation), queries, cancellation)
            : ProblemAnswers.BadRequest(
                [
                    .. AlarmLife.RefuseWords(command.Who, command.Note),
                    new Problem("value.unexpected", "verdict", command.Verdict, Names<AlarmVerdict>()).At("verdict"),
                ]);

    /// <param name="id">Of the alarm.</param>
    /// <param name="wrong">What is wrong with the command, whatever the alarm's state; empty where nothing is.</param>
    /// <param name="command">Does it, or says what in the alarm's state stands against it.</param>
    private static async Task<IResult> DoAsync(
        long id, IReadOnlyList<Problem> wrong, Func<Task<Problem?>> command, AlarmQueries queries, CancellationToken cancellation)
    {
        if (wrong.Count > 0)
        {
            return ProblemAnswers.BadRequest(wrong);
        }

        if (await command() is { } refusal)
        {
            return await queries.FindAsync(id, cancellation) is null ? Unknown(id) : ProblemAnswers.Conflict(refusal);
        }

        return Results.NoContent();
    }

    private static async Task<List<Sensor>> SensorsAsync(IDbContextFactory<StationDbContext> contexts, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Sensors.AsNoTracking().OrderBy(candidate => candidate.Key).ToListAsync(cancellation);
    }

    private static IResult Unknown(long id) => ProblemAnswers.NotFound(new Problem("alarm.unknown-listed", id));

    /// <summary>Reads a name as it is written on the wire; null is any.</summary>
    private static bool TryRead<T>(string? name, out T? value)
        where T : struct, Enum
    {
        value = null;
        foreach (var candidate in Enum.GetValues<T>().Where(candidate => WireName(candidate) == name))
        {
            value = candidate;
        }

        return name is null || value is not null;
    }

    private static Phrase Names<T>()
        where T : struct, Enum => Expected.OneOf([.. Enum.GetValues<T>().Select(WireName)]);

    private static string WireName<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
