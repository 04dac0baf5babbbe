using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Scheduling;

/// <summary>
/// Writes down each run. Of runs that found nothing to do only the last one is kept, or a quiet week would be 20,000 lines.
/// </summary>
public sealed class RunHistory(IDbContextFactory<StationDbContext> contexts, ChangeFeed changes, TimeProvider time)
{
    public static readonly Phrase Interrupted = new Phrase("work.interrupted");
    private const int KeptRuns = 500;

    public async Task<long> BeginAsync(string job, RunTrigger trigger)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var run = new JobRun { Job = job, Trigger = trigger, StartedAt = time.GetUtcNow(), Outcome = RunOutcome.Running };
        db.JobRuns.Add(run);
        await db.SaveChangesAsync();
        changes.Publish(ChangeKind.Jobs);
        return run.Id;
    }

    public async Task EndAsync(long id, RunOutcome outcome, Phrase? message)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var run = await db.JobRuns.SingleAsync(row => row.Id == id);
        (run.FinishedAt, run.Outcome, run.Message) = (time.GetUtcNow(), outcome, message);
        await db.SaveChangesAsync();
        StationMeters.RecordJob(run.Job, outcome, run.FinishedAt - run.StartedAt);
        if (outcome == RunOutcome.Succeeded && message is null)
        {
            await db.JobRuns
                .Where(row => row.Job == run.Job && row.Id < id && row.Message == null && row.Outcome == RunOutcome.Succeeded)
                .ExecuteDeleteAsync();
        }

        await ForgetOldestAsync(db, run);

        changes.Publish(ChangeKind.Jobs);
    }

    /// <summary>A job that runs every minute would otherwise leave half a million lines a year.</summary>
    private static async Task ForgetOldestAsync(StationDbContext db, JobRun run)
    {
        var oldest = await db.JobRuns.Where(row => row.Job == run.Job).OrderByDescending(row => row.StartedAt)
            .Skip(KeptRuns).Select(row => (DateTimeOffset?)row.StartedAt).FirstOrDefaultAsync();
        if (oldest is { } startedAt)
        {
            await db.JobRuns.Where(row => row.Job == run.Job && row.StartedAt <= startedAt).ExecuteDeleteAsync();
        }
    }

    /// <summary>At start: what was running when the process ended did not finish.</summary>
    /// <returns>Jobs whose newest run was one of a schedule and was broken off.</returns>
    public async Task<IReadOnlyList<string>> MarkInterruptedAsync()
    {
        await using var db = await contexts.CreateDbContextAsync();
        await db.JobRuns.Where(run => run.Outcome == RunOutcome.Running).ExecuteUpdateAsync(set => set
            .SetProperty(run => run.Outcome, RunOutcome.Interrupted)
            .SetProperty(run => run.Message, Interrupted));
        var scheduled = db.JobRuns.Where(run => run.Trigger == RunTrigger.Schedule || run.Trigger == RunTrigger.CatchUp);
        var newest = scheduled.GroupBy(run => run.Job).Select(runs => runs.Max(run => run.Id));
        return await db.JobRuns
            .Where(
                run =>
                    newest.Contains(run.Id) && run.Outcome == RunOutcome.Interrupted
                        && (run.Trigger == RunTrigger.Schedule || run.Trigger == RunTrigger.CatchUp))
            .Select(run => run.Job).ToListAsync();
    }
}
