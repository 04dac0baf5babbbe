using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Devices;

/// <summary>Runs every device that is not paused, and begins anew with what a person has changed.</summary>
internal sealed class DeviceHost(
    DeviceSetups setups, IEnumerable<IDeviceDriver> drivers, DeviceStates states, ChangeFeed changes, TimeProvider time,
    ILogger<DeviceHost> logger) : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ForgetWait = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim turn = new(1);
    private readonly SemaphoreSlim changed = new(0, 1);
    private readonly Dictionary<int, DeviceRunner> runners = [];

    /// <summary>
    /// Does something with a device while none that shares its port or address runs: a serial port can be open once, and many devices
    /// take one connection alone.
    /// </summary>
    public async Task<T> AloneAsync<T>(DeviceSetup setup, Func<IDeviceDriver, Task<T>> work, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        var aside = runners.Values.Where(runner => runner.Setup.SharesLinkWith(setup)).ToList();
        try
        {
            await StopAsync(aside);
            return await work(DriverOf(setup.Kind));
        }
        finally
        {
            aside.ForEach(runner => Begin(runner.Setup));
            turn.Release();
        }
    }

    /// <summary>Ends what the other side keeps for a device that was deleted, or is spoken to elsewhere now.</summary>
    /// <param name="setup">As it was spoken to until now.</param>
    /// <param name="cancellation">Of whoever waits for it.</param>
    /// <returns>Why it could not be ended; null where it was.</returns>
    public async Task<Problem?> ForgetAsync(DeviceSetup setup, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            // It would connect again under the same name.
            await StopAsync([.. runners.Values.Where(
                runner => runner.Setup.Id == setup.Id && runner.Setup.Connection == setup.Connection)]);
        }
        finally
        {
            turn.Release();
        }

        using var limit = new CancellationTokenSource(ForgetWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await DriverOf(setup.Kind).ForgetAsync(setup, either.Token);
            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new Problem("device.no-connection", ForgetWait.TotalSeconds);
        }
        catch (Exception failure) when (DeviceProblems.Explain(failure, setup) is { } problem)
        {
            return problem;
        }
    }

    public override void Dispose()
    {
        turn.Dispose();
        changed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = changes.Subscribe(OnChange);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await TryApplyAsync(stoppingToken);
                await changed.WaitAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The station is stopping.
        }
        finally
        {
            await turn.WaitAsync(CancellationToken.None);
            await StopAsync([.. runners.Values]);
            turn.Release();
        }
    }

    private async Task TryApplyAsync(CancellationToken stopping)
    {
        try
        {
            await ApplyAsync(stopping);
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            logger.LogError(failure, "Devices could not be begun; tried again in {Seconds} s", AfterFailure.TotalSeconds);
            await Task.Delay(AfterFailure, time, stopping);
            OnChange(new Change(ChangeKind.Devices));
        }
    }

    private async Task ApplyAsync(CancellationToken stopping)
    {
        await turn.WaitAsync(stopping);
        try
        {
            var wanted = (await setups.RunningAsync(stopping)).ToDictionary(setup => setup.Id);
            await StopAsync(
                [
                    .. runners.Values.Where(
                        runner => !wanted.TryGetValue(runner.Setup.Id, out var setup) || MarkOf(setup) != MarkOf(runner.Setup)),
                ]);
            foreach (var setup in wanted.Values.Where(setup => !runners.ContainsKey(setup.Id)))
            {
                Begin(setup);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    private void Begin(DeviceSetup setup) =>
        runners[setup.Id] = new DeviceRunner(setup, DriverOf(setup.Kind), states, time, logger);

    private async Task StopAsync(IReadOnlyList<DeviceRunner> ended)
    {
        await Task.WhenAll(ended.Select(runner => runner.DisposeAsync().AsTask()));
        foreach (var runner in ended)
        {
            runners.Remove(runner.Setup.Id);
        }
    }

    private IDeviceDriver DriverOf(DeviceKind kind) => drivers.First(driver => driver.Speaks(kind));

    /// <summary>All that a driver is told; a record compares lists by their identity.</summary>
    private static string MarkOf(DeviceSetup setup) => StoredJson.Write(setup);

    private void OnChange(Change change)
    {
        if (change.Kind is ChangeKind.Devices or ChangeKind.Stations && changed.CurrentCount == 0)
        {
            try
            {
                changed.Release();
            }
            catch (SemaphoreFullException)
            {
                // Two changes at once: one look is enough.
            }
        }
    }
}
