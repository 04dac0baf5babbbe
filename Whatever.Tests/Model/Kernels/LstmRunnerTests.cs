using MathNet.Numerics.LinearAlgebra;
using Whatever.Model.Kernels;
using Whatever.Model.Networks;

namespace Whatever.Tests.Model.Kernels;

public sealed class LstmRunnerTests
{
    /// <summary>Of the largest output: single precision over tens of steps.</summary>
    private const double Tolerance = 1e-6;

    public static TheoryData<KernelPath, int> Paths
    {
        get
        {
            var data = new TheoryData<KernelPath, int>();
            foreach (var path in new[] { KernelPath.Vector128, KernelPath.Vector256, KernelPath.Vector512 }.Where(KernelPaths.IsSupported))
            {
                data.Add(path, 1);
                data.Add(path, 2);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Run_EveryBatchUpTo70_EqualsTheReference(KernelPath path, int threads)
    {
        var network = RandomNetwork.Create(5, [33, 17], [6], seed: 1);
        using var runner = new LstmRunner(network, path, threads);
        for (var batch = 1; batch <= 70; batch++)
        {
            RandomNetwork.Compare(network, runner, batch, steps: 7, Tolerance, seed: batch);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Run_SumsBothWays_EqualsTheReferenceToo(KernelPath path, int threads)
    {
        foreach (var units in new[] { 16, 33, 64, 100 })
        {
            var network = RandomNetwork.Create(5, [units, units], [6], seed: units);
            using var runner = new LstmRunner(network, path, threads, sumsBothWays: true);
            RandomNetwork.Compare(network, runner, batch: 1, steps: 60, Tolerance, seed: units);
            RandomNetwork.Compare(network, runner, batch: 7, steps: 9, Tolerance, seed: units);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Run_EveryWidthUpTo130_EqualsTheReference(KernelPath path, int threads)
    {
        for (var units = 1; units <= 130; units++)
        {
            var network = RandomNetwork.Create(1 + (units % 9), [units], [2], seed: units);
            using var runner = new LstmRunner(network, path, threads);
            RandomNetwork.Compare(network, runner, batch: 1, steps: 5, Tolerance, seed: units);
            RandomNetwork.Compare(network, runner, batch: 7, steps: 5, Tolerance, seed: units);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Run_ThreeLayersAndTwoDense_EqualsTheReference(KernelPath path, int threads)
    {
        var network = RandomNetwork.Create(8, [64, 40, 9], [12, 6], seed: 3, activation: "relu");
        using var runner = new LstmRunner(network, path, threads);
        foreach (var steps in new[] { 1, 2, 5, 6, 7, 60 })
        {
            RandomNetwork.Compare(network, runner, 1, steps, Tolerance, seed: steps);
            RandomNetwork.Compare(network, runner, 29, steps, Tolerance, seed: steps);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Run_WildInputs_StaysFinite(KernelPath path, int threads)
    {
        var network = RandomNetwork.Create(3, [20, 20], [6], seed: 4);
        using var runner = new LstmRunner(network, path, threads);
        foreach (var size in new[] { 0f, 1e-30f, 1e3f, 1e6f, -1e6f })
        {
            var outputs = new float[2 * 6];
            runner.Run([.. Enumerable.Repeat(size, 2 * 4 * 3)], 4, outputs);
            Assert.All(outputs, value => Assert.True(float.IsFinite(value)));
            RandomNetwork.Compare(network, runner, 8, 4, 1e-5, seed: 9, scale: Math.Abs(size));
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Run_SameSizeAgain_AllocatesNothing(KernelPath path, int threads)
    {
        var network = RandomNetwork.Create(8, [64, 64], [6], seed: 5);
        using var runner = new LstmRunner(network, path, threads);
        foreach (var batch in new[] { 1, 24, 100 })
        {
            var (windows, outputs) = (new float[batch * 10 * 8], new float[batch * 6]);
            runner.Run(windows, 10, outputs);
            runner.Run(windows, 10, outputs);

            // A collection in between counts what is left of the thread's block as allocated; what each run allocates shows in every round.
            Assert.Equal(0, Enumerable.Range(0, 10).Min(_ => Allocated(() => runner.Run(windows, 10, outputs))));
        }
    }

    /// <summary>One path, one thread and the whole batch say what every other choice has to give, of any part of the batch.</summary>
    [Theory]
    [InlineData(60, 4, new[] { 24 })]
    [InlineData(13, 3, new[] { 1, 33 })]
    [InlineData(25, 8, new[] { 64, 64 })]
    [InlineData(7, 2, new[] { 50, 17, 40 })]
    public void Run_EveryPathThreadAndBatch_GivesTheSameBits(int steps, int features, int[] units)
    {
        const int Most = 60;
        var network = RandomNetwork.Create(features, units, [6], seed: 8);
        var random = new Random(8);
        var windows = Enumerable.Range(0, Most * features * steps).Select(_ => (float)random.NextDouble()).ToArray();
        var all = new float[Most * 6];
        using (var first = new LstmRunner(network, SameBits.Paths[0]))
        {
            first.Run(windows, steps, all);
        }

        foreach (var choice in SameBits.Paths.SelectMany(path => new[] { new KernelChoice(path, 1), new KernelChoice(path, 2) }))
        {
            using var runner = new LstmRunner(network, choice.Path, choice.Threads);
            for (var batch = 1; batch <= Most; batch++)
            {
                var some = new float[batch * 6];
                runner.Run(windows.AsSpan(0, batch * features * steps), steps, some);
                SameBits.Expect(all.AsSpan(0, some.Length), some, $"{choice}, batch {batch}");
            }
        }
    }

    /// <summary>
    /// Cells that keep for hundreds of steps, with everything that a layer has: rounding adds up, so that plain floats are 1.5e-5 beside
    /// the double after a week of hours. An error of 2^x that lasts over a stretch would show here as ten times that.
    /// </summary>
    [Theory]
    [MemberData(nameof(Paths))]
    public void Run_LongMemoryAndRecurrence_StaysNearTheReference(KernelPath path, int threads) =>
        Assert.All([(168, 4e-5), (288, 6e-5), (1000, 1.5e-4)], ((int Steps, double Tolerance) one) =>
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var network = RandomNetwork.Create(3, [20], [4], seed);
            var bias = network.Lstm[0].Bias;
            for (var unit = 0; unit < 20; unit++)
            {
                (bias[unit], bias[20 + unit], bias[60 + unit]) = (3, 5, 3);
            }

            using var runner = new LstmRunner(network, path, threads);
            RandomNetwork.Compare(network, runner, 8, one.Steps, one.Tolerance, seed, scale: 0.3);
        }
    });

    [Theory]
    [MemberData(nameof(Paths))]
    public void Run_OpenForgetGatesOverManySteps_StaysNearTheReference(KernelPath path, int threads)
    {
        foreach (
            var (
                forget, input, size,
                tolerance) in new[] { (3.0, 2.0, 0.0, 0.0), (6, 5, 0, 0), (5, 3, 1e-3, 5e-6), (5, 3, 0.3, 5e-6), (4, 4, 0.1, 5e-6) })
        {
            var bias = Vector<double>.Build.DenseOfEnumerable(
                new[] { input, forget, 0, 3.0 }.SelectMany(gate => Enumerable.Repeat(gate, 5)));
            var kernel = Matrix<double>.Build.Dense(1, 20, (_, column) => column / 5 == 2 ? 1 : 0);
            var network = new LstmNetwork(
                [new LstmLayer(kernel, Matrix<double>.Build.Dense(5, 20), bias)],
                [new DenseLayer(Matrix<double>.Build.DenseIdentity(5), Vector<double>.Build.Dense(5), "linear")]);
            using var runner = new LstmRunner(network, path, threads);
            foreach (var steps in new[] { 60, 100, 1000 })
            {
                foreach (var batch in new[] { 1, 8 })
                {
                    var window = Enumerable.Range(0, batch * steps).Select(step => (float)(size * Math.Sin(step % steps))).ToArray();
                    var outputs = new float[batch * 5];
                    runner.Run(window, steps, outputs);
                    var expected = network.Forward(
                        [.. Enumerable.Range(0, steps).Select(step => Matrix<double>.Build.Dense(batch, 1, (_, _) => window[step]))]);
                    Assert.All(
                        outputs,
                        (value, at) =>
                            Assert.True(
                                Math.Abs(expected[at / 5, at % 5] - value) <= tolerance,
                                $"forget {forget}, input {input}, size {size}, steps {steps}, batch {batch}: {value}, expected "
                                    + $"{expected[at / 5, at % 5]}"));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Run_InputThatIsNoNumber_GivesNoNumber(KernelPath path, int threads)
    {
        using var runner = new LstmRunner(RandomNetwork.Create(2, [20, 3], [2], seed: 10), path, threads);
        foreach (var batch in new[] { 1, 9 })
        {
            var (windows, outputs) = (new float[batch * 4 * 2], new float[batch * 2]);
            windows[^1] = float.NaN;
            runner.Run(windows, 4, outputs);
            Assert.All(outputs[^2..], value => Assert.True(float.IsNaN(value)));
            Assert.All(outputs[..^2], value => Assert.True(float.IsFinite(value)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void Run_AfterDispose_IsRefused(int batch)
    {
        var runner = new LstmRunner(RandomNetwork.Create(3, [4, 4], [2], seed: 6), threads: 2);
        runner.Run(new float[batch * 6], 2, new float[batch * 2]);
        runner.Dispose();
        Assert.Throws<ObjectDisposedException>(() => runner.Run(new float[batch * 6], 2, new float[batch * 2]));
    }

    private static long Allocated(Action run)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++)
        {
            run();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [Fact]
    public void Run_LengthsThatDoNotFit_SaysWhatWasFound()
    {
        using var runner = new LstmRunner(RandomNetwork.Create(3, [4], [2], seed: 6));
        var problem = Assert.Throws<ArgumentException>(() => runner.Run(new float[10], 2, new float[2]));
        Assert.Equal("Input is 10 numbers and result 2; expected a multiple of 2 x 3 and 2 for each window.", problem.Message);
        Assert.Throws<ArgumentException>(() => runner.Run(new float[12], 2, new float[2]));
        Assert.Throws<ArgumentException>(() => runner.Run([], 2, []));
        Assert.Throws<ArgumentException>(() => runner.Run(new float[12], 0, new float[4]));
        Assert.Throws<ArgumentException>(() => runner.Run(new float[3], int.MaxValue, new float[2]));
        Assert.Throws<ArgumentException>(() => runner.Run(new float[1], (1 << 30) + 1, new float[2]));
    }

    [Fact]
    public void Constructor_PathOrThreadsOutOfRange_IsRefused()
    {
        var network = RandomNetwork.Create(1, [1], [1], seed: 7);
        Assert.Throws<ArgumentException>(() => new LstmRunner(network, KernelPath.Reference));
        Assert.Throws<ArgumentException>(() => new LstmRunner(network, threads: 3));
    }
}
