using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Whatever.Model.ModelFiles;
using Whatever.Model.Problems;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Scheduling;

namespace Whatever.Tests.Web.Scheduling;

/// <summary>What a person asks for on a page runs as a job.</summary>
public sealed class BackgroundWorkTests
{
    [Fact]
    public async Task Run_WorkThatReports_GivesItsAnswerAndALineOfHistory()
    {
        await using var station = await TestStation.StartAsync();
        var answer = await station.Get<IBackgroundWork>().RunAsync(JobNames.ImportReadings, "sensor_01", (context, _) =>
        {
            context.Report(new Phrase("work.minutes-stored", Counted.Of(3, "count.minutes")));
            return Task.FromResult(42);
        }, TestStation.Cancellation);
        Assert.Equal(42, answer);
        var run = Assert.Single(await RunsAsync(station));
        Assert.Equal(
            (JobNames.ImportReadings, RunTrigger.Person, RunOutcome.Succeeded, "3 minutes stored."),
            (run.Job, run.Trigger, run.Outcome, run.Message?.ToString()));
    }

    [Fact]
    public async Task Run_WorkThatThrows_IsRecordedAndThrownOn()
    {
        await using var station = await TestStation.StartAsync();
        var problem = await Assert.ThrowsAsync<InvalidDataException>(() => station.Get<IBackgroundWork>().RunAsync<int>(
            JobNames.ImportModel, "mine", (_, _) => throw new InvalidDataException("No network."), TestStation.Cancellation));
        Assert.Equal("No network.", problem.Message);
        var run = Assert.Single(await RunsAsync(station));
        Assert.Equal((RunOutcome.Failed, "No network."), (run.Outcome, run.Message?.ToString()));
    }

    /// <summary>A refusal was said to who caused it; only what is a fault of the program needs its trace.</summary>
    [Fact]
    public async Task Run_RefusalOrFault_IsLoggedInOneLineOrWithItsTrace()
    {
        var log = new KeptLog();
        await using var station = await TestStation.StartAsync(change: services => services.AddSingleton<ILogger<JobRunner>>(log));
        await ThrowAsync(new ModelFileException(new Problem("model.unknown", "mine")));
        await ThrowAsync(new InvalidDataException("No network."));
        Assert.Equal(
            [
                (LogLevel.Warning, "Job ImportModel refused: There is no model mine.", null),
                (LogLevel.Error, "Job ImportModel failed", "No network."),
            ],
            log.Lines);

        Task ThrowAsync(Exception failure) => Assert.ThrowsAnyAsync<Exception>(() => station.Get<IBackgroundWork>().RunAsync<int>(
            JobNames.ImportModel, "mine", (_, _) => throw failure, TestStation.Cancellation));
    }

    [Fact]
    public async Task Cancel_OneSubject_LeavesTheOtherRunning()
    {
        await using var station = await TestStation.StartAsync();
        var runner = station.Get<JobRunner>();
        var gate = new TaskCompletionSource();
        var (one, two) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var mine = new CancellationTokenSource();
        var first = runner.RunAsync(JobNames.ImportReadings, "one", (_, cancellation) => WaitAsync(one, gate, cancellation), mine.Token);
        var second = runner.RunAsync(
            JobNames.ImportReadings, "two", (_, cancellation) => WaitAsync(two, gate, cancellation), TestStation.Cancellation);
        await Task.WhenAll(one.Task, two.Task).WaitAsync(TestStation.Cancellation);
        Assert.True(runner.IsRunning(JobNames.ImportReadings));
        await mine.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();
        Assert.Equal(1, await second);
        Assert.False(runner.Cancel(JobNames.ImportReadings));
        Assert.Equal([RunOutcome.Cancelled, RunOutcome.Succeeded], (await RunsAsync(station)).Select(run => run.Outcome).Order().Reverse());
    }

