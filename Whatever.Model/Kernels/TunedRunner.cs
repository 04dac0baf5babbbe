using Whatever.Model.Networks;

namespace Whatever.Model.Kernels;

/// <summary>
/// Runs a network with what is fastest on this machine for the number of windows at hand; see <see cref="KernelCalibration"/>. The numbers
/// are those of any
/// <see cref="LstmRunner"/>. Not thread-safe: one runner, one caller at a time.
/// </summary>
/// <param name="network">One that <see cref="LstmRunner.CanRun"/> takes; packed when it is first run, later changes of its weights are not
/// seen.</param>
/// <param name="mostThreads">1 or 2; a second one is used where it saves time.</param>
/// <param name="calibration">Null for the one of this process.</param>
public sealed class TunedRunner(LstmNetwork network, int mostThreads = 1, KernelCalibration? calibration = null) : IDisposable
{
    private readonly List<LstmRunner> runners = [];
    private readonly Dictionary<(bool IsSingle, int Steps), LstmRunner> chosen = [];

    /// <summary>The outputs of a batch of windows; see <see cref="LstmRunner.Run"/>.</summary>
    /// <param name="input">Shape (batch, steps, features), row-major.</param>
    /// <param name="stepCount">Steps of a window, at least 1.</param>
    /// <param name="result">Shape (batch, outputs).</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    public void Run(ReadOnlySpan<float> input, int stepCount, Span<float> result)
    {
        var rows = LstmRunner.CountRows(network.Features, network.Outputs, input.Length, stepCount, result.Length);
        For(stepCount, rows).Run(input, stepCount, result);
    }

    /// <inheritdoc/>
    public void Dispose() => runners.ForEach(runner => runner.Dispose());

    private LstmRunner For(int steps, int rows)
    {
        var key = (rows <= LstmRunner.MostSingleRows, steps);
        if (!chosen.TryGetValue(key, out var runner))
        {
            var choice = (calibration ?? KernelCalibration.Shared).Choose(network, steps, rows, mostThreads);
            runner = runners.Find(one => one.Choice == choice);
            if (runner is null)
            {
                runner = new LstmRunner(network, choice.Path, choice.Threads);
                runners.Add(runner);
            }

            chosen.Add(key, runner);
        }

        return runner;
    }
}
