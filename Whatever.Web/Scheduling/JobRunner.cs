using System.Collections.Concurrent;
using Coravel.Invocable;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Scheduling;

/// <summary>
/// Starts jobs in the background, each in a scope of its own and with its own cancellation: never two runs of one job on one subject at
/// once. (Coravel's queue would hold a long run until the rest of its batch is done, and its cancel-all poisons later runs.)
/// </summary>
public sealed class JobRunner(
    IServiceScopeFactory scopes, RunHistory history, ChangeFeed changes, TimeProvider time, ILogger<JobRunner> logger)
    : IJobStarter, IBackgroundWork, IAsyncDisposable
{
    /// <summary>Progress is shown this often.</summary>
    private static readonly TimeSpan ShownApart = TimeSpan.FromSeconds(1);

    /// <summary>By the job, or the job and what its work is about.</summary>
    private readonly ConcurrentDictionary<(string Job, string Subject), Running> running = new();
    private volatile bool stopping;

    /// <summary>Whether the job runs, if only for one subject.</summary>
    public bool IsRunning(string job) => RunsOf(job).Any();

    /// <summary>Whether the job as a whole runs, as its schedule starts it.</summary>
    public bool IsRunningWhole(string job) => running.ContainsKey((job, ""));

    /// <summary>How far the run that is on says it has come, 0..1; null where it does not say.</summary>
    public double? ProgressOf(string job) =>
        RunsOf(job).Select(run => run.Context?.Progress).FirstOrDefault(progress => progress is not null);

    /// <returns>False where the job runs already or the station is stopping.</returns>
    /// <exception cref="ArgumentException">There is no such job.</exception>
    public bool Start(string job, RunTrigger trigger, IReadOnlyList<string>? timeZones = null) =>
        StartCore(job, trigger, new Scope(timeZones, null)) is not null;

    /// <summary>Starts the job for one sensor.</summary>
    /// <returns>False where the job runs already or the station is stopping.</returns>
    /// <exception cref="ArgumentException">There is no such job.</exception>
    public bool StartFor(int sensorKey, string job, RunTrigger trigger) => StartCore(job, trigger, new Scope(null, sensorKey)) is not null;

    /// <summary>Starts the job, or joins the run that is on, and waits for its end.</summary>
    public Task RunAsync(string job, RunTrigger trigger) =>
        StartCore(job, trigger, new Scope(null, null))?.Completion
            ?? (running.TryGetValue((job, ""), out var current) ? current.Completion : Task.CompletedTask);

    public async Task<T> RunAsync<T>(
        string job, string subject, Func<JobContext, CancellationToken, Task<T>> work, CancellationToken cancellation = default)
    {
        var definition = Find(job);
        var run = new Running();
        while (!running.TryAdd((definition.Name, subject), run))
        {
            if (running.TryGetValue((definition.Name, subject), out var before))
            {
                await before.Completion.WaitAsync(cancellation);
            }

            if (stopping)
            {
                throw new OperationCanceledException();
            }
        }

        // StopAsync looks at what runs after it has said that it stops.
        if (stopping)
        {
            run.Cancel();
        }

        await using var asked = cancellation.Register(run.Cancel);
        Task<T>? answer = null;
        await Task.Run(
            () =>
                RunToEndAsync(
                    (definition.Name, subject), RunTrigger.Person, run,
                    (services, cancellation) =>
                        answer = DoAsync(services.GetRequiredService<JobContext>(), cancellation)), CancellationToken.None);
        return await (answer ?? throw (run.IsCancelled
            ? new OperationCanceledException() : new IOException("The run could not be written into the history, so it was not begun.")));

        // What is thrown before the first await belongs to the answer as well.
        async Task<T> DoAsync(JobContext context, CancellationToken cancellation) => await work(context, cancellation);
    }

    /// <summary>Cancels whatever runs of the job.</summary>
    public bool Cancel(string job)
    {
        var runs = RunsOf(job).ToList();
        runs.ForEach(run => run.Cancel());
        return runs.Count > 0;
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

    private static JobDefinition Find(string job) => JobCatalog.Find(job)
        ?? throw new ArgumentException(
            $"Job is \"{job}\", expected one of {string.Join(", ", JobCatalog.All.Select(known => known.Name))}.", nameof(job));

    private IEnumerable<Running> RunsOf(string job) => running.Where(run => run.Key.Job == job).Select(run => run.Value);

    private Running? StartCore(string job, RunTrigger trigger, Scope scope)
    {
        var definition = Find(job);
        if (definition.Invocable is null)
        {
            throw new ArgumentException(
                $"{definition.Name} begins with what a person gives it; it cannot be started by itself.", nameof(job));
        }

        var run = new Running();
        if (stopping || !running.TryAdd((definition.Name, ""), run))
        {
            return null;
        }

        _ = Task.Run(
            () =>
                RunToEndAsync(
                    (definition.Name, ""), trigger, run,
                    (services, cancellation) => InvokeAsync(definition, scope, services, cancellation)));
        return run;
    }

    private async Task RunToEndAsync(
        (string Job, string Subject) key, RunTrigger trigger, Running run, Func<IServiceProvider, CancellationToken, Task> work)
    {
        // What a person starts is theirs; the rest is the job's own.
        using var acting = Actor.Current is null ? Actor.Begin(new Actor(ActorKind.Job, key.Job)) : null;
        try
        {
            var id = await BeginAsync(key.Job, trigger);
            await using var scope = scopes.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<JobContext>();
            (context.Trigger, context.Progressed, run.Context) = (trigger, () => ShowProgress(run), context);
            var (outcome, message) = await TryAsync(
                key.Job, context, cancellation => work(scope.ServiceProvider, cancellation), run.Cancellation.Token);
            if (id is { } known)
            {
                await history.EndAsync(known, outcome, message);
            }
        }
        catch (Exception exception)
        {
            // The history itself cannot be written (disk full, database locked away): the log is all that is left.
            logger.LogError(exception, "Job {Job} could not be recorded", key.Job);
        }
        finally
        {
            running.TryRemove(key, out _);
            run.Cancellation.Dispose();
            run.Done.SetResult();
        }
    }

    /// <returns>Null where the run cannot be written down and goes on all the same.</returns>
    private async Task<long?> BeginAsync(string job, RunTrigger trigger)
    {
        try
        {
            return await history.BeginAsync(job, trigger);
        }
        catch (Exception failure) when (Find(job).FreesSpace && Failure.Explain(failure) is not null)
        {
            logger.LogWarning("Job {Job} runs without a place in the history: {Reason}", job, Failure.Of(failure).ToString());
            return null;
        }
    }

    private async Task<(RunOutcome Outcome, Phrase? Message)> TryAsync(
        string job, JobContext context, Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        try
        {
            cancellation.ThrowIfCancellationRequested();
            await work(cancellation);
            return (context.Failed ? RunOutcome.Failed : RunOutcome.Succeeded, context.Message);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return stopping
                ? (RunOutcome.Interrupted, RunHistory.Interrupted)
                : (RunOutcome.Cancelled, new Phrase("work.cancelled"));
        }
        catch (Exception refused) when (Failure.IsRefusal(refused))
        {
            logger.LogWarning("Job {Job} refused: {Reason}", job, refused.Message);
            return (RunOutcome.Failed, Failure.Of(refused));
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "Job {Job} failed", job);
            return (RunOutcome.Failed, Failure.Of(exception));
        }
    }

    private static async Task InvokeAsync(JobDefinition job, Scope concerned, IServiceProvider services, CancellationToken cancellation)
    {
        var context = services.GetRequiredService<JobContext>();
        (context.TimeZones, context.SensorKey) = (concerned.TimeZones, concerned.SensorKey);
        var invocable = (IInvocable)services.GetRequiredService(job.Invocable!);
        if (invocable is ICancellableInvocable cancellable)
        {
            cancellable.CancellationToken = cancellation;
        }

        await invocable.Invoke();
    }

    private void ShowProgress(Running run)
    {
        if (time.GetElapsedTime(run.ShownAt) >= ShownApart)
        {
            run.ShownAt = time.GetTimestamp();
            changes.Publish(ChangeKind.Jobs);
        }
    }

    /// <summary>What a run is for; null for no bounds.</summary>
    private readonly record struct Scope(IReadOnlyList<string>? TimeZones, int? SensorKey);

    private sealed class Running
    {
        public CancellationTokenSource Cancellation { get; } = new();
        public bool IsCancelled { get; private set; }
        public JobContext? Context { get; set; }
        public long ShownAt { get; set; }
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public Task Completion => Done.Task;

        /// <summary>A run that has just ended cannot be cancelled any more, which is as good.</summary>
        public void Cancel()
        {
            IsCancelled = true;
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