    [Fact]
    public async Task Run_SameSubjectAgain_WaitsForTheFirst()
    {
        await using var station = await TestStation.StartAsync();
        var runner = station.Get<JobRunner>();
        var (gate, entered, order) = (new TaskCompletionSource(), new TaskCompletionSource(), new List<int>());
        var first = runner.RunAsync(JobNames.RebuildCriteria, "sensor_01/pressure", async (_, cancellation) =>
        {
            await WaitAsync(entered, gate, cancellation);
            order.Add(1);
            return 1;
        }, TestStation.Cancellation);
        await entered.Task.WaitAsync(TestStation.Cancellation);
        var second = runner.RunAsync(JobNames.RebuildCriteria, "sensor_01/pressure", (_, _) =>
        {
            order.Add(2);
            return Task.FromResult(2);
        }, TestStation.Cancellation);
        gate.SetResult();
        Assert.Equal((1, 2), (await first, await second));
        Assert.Equal([1, 2], order);
    }

    /// <summary>Who waits for somebody else's work and gives up takes back what was asked for, and nothing else.</summary>
    [Fact]
    public async Task Cancel_WhileItWaitsForAnother_LeavesThatOneRunning()
    {
        await using var station = await TestStation.StartAsync();
        var runner = station.Get<JobRunner>();
        var (gate, entered) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var mine = new CancellationTokenSource();
        var theirs = runner.RunAsync(
            JobNames.ImportReadings, "one", (_, cancellation) => WaitAsync(entered, gate, cancellation), TestStation.Cancellation);
        await entered.Task.WaitAsync(TestStation.Cancellation);
        var waiting = runner.RunAsync(JobNames.ImportReadings, "one", (_, _) => Task.FromResult(2), mine.Token);
        await mine.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        gate.SetResult();
        Assert.Equal(1, await theirs);
        Assert.Equal([RunOutcome.Succeeded], (await RunsAsync(station)).Select(run => run.Outcome));
    }

    [Fact]
    public async Task Progress_WhileItRuns_IsShownWithTheJob()
    {
        await using var station = await TestStation.StartAsync();
        var runner = station.Get<JobRunner>();
        var (gate, entered) = (new TaskCompletionSource(), new TaskCompletionSource());
        var run = runner.RunAsync(JobNames.ImportReadings, "sensor_01", async (context, cancellation) =>
        {
            context.ReportProgress(0.25);
            return await WaitAsync(entered, gate, cancellation);
        }, TestStation.Cancellation);
        await entered.Task.WaitAsync(TestStation.Cancellation);
        Assert.Equal(0.25, runner.ProgressOf(JobNames.ImportReadings));
        gate.SetResult();
        await run;
        Assert.Null(runner.ProgressOf(JobNames.ImportReadings));
    }

    [Fact]
    public async Task Start_WorkThatNeedsAFile_IsRefused()
    {
        await using var station = await TestStation.StartAsync();
        var problem = Assert.Throws<ArgumentException>(() => station.Get<JobRunner>().Start(JobNames.ImportReadings, RunTrigger.Person));
        Assert.Contains("begins with what a person gives it", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_WhileWorkRuns_BreaksItOff()
    {
        await using var station = await TestStation.StartAsync();
        var runner = station.Get<JobRunner>();
        var entered = new TaskCompletionSource();
        var run = runner.RunAsync(
            JobNames.ImportModel, "mine", (_, cancellation) => WaitAsync(entered, new TaskCompletionSource(), cancellation),
            TestStation.Cancellation);
        await entered.Task.WaitAsync(TestStation.Cancellation);
        await runner.StopAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => runner.RunAsync(JobNames.ImportModel, "mine", (_, _) => Task.FromResult(1), TestStation.Cancellation));
        Assert.All(await RunsAsync(station), line => Assert.Equal(RunOutcome.Interrupted, line.Outcome));
    }

    private static async Task<int> WaitAsync(TaskCompletionSource entered, TaskCompletionSource gate, CancellationToken cancellation)
    {
        entered.SetResult();
        await gate.Task.WaitAsync(cancellation);
        return 1;
    }

    private static Task<List<JobRun>> RunsAsync(TestStation station) =>
        station.QueryAsync(db => db.JobRuns.OrderBy(run => run.Id).ToListAsync(TestStation.Cancellation));

    private sealed class KeptLog : ILogger<JobRunner>
    {
        public List<(LogLevel Level, string Text, string? Fault)> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add((logLevel, formatter(state, exception), exception?.Message));
    }
}
