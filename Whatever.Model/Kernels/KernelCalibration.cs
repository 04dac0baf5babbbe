using System.Globalization;
using Whatever.Model.Lstm;

namespace Whatever.Model.Kernels;

/// <summary>
/// Finds out by a few milliseconds of trial which path and how many threads run a network fastest on this machine, once per shape. Wide registers may lower the
/// clock, and two cores may lie too far apart to be worth it: that is not to be known from the name of a processor. Safe to use from several threads.
/// </summary>
/// <param name="clock">Time since any moment, to measure the trials with; null where nothing is measured and the widest path with one thread is chosen.</param>
public sealed class KernelCalibration(Func<TimeSpan>? clock = null)
{
    /// <summary>Rows that stand for a batch: the 24 hours of a day.</summary>
    internal const int BatchRows = 24;

    private const int Rounds = 7;

    /// <summary>A batch is as fast per step however many there are; one window on two threads gains with the number of steps.</summary>
    private const int MostBatchSteps = 12;
    private const int MostSingleSteps = 120;

    /// <summary>What another candidate has to save before it is taken: less is noise, and a second thread takes a core from others.</summary>
    private const double PathMargin = 0.03;
    private const double ThreadMargin = 0.1;

    private readonly Lock gate = new();
    private readonly Dictionary<string, KernelChoice> known = [];
    private Func<TimeSpan>? clock = clock;
    private Action<IReadOnlyDictionary<string, KernelChoice>>? keep;

    /// <summary>The one of this process; without a clock until it is given one.</summary>
    public static KernelCalibration Shared { get; } = new();

    /// <summary>Measures from now on, takes over what was measured on this machine before, and tells what is measured.</summary>
    /// <param name="time">Time since any moment.</param>
    /// <param name="measured">By the shape, as <paramref name="whenMeasured"/> was told.</param>
    /// <param name="whenMeasured">Told everything that is known after each measurement.</param>
    public void MeasureWith(Func<TimeSpan> time, IReadOnlyDictionary<string, KernelChoice> measured, Action<IReadOnlyDictionary<string, KernelChoice>> whenMeasured)
    {
        lock (gate)
        {
            (clock, keep) = (time, whenMeasured);
            foreach (var (shape, choice) in measured)
            {
                known.TryAdd(shape, choice);
            }
        }
    }

    /// <summary>What runs so many windows fastest here.</summary>
    /// <param name="network">One that <see cref="LstmRunner.CanRun"/> takes.</param>
    /// <param name="steps">Steps of a window, at least 1.</param>
    /// <param name="rows">Windows that are run at once, at least 1.</param>
    /// <param name="mostThreads">1 or 2.</param>
    public KernelChoice Choose(LstmNetwork network, int steps, int rows, int mostThreads)
    {
        var isSingle = rows <= LstmRunner.MostSingleRows;
        var tried = isSingle ? Math.Min(steps, MostSingleSteps) : Math.Min(steps, MostBatchSteps);
        var shape = string.Create(
            CultureInfo.InvariantCulture,
            $"{network.Features} features, LSTM {string.Join(", ", network.Lstm.Select(layer => layer.Units))}, {(isSingle ? 1 : BatchRows)} x {tried} steps, at most {mostThreads} threads");
        lock (gate)
        {
            if (clock is null)
            {
                return new KernelChoice(KernelPaths.Best, 1);
            }

            if (known.TryGetValue(shape, out var choice) && IsPossible(choice, mostThreads))
            {
                return choice;
            }

            known[shape] = choice = Measure(network, tried, isSingle ? 1 : BatchRows, mostThreads, clock);
            keep?.Invoke(known);
            return choice;
        }
    }

    /// <summary>The fastest of the candidates by the shortest of their times, which neighbours on the machine disturb least.</summary>
    /// <param name="times">Seconds of each candidate; the one that is preferred among equals first.</param>
    internal static KernelChoice Fastest(IReadOnlyList<(KernelChoice Choice, double Seconds)> times)
    {
        var best = times[0];
        foreach (var one in times.Skip(1))
        {
            var margin = one.Choice.Threads > best.Choice.Threads ? ThreadMargin : PathMargin;
            best = one.Seconds < best.Seconds * (1 - margin) ? one : best;
        }

        return best.Choice;
    }

    /// <summary>What was kept may be of another machine, or a person may have changed it.</summary>
    private static bool IsPossible(KernelChoice choice, int mostThreads) =>
        choice.Path is KernelPath.Vector128 or KernelPath.Vector256 or KernelPath.Vector512 && KernelPaths.IsSupported(choice.Path) && choice.Threads >= 1 && choice.Threads <= mostThreads;

    private static KernelChoice Measure(LstmNetwork network, int steps, int rows, int mostThreads, Func<TimeSpan> clock)
    {
        var candidates = new[] { KernelPath.Vector512, KernelPath.Vector256, KernelPath.Vector128 }.Where(KernelPaths.IsSupported).Take(2)
            .SelectMany(path => Enumerable.Range(1, mostThreads).Select(threads => new KernelChoice(path, threads)))
            .OrderBy(choice => choice.Threads).ToList();
        if (candidates.Count == 1)
        {
            return candidates[0];
        }

        var runners = candidates.ConvertAll(choice => new LstmRunner(network, choice.Path, choice.Threads));
        var times = candidates.ConvertAll(_ => double.PositiveInfinity);
        var (windows, outputs) = (new float[rows * steps * network.Features], new float[rows * network.Outputs]);
        Array.Fill(windows, 0.5f);
        for (var round = 0; round <= Rounds; round++)
        {
            for (var k = 0; k < runners.Count; k++)
            {
                // The first run of each round wakes a second thread that went to sleep, and fetches the weights.
                runners[k].Run(windows, steps, outputs);
                var started = clock();
                runners[k].Run(windows, steps, outputs);
                var seconds = (clock() - started).TotalSeconds;
                times[k] = round == 0 ? times[k] : Math.Min(times[k], seconds);
            }
        }

        runners.ForEach(runner => runner.Dispose());
        return Fastest([.. candidates.Zip(times)]);
    }
}
