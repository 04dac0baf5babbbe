using Coravel.Invocable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Whatever.Model.Problems;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Retention;
using Whatever.Web.Scheduling;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Scheduling;

public sealed class JobRunnerTests
{
    private const string Job = "PurgeOldData";

    [Fact]
    public async Task Start_WhileItRuns_IsRefusedAndAllowedAfterwards()
    {
        var gate = new Gate();
        await using var station = await StartAsync(gate);
        var runner = station.Get<JobRunner>();
        Assert.True(runner.Start(Job, RunTrigger.Person));
        await gate.Entered.Task.WaitAsync(TestStation.Cancellation);
        Assert.True(runner.IsRunning(Job));
        Assert.False(runner.Start(Job, RunTrigger.Schedule));
        Assert.False(runner.Start("purgeolddata", RunTrigger.Schedule));
        var joined = runner.RunAsync(Job, RunTrigger.Data);
        gate.Open.SetResult();
        await joined;
        Assert.False(runner.IsRunning(Job));
        Assert.Equal([RunTrigger.Person], (await RunsAsync(station)).Select(run => run.Trigger));
        await runner.RunAsync(Job, RunTrigger.Data);
        Assert.Equal(RunTrigger.Data, (await RunsAsync(station))[^1].Trigger);
    }

    [Fact]
    public async Task Cancel_Running_IsRecordedAsCancelled()
    {
        var gate = new Gate();
        await using var station = await StartAsync(gate);
        var runner = station.Get<JobRunner>();
        Assert.False(runner.Cancel(Job));
        var run = runner.RunAsync(Job, RunTrigger.Person);
        await gate.Entered.Task.WaitAsync(TestStation.Cancellation);
        Assert.True(runner.Cancel(Job));
        await run;
        var recorded = Assert.Single(await RunsAsync(station));
        Assert.Equal(
            (RunOutcome.Cancelled, "Cancelled; what was committed before is kept."),
            (recorded.Outcome, recorded.Message?.ToString()));
        gate.Open.SetResult();
        await runner.RunAsync(Job, RunTrigger.Person);
        Assert.Equal(RunOutcome.Succeeded, (await RunsAsync(station))[^1].Outcome);
    }

    [Fact]
    public async Task Run_JobThatThrows_IsRecordedAsFailedWithItsSentence()
    {
        var gate = new Gate { Failure = new InvalidOperationException("The disk is on fire.") };
        gate.Open.SetResult();
        await using var station = await StartAsync(gate);
        await station.Get<JobRunner>().RunAsync(Job, RunTrigger.Schedule);
        var run = Assert.Single(await RunsAsync(station));
        Assert.Equal(
            (RunOutcome.Failed, "The disk is on fire.", TestStation.Noon, TestStation.Noon),
            (run.Outcome, run.Message?.ToString(), run.StartedAt, run.FinishedAt!.Value));
    }

    [Fact]
    public async Task Dispose_WhileAJobRuns_BreaksItOffAndWaits()
    {
        using var folder = new TestFolder();
        var gate = new Gate();
        var station = await StartAsync(gate, folder.Path);
        station.Get<JobRunner>().Start(Job, RunTrigger.Person);
        await gate.Entered.Task.WaitAsync(TestStation.Cancellation);
        await station.Get<JobRunner>().DisposeAsync();
        Assert.Equal(RunOutcome.Interrupted, Assert.Single(await RunsAsync(station)).Outcome);
        Assert.False(station.Get<JobRunner>().Start(Job, RunTrigger.Person));
        await station.DisposeAsync();
    }

