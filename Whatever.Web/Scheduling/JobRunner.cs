using System.Collections.Concurrent;
using Coravel.Invocable;
using Whatever.Web.Domain;

namespace Whatever.Web.Scheduling;

/// <summary>
/// Starts jobs in the background, each in a scope of its own and with its own cancellation: never two runs of one job at once.
/// (Coravel's queue would hold a long run until the rest of its batch is done, and its cancel-all poisons later runs.)
/// </summary>
public sealed class JobRunner(IServiceScopeFactory scopes, RunHistory history, ILogger<JobRunner> logger) : IJobStarter, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Running> running = new(StringComparer.Ordinal);
    private volatile bool stopping;

    public bool IsRunning(string job) => running.ContainsKey(job);

    /// <returns>False where the job runs already or the station is stopping.</returns>
    /// <exception cref="ArgumentException">There is no such job.</exception>
    public bool Start(string job, RunTrigger trigger, IReadOnlyList<string>? timeZones = null) => StartCore(job, trigger, new Scope(timeZones, null)) is not null;

    /// <summary>Starts the job for one sensor.</summary>
    /// <returns>False where the job runs already or the station is stopping.</returns>
    /// <exception cref="ArgumentException">There is no such job.</exception>
    public bool StartFor(int sensorKey, string job, RunTrigger trigger) => StartCore(job, trigger, new Scope(null, sensorKey)) is not null;

    /// <summary>Starts the job, or joins the run that is on, and waits for its end.</summary>
    public Task RunAsync(string job, RunTrigger trigger) =>
        StartCore(job, trigger, new Scope(null, null))?.Completion ?? (running.TryGetValue(job, out var current) ? current.Completion : Task.CompletedTask);

    public bool Cancel(string job)
    {
        if (!running.TryGetValue(job, out var run))
        {
            return false;
        }

        run.Cancel();
        return true;
    }

    /// <summary>Cancels what runs, waits for its end and starts nothing any more.</summary>
    public async Task StopAsync()
    {
        stopping = true;
        var runs = running.Values.ToList();
        runs.ForEach(run => run.Cancel());
        await Task.WhenAll(runs.Select(run => run.Completion));
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private Running? StartCore(string job, RunTrigger trigger, Scope scope)
    {
        var definition = JobCatalog.Find(job)
            ?? throw new ArgumentException($"Job is \"{job}\", expected one of {string.Join(", ", JobCatalog.All.Select(known => known.Name))}.", nameof(job));
        var run = new Running();
        if (stopping || !running.TryAdd(definition.Name, run))
        {
            return null;
        }

        _ = Task.Run(() => RunToEndAsync(definition, trigger, scope, run));
        return run;
    }

    private async Task RunToEndAsync(JobDefinition job, RunTrigger trigger, Scope scope, Running run)
    {
        try
        {
            var id = await history.BeginAsync(job.Name, trigger);
            var (outcome, message) = await InvokeAsync(job, trigger, scope, run.Cancellation.Token);
            await history.EndAsync(id, outcome, message);
        }
        catch (Exception exception)
        {
            // The history itself cannot be written (disk full, database locked away): the log is all that is left.
            logger.LogError(exception, "Job {Job} could not be recorded", job.Name);
        }
        finally
        {
            running.TryRemove(job.Name, out _);
            run.Cancellation.Dispose();
            run.Done.SetResult();
        }
    }

    private async Task<(RunOutcome Outcome, string? Message)> InvokeAsync(JobDefinition job, RunTrigger trigger, Scope concerned, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<JobContext>();
        (context.Trigger, context.TimeZones, context.SensorKey) = (trigger, concerned.TimeZones, concerned.SensorKey);
        try
        {
            var invocable = (IInvocable)scope.ServiceProvider.GetRequiredService(job.Invocable);
            if (invocable is ICancellableInvocable cancellable)
            {
                cancellable.CancellationToken = cancellation;
            }

            await invocable.Invoke();
            return (context.Failed ? RunOutcome.Failed : RunOutcome.Succeeded, context.Message);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return stopping ? (RunOutcome.Interrupted, RunHistory.InterruptedMessage) : (RunOutcome.Cancelled, "Cancelled; what was committed before is kept.");
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "Job {Job} failed", job.Name);
            return (RunOutcome.Failed, exception.Message);
        }
    }

    /// <summary>What a run is for; null for no bounds.</summary>
    private readonly record struct Scope(IReadOnlyList<string>? TimeZones, int? SensorKey);

    private sealed class Running
    {
        public CancellationTokenSource Cancellation { get; } = new();
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public Task Completion => Done.Task;

        /// <summary>A run that has just ended cannot be cancelled any more, which is as good.</summary>
        public void Cancel()
        {
            try
            {
                Cancellation.Cancel();
            }
            catch (ObjectDisposedException)
            {
            }
        }
    }
}
