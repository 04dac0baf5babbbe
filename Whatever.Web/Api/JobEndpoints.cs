using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Scheduling;
using Whatever.Web.Storage;

namespace Whatever.Web.Api;

/// <summary>A job on the wire.</summary>
public sealed record JobAnswer(
    string Name, string? Cron, string? TimeZone, bool Enabled, bool Running, DateTimeOffset? NextDueAt, DateTimeOffset? LastStartedAt,
    RunOutcome? LastOutcome, string? LastMessage);

internal static class JobEndpoints
{
    public static void MapJobs(this RouteGroupBuilder api)
    {
        api.MapGet("/jobs", ListAsync).RequireRight(Right.Read).WithSummary("The jobs with schedule, next time and last run");
        api.MapPost("/jobs/{name}/run", Run).RequireRight(Right.RunJobs).WithSummary("Starts a job now");
        api.MapPost("/jobs/{name}/cancel", Cancel).RequireRight(Right.RunJobs).WithSummary("Cancels the run that is on");
    }

    private static async Task<IReadOnlyList<JobAnswer>> ListAsync(
        IDbContextFactory<StationDbContext> contexts, JobRunner runner, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var schedules = await db.Schedules.AsNoTracking().ToDictionaryAsync(schedule => schedule.Job, cancellation);
        var clocks = await db.ScheduleClocks.AsNoTracking().ToListAsync(cancellation);
        var answers = new List<JobAnswer>();
        foreach (var job in JobCatalog.All)
        {
            var schedule = schedules.GetValueOrDefault(job.Name);
            var last = await db.JobRuns.AsNoTracking().Where(run => run.Job == job.Name).OrderByDescending(run => run.StartedAt)
                .FirstOrDefaultAsync(cancellation);
            var next = clocks.Where(clock => clock.Job == job.Name).Select(clock => (DateTimeOffset?)clock.NextDueAt).Min();
            answers.Add(new JobAnswer(
                job.Name, schedule?.Cron, schedule?.TimeZone, schedule?.Enabled ?? false, runner.IsRunning(job.Name), next, last?.StartedAt,
                last?.Outcome, last?.Message?.ToString()));
        }

        return answers;
    }

    private static IResult Run(string name, JobRunner runner) => JobCatalog.Find(name) switch
    {
        null => ProblemAnswers.NotFound(new Problem("job.unknown", name)),
        { Invocable: null } job =>
            ProblemAnswers.Conflict(new Problem("job.needs-a-file", job.Name)),
        { } job when runner.Start(job.Name, RunTrigger.Person) => Results.Accepted("/api/v1/jobs"),
        { } job => ProblemAnswers.Conflict(new Problem("job.running", job.Name)),
    };

    private static IResult Cancel(string name, JobRunner runner) => JobCatalog.Find(name) switch
    {
        null => ProblemAnswers.NotFound(new Problem("job.unknown", name)),
        { } job when runner.Cancel(job.Name) => Results.Accepted("/api/v1/jobs"),
        { } job => ProblemAnswers.Conflict(new Problem("job.not-running", job.Name)),
    };
}