    [Fact]
    public async Task Start_UnknownJob_NamesTheKnownOnes()
    {
        await using var station = await TestStation.StartAsync();
        var problem = Assert.Throws<ArgumentException>(() => station.Get<JobRunner>().Start("Nothing", RunTrigger.Person));
        Assert.Contains("expected one of IngestReadings, DetectOutliers", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_QuietRuns_KeepsOnlyTheLastAndEveryOther()
    {
        await using var station = await TestStation.StartAsync();
        var history = station.Get<RunHistory>();
        foreach (
            var (
                outcome,
                message) in new[] { (RunOutcome.Succeeded, null), (RunOutcome.Succeeded, Counted.Of(3, "count.rows")),
                (RunOutcome.Failed, null), (RunOutcome.Succeeded, null), (RunOutcome.Succeeded, (Phrase?)null) })
        {
            await history.EndAsync(await history.BeginAsync(Job, RunTrigger.Schedule), outcome, message);
        }

        Assert.Equal(["3 rows", null, null], (await RunsAsync(station)).Select(run => run.Message?.ToString()));
        Assert.Equal(
            [RunOutcome.Succeeded, RunOutcome.Failed, RunOutcome.Succeeded], (await RunsAsync(station)).Select(run => run.Outcome));
    }

    [Fact]
    public async Task History_AfterACrash_MarksWhatWasRunning()
    {
        await using var station = await TestStation.StartAsync();
        var history = station.Get<RunHistory>();
        await history.BeginAsync(Job, RunTrigger.Schedule);
        await history.MarkInterruptedAsync();
        var run = Assert.Single(await RunsAsync(station));
        Assert.Equal((RunOutcome.Interrupted, "The station stopped while this ran."), (run.Outcome, run.Message?.ToString()));
    }

    [Fact]
    public async Task History_PersonsRunAfterABrokenOffOne_IsNotTakenForIt()
    {
        await using var station = await TestStation.StartAsync();
        var history = station.Get<RunHistory>();
        await history.BeginAsync(Job, RunTrigger.Schedule);
        await history.EndAsync(await history.BeginAsync(Job, RunTrigger.Person), RunOutcome.Succeeded, Counted.Of(1, "count.sensors"));
        Assert.Equal([Job], await history.MarkInterruptedAsync());
    }

    [Fact]
    public async Task Tick_DueJob_IsStartedAndRecorded()
    {
        await using var station = await TestStation.StartAsync();
        await station.AddSensorAsync();
        await station.Get<ScheduleClocks>().EnsureAsync(TestStation.Cancellation);
        station.Time.Advance(TimeSpan.FromMinutes(1));
        await station.Get<SchedulerTick>().Invoke();
        await station.Get<JobRunner>().RunAsync("IngestReadings", RunTrigger.Person);
        await station.Get<JobRunner>().RunAsync("DetectOutliers", RunTrigger.Person);
        Assert.Equal(
            ["DetectOutliers", "IngestReadings"],
            (await RunsAsync(station)).Select(run => run.Job).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Queries_List_ShowsEveryJobWithItsNextTime()
    {
        await using var station = await TestStation.StartAsync();
        await station.AddSensorAsync();
        await station.Get<ScheduleClocks>().EnsureAsync(TestStation.Cancellation);
        var queries = new JobQueries(station.Get<IDbContextFactory<StationDbContext>>(), station.Get<JobRunner>());
        var jobs = await queries.ListAsync(TestStation.Cancellation);
        Assert.Equal(JobCatalog.All, jobs.Select(job => job.Job));
        Assert.Equal(TestStation.Noon.AddMinutes(1), jobs[0].NextDueAt);
        Assert.Null(jobs.Single(job => job.Job.Name == "DeliverAlerts").NextDueAt);
        Assert.Equal(TestStation.Noon.AddMinutes(1), await queries.NextDueAsync("DetectOutliers", "Asia/Seoul", TestStation.Cancellation));
    }

    private static Task<TestStation> StartAsync(Gate gate, string? root = null) =>
        TestStation.StartAsync(
            root: root,
            change: services =>
                services.Replace(new ServiceDescriptor(typeof(PurgeOldDataJob), _ => new GatedJob(gate), ServiceLifetime.Transient)));

    private static Task<List<JobRun>> RunsAsync(TestStation station) =>
        station.QueryAsync(db => db.JobRuns.AsNoTracking().OrderBy(run => run.Id).ToListAsync(TestStation.Cancellation));

    private sealed class Gate
    {
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public Exception? Failure { get; init; }
    }

    /// <summary>Stands in for the job: waits until the test opens the gate.</summary>
    private sealed class GatedJob(Gate gate) : IInvocable, ICancellableInvocable
    {
        public CancellationToken CancellationToken { get; set; }

        public async Task Invoke()
        {
            gate.Entered.TrySetResult();
            await gate.Open.Task.WaitAsync(CancellationToken);
            if (gate.Failure is { } failure)
            {
                throw failure;
            }
        }
    }
}
