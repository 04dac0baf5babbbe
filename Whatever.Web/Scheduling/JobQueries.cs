using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Scheduling;

/// <summary>A job with its schedule, its next time and its newest runs.</summary>
public sealed record JobStatus(
    JobDefinition Job, JobSchedule Schedule, DateTimeOffset? NextDueAt, bool IsRunning, double? Progress, IReadOnlyList<JobRun> Runs);

/// <summary>What the pages show of jobs.</summary>
public sealed class JobQueries(IDbContextFactory<StationDbContext> contexts, JobRunner runner)
{
    private const int ShownRuns = 20;

    public async Task<IReadOnlyList<JobStatus>> ListAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var schedules = await db.Schedules.AsNoTracking().ToDictionaryAsync(schedule => schedule.Job, cancellation);
        var clocks = await db.ScheduleClocks.AsNoTracking().ToListAsync(cancellation);
        var jobs = new List<JobStatus>();
        foreach (var job in JobCatalog.All)
        {
            var runs = await db.JobRuns.AsNoTracking().Where(run => run.Job == job.Name).OrderByDescending(run => run.StartedAt)
                .Take(ShownRuns).ToListAsync(cancellation);
            var next = clocks.Where(clock => clock.Job == job.Name).Select(clock => (DateTimeOffset?)clock.NextDueAt).Min();
            jobs.Add(
                new JobStatus(
                    job, schedules.GetValueOrDefault(job.Name) ?? new JobSchedule { Job = job.Name }, next, runner.IsRunning(job.Name),
                    runner.ProgressOf(job.Name), runs));
        }

        return jobs;
    }

    /// <summary>The newest run that has ended; null before the first one.</summary>
    public async Task<JobRun?> LastAsync(string job, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.JobRuns.AsNoTracking().Where(run => run.Job == job && run.Outcome != RunOutcome.Running)
            .OrderByDescending(run => run.Id).FirstOrDefaultAsync(cancellation);
    }

    public async Task<DateTimeOffset?> NextDueAsync(string job, string timeZone, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.ScheduleClocks.Where(clock => clock.Job == job && clock.TimeZone == timeZone)
            .MinAsync(clock => (DateTimeOffset?)clock.NextDueAt, cancellation);
    }
}
