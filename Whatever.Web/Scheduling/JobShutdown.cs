namespace Whatever.Web.Scheduling;

/// <summary>Ends running jobs while the parts that they use are still there: a container gives no such order when it is disposed.</summary>
internal sealed class JobShutdown(JobRunner runner) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => runner.StopAsync();
}
