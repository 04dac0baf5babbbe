using Whatever.Model.Problems;

namespace Whatever.Web.Devices;

/// <summary>Keeps one device running: what fails is said, and tried again after a pause that grows.</summary>
internal sealed class DeviceRunner : IAsyncDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private const int LargestExponent = 10;

    private readonly CancellationTokenSource stop = new();
    private readonly IDeviceDriver driver;
    private readonly DeviceStates states;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Task work;

    public DeviceRunner(DeviceSetup setup, IDeviceDriver driver, DeviceStates states, TimeProvider time, ILogger logger)
    {
        (Setup, this.driver, this.states, this.time, this.logger) = (setup, driver, states, time, logger);
        work = Task.Run(RunAsync);
    }

    public DeviceSetup Setup { get; }

    /// <summary>A connection that ends at once, as where two stations have one client id, is a failure like that of the last try.</summary>
    private bool HasLasted =>
        states.Of(Setup.Id) is { Phase: DevicePhase.Connected } state && time.GetUtcNow() - state.Since > LongestPause;

    /// <summary>1, 2, 4 ... seconds up to a minute.</summary>
    /// <param name="failures">In a row, 1 or more.</param>
    public static TimeSpan PauseAfter(int failures) =>
        TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Min(failures - 1, LargestExponent)), LongestPause.TotalSeconds));

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await work;
        stop.Dispose();
        states.Resting(Setup.Id);
    }

    private async Task RunAsync()
    {
        for (var failures = 0; !stop.IsCancellationRequested;)
        {
            states.Connecting(Setup.Id);
            try
            {
                await driver.RunAsync(Setup, stop.Token);
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                failures = HasLasted ? 1 : failures + 1;
                await PauseAsync(failure, failures);
            }
        }
    }

    private async Task PauseAsync(Exception failure, int failures)
    {
        var known = DeviceProblems.Explain(failure, Setup);
        if (known is null)
        {
            logger.LogError(failure, "Device {Name} failed", Setup.Name);
        }
        else if (failures == 1)
        {
            // Tried again and again, told once.
            logger.LogWarning("Device {Name}: {Reason}", Setup.Name, known);
        }

        // The pause begins before it is told of: who hears of it may set the clock on.
        var pause = PauseAfter(failures);
        var wait = Task.Delay(pause, time, stop.Token);
        states.Failed(Setup.Id, known ?? new Problem("device.line-says", FileProblems.Clause(failure.Message)), time.GetUtcNow() + pause);
        try
        {
            await wait;
        }
        catch (OperationCanceledException)
        {
            // It is told to stop.
        }
    }
}
