using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using MathNet.Numerics.LinearAlgebra;
using Whatever.Model.Kernels;
using Whatever.Model.Networks;

namespace Whatever.Model.Forecasting;

/// <summary>Runs a network over some windows: with vector kernels where they know its layers, else by its textbook forward pass.</summary>
internal static class WindowOutputs
{
    /// <summary>
    /// Weights are packed once for as long as their network lives. One thread: the 24 windows of a day take a millisecond, and a station
    /// has other work for its cores.
    /// </summary>
    private static readonly ConditionalWeakTable<LstmNetwork, ConcurrentBag<TunedRunner>> Runners = [];

    /// <param name="network">Any network.</param>
    /// <param name="windows">Each of shape (steps, features), row-major.</param>
    /// <param name="steps">Steps of a window.</param>
    /// <returns>The outputs of each window; those of one do not depend on the others.</returns>
    public static double[][] Compute(INetwork network, IReadOnlyList<double[]> windows, int steps) =>
        HasKernels(network) ? Fast((LstmNetwork)network, windows, steps) : ByTheBook(network, windows, steps);

    /// <summary>Whether the kernels know all layers of it.</summary>
    public static bool HasKernels(INetwork network) => network is LstmNetwork plain && LstmRunner.CanRun(plain);

    private static double[][] Fast(LstmNetwork network, IReadOnlyList<double[]> windows, int steps)
    {
        if (windows.Count == 0)
        {
            return [];
        }

        var length = steps * network.Features;
        var inputs = new float[windows.Count * length];
        for (var row = 0; row < windows.Count; row++)
        {
            for (var k = 0; k < length; k++)
            {
                inputs[(row * length) + k] = (float)windows[row][k];
            }
        }

        var outputs = new float[windows.Count * network.Outputs];
        // Each of those that forecast at the same time has a runner to itself.
        var free = Runners.GetValue(network, _ => []);
        var runner = free.TryTake(out var known) ? known : new TunedRunner(network);
        runner.Run(inputs, steps, outputs);
        free.Add(runner);

        return [
            .. windows.Select(
                (_, row) => Array.ConvertAll(outputs[(row * network.Outputs)..((row + 1) * network.Outputs)], value => (double)value))];
    }

    private static double[][] ByTheBook(INetwork network, IReadOnlyList<double[]> windows, int steps)
    {
        var matrices = Enumerable.Range(0, steps)
            .Select(
                step =>
                    Matrix<double>.Build.Dense(windows.Count, network.Features, (row, k) => windows[row][(step * network.Features) + k]))
                .ToList();
        var outputs = network.Forward(matrices);
        return [.. windows.Select((_, row) => outputs.Row(row).ToArray())];
    }
}
