using System.Globalization;
using Whatever.Model.Networks;

namespace Whatever.Model.Kernels;

/// <summary>
/// Finds out by a few milliseconds of trial which path and how many threads run a network fastest on this machine, once per shape. Wide
/// registers may lower the clock, and two cores may lie too far apart to be worth it: that is not to be known from the name of a processor.
/// Safe to use from several threads.
/// </summary>
/// <param name="clock">Time since any moment, to measure the trials with; null where nothing is measured and the widest path with one
/// thread is chosen.</param>
public sealed class KernelCalibration(Func<TimeSpan>? clock = null)
{
    /// <summary>Rows that stand for a batch: the 24 hours of a day.</summary>
    internal const int BatchRows = 24;

    private const int Rounds = 15;

    /// <summary>A batch is as fast per step however many there are; one window on two threads gains with the number of steps.</summary>
    private const int MostBatchSteps = 12;
    private const int MostSingleSteps = 120;

    /// <summary>
    /// What another candidate has to save before it is taken: less is noise, and a second thread takes a core from others.
    /// </summary>
    private const double PathMargin = 0.03;
    private const double ThreadMargin = 0.1;

    /// <summary>A network so large that a few passes take longer is told apart by these few.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(20);
    private const int FewestRounds = 2;

    /// <summary>Guards what is known; it is held for no longer than a look takes.</summary>
    private readonly Lock gate = new();

    /// <summary>One trial at a time: two at once would measure each other.</summary>
    private readonly Lock trial = new();
    private readonly Dictionary<string, KernelChoice> known = [];
    private Func<TimeSpan>? clock = clock;
    private Action<IReadOnlyDictionary<string, KernelChoice>>? keep;

    /// <summary>The one of this process; without a clock until it is given one.</summary>
    public static KernelCalibration Shared { get; } = new();

    /// <summary>Measures from now on, takes over what was measured on this machine before, and tells what is measured.</summary>
    /// <param name="time">Time since any moment.</param>
    /// <param name="measured">By the shape, as <paramref name="whenMeasured"/> was told.</param>
    /// <param name="whenMeasured">Told everything that is known after each measurement.</param>
    public void MeasureWith(
        Func<TimeSpan> time, IReadOnlyDictionary<string, KernelChoice> measured,
        Action<IReadOnlyDictionary<string, KernelChoice>> whenMeasured)
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
    /// <exception cref="ArgumentOutOfRangeException">Another number of threads.</exception>
    public KernelChoice Choose(LstmNetwork network, int steps, int rows, int mostThreads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mostThreads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(mostThreads, 2);
        var isSingle = rows <= LstmRunner.MostSingleRows;
        var tried = isSingle ? Math.Min(steps, MostSingleSteps) : Math.Min(steps, MostBatchSteps);

        // Two threads share the layers of a single window: of one layer the second would have none.
        var threads = isSingle && network.Lstm.Count == 1 ? 1 : mostThreads;
        var shape = string.Create(
            CultureInfo.InvariantCulture,
            $"{network.Features} features, LSTM {string.Join(", ", network.Lstm.Select(layer => layer.Units))}, "
                + $"{(isSingle ? 1 : BatchRows)} x {tried} steps, at most {threads} threads");
        if (Find(shape, threads, out var measuredBy) is { } choice)
        {
            return choice;
        }

        lock (trial)
        {
            return Find(shape, threads, out _) ?? Learn(shape, Measure(network, tried, isSingle ? 1 : BatchRows, threads, measuredBy!));
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

    /// <returns>Null where it has to be measured, with a clock.</returns>
    private KernelChoice? Find(string shape, int mostThreads, out Func<TimeSpan>? measuredBy)
    {
        lock (gate)
        {
            measuredBy = clock;
            return clock is null ? new KernelChoice(KernelPaths.Best, 1)
                : known.TryGetValue(shape, out var choice) && IsPossible(choice, mostThreads) ? choice
                : null;
        }
    }

    private KernelChoice Learn(string shape, KernelChoice choice)
    {
        Action<IReadOnlyDictionary<string, KernelChoice>>? tell;
        Dictionary<string, KernelChoice> all;
        lock (gate)
        {
            known[shape] = choice;
            (tell, all) = (keep, new Dictionary<string, KernelChoice>(known));
        }

        tell?.Invoke(all);
        return choice;
    }

    /// <summary>What was kept may be of another machine, or a person may have changed it.</summary>
    private static bool IsPossible(KernelChoice choice, int mostThreads) =>
        choice.Path is KernelPath.Vector128 or KernelPath.Vector256 or KernelPath.Vector512 && KernelPaths.IsSupported(choice.Path)
            && choice.Threads >= 1 && choice.Threads <= mostThreads;

    private static KernelChoice Measure(LstmNetwork network, int steps, int rows, int mostThreads, Func<TimeSpan> clock)
    {
        var candidates = new[] { KernelPath.Vector512, KernelPath.Vector256, KernelPath.Vector128 }.Where(KernelPaths.IsSupported).Take(2)
            .SelectMany(path => Enumerable.Range(1, mostThreads).Select(threads => new KernelChoice(path, threads)))
            .OrderBy(choice => choice.Threads).ToList();
        var runners = new List<LstmRunner>();
        try
        {
            runners.AddRange(candidates.Select(choice => new LstmRunner(network, choice.Path, choice.Threads)));
            return candidates.Count == 1
                ? candidates[0]
                : Fastest(
                    [
                        .. candidates.Zip(
                            Time(runners, new float[rows * steps * network.Features], steps, new float[rows * network.Outputs], clock))]);
        }
        finally
        {
            runners.ForEach(runner => runner.Dispose());
        }
    }

    /// <returns>The shortest time of each, in seconds.</returns>
    private static double[] Time(List<LstmRunner> runners, float[] windows, int steps, float[] outputs, Func<TimeSpan> clock)
    {
        Array.Fill(windows, 0.5f);
        var times = new double[runners.Count];
        Array.Fill(times, double.PositiveInfinity);
        runners.ForEach(runner => runner.Run(windows, steps, outputs));
        var began = clock();
        for (var round = 0; round < Rounds && (round < FewestRounds || clock() - began < Budget); round++)
        {
            for (var k = 0; k < runners.Count; k++)
            {
                // The first run of each round wakes a second thread that went to sleep, and fetches the weights.
                runners[k].Run(windows, steps, outputs);
                var started = clock();
                runners[k].Run(windows, steps, outputs);
                times[k] = Math.Min(times[k], (clock() - started).TotalSeconds);
            }
        }

        return times;
    }
}
