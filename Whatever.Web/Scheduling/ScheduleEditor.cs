using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Scheduling;

/// <summary>A schedule as a person edits it.</summary>
public sealed record ScheduleDraft
{
    public required string Job { get; init; }
    public string? Cron { get; init; }
    public string? TimeZone { get; init; }
    public bool Enabled { get; init; } = true;
    public CatchUpPolicy CatchUp { get; init; }
}

/// <summary>Reads and changes schedules; a change counts from the next minute on, without a restart.</summary>
public sealed class ScheduleEditor(
    IDbContextFactory<StationDbContext> contexts, ScheduleClocks clocks, ChangeFeed changes, TimeProvider time)
{
    /// <summary>Gives every job that has no schedule yet its default one.</summary>
    public async Task EnsureDefaultsAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var known = await db.Schedules.Select(schedule => schedule.Job).ToListAsync(cancellation);
        db.Schedules.AddRange(JobCatalog.Scheduled.Where(job => !known.Contains(job.Name)).Select(job => new JobSchedule
        {
            Job = job.Name,
            Cron = job.DefaultCron,
            ChangedAt = time.GetUtcNow(),
        }));
        await db.SaveChangesAsync(cancellation);
    }

    /// <returns>What is wrong with the draft; empty where it was saved.</returns>
    public async Task<IReadOnlyList<Problem>> SaveAsync(ScheduleDraft draft, CancellationToken cancellation = default)
    {
        var problems = Validate(draft);
        if (problems.Count > 0)
        {
            return problems;
        }

        var job = JobCatalog.Find(draft.Job)!;
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            var schedule = await db.Schedules.FindAsync([job.Name], cancellation)
                ?? db.Schedules.Add(new JobSchedule { Job = job.Name }).Entity;
            schedule.Cron = job.DefaultCron is null ? null : draft.Cron!.Trim();
            schedule.TimeZone = string.IsNullOrWhiteSpace(draft.TimeZone) ? null : draft.TimeZone;
            schedule.Enabled = draft.Enabled;
            schedule.CatchUp = draft.CatchUp;
            schedule.ChangedAt = time.GetUtcNow();
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            await db.ScheduleClocks.Where(clock => clock.Job == job.Name).ExecuteDeleteAsync(cancellation);
            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }

        await clocks.EnsureAsync(cancellation);
        changes.Publish(ChangeKind.Settings);
        return [];
    }

    private List<Problem> Validate(ScheduleDraft draft)
    {
        var problems = new List<Problem>();
        if (JobCatalog.Find(draft.Job) is not { Invocable: not null } job)
        {
            problems.Add(new Problem(
                    "value.unexpected", "Job", draft.Job,
                    new Phrase("expected.one-of", string.Join(", ", JobCatalog.Scheduled.Select(known => known.Name)))).At("job"));
        }
        else if (job.DefaultCron is not null && CronSchedule.Validate(draft.Cron?.Trim(), time.GetUtcNow()) is { } problem)
        {
            problems.Add(problem);
        }

        if (!string.IsNullOrWhiteSpace(draft.TimeZone) && !StationClock.Exists(draft.TimeZone))
        {
            problems.Add(new Problem(
                    "value.unexpected", new Phrase("name.time-zone"), draft.TimeZone, new Phrase("expected.zone", Sensor.DefaultTimeZone))
                    .At("time_zone"));
        }

        return problems;
    }
}
