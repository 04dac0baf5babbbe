using Whatever.Model.Kernels;
using Whatever.Tests.Support;
using Whatever.Web.Models;

namespace Whatever.Tests.Model.Kernels;

public sealed class KernelCalibrationTests
{
    private static readonly KernelChoice Wide = new(KernelPath.Vector512, 1);
    private static readonly KernelChoice Narrow = new(KernelPath.Vector256, 1);
    private static readonly KernelChoice WidePair = new(KernelPath.Vector512, 2);

    [Fact]
    public void Fastest_NarrowRegistersThatAreFaster_AreTaken() =>
        Assert.Equal(Narrow, KernelCalibration.Fastest([(Wide, 97e-6), (Narrow, 71e-6)]));

    [Fact]
    public void Fastest_TwoThreadsThatAreSlower_AreNotTaken() =>
        Assert.Equal(Wide, KernelCalibration.Fastest([(Wide, 82e-6), (Narrow, 97e-6), (WidePair, 137e-6)]));

    [Fact]
    public void Fastest_TwoThreadsThatHardlySave_AreNotTaken() =>
        Assert.Equal(Wide, KernelCalibration.Fastest([(Wide, 100e-6), (WidePair, 95e-6)]));

    [Fact]
    public void Fastest_TwoThreadsThatSaveHalf_AreTaken() =>
        Assert.Equal(WidePair, KernelCalibration.Fastest([(Wide, 100e-6), (WidePair, 50e-6)]));

    [Fact]
    public void Choose_WithoutAClock_TakesTheWidestPathAndOneThread() =>
        Assert.Equal(
            new KernelChoice(KernelPaths.Best, 1),
            new KernelCalibration().Choose(RandomNetwork.Create(3, [20, 9], [2], seed: 1), 30, 24, 2));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(24, 1)]
    [InlineData(24, 2)]
    [InlineData(1024, 2)]
    public void Choose_AnyShape_StaysWithinWhatIsAllowedAndIsNotMeasuredTwice(int rows, int mostThreads)
    {
        var clock = new CountingClock();
        var calibration = new KernelCalibration(clock.Read);
        var network = RandomNetwork.Create(3, [20, 9], [2], seed: 1);
        var choice = calibration.Choose(network, 30, rows, mostThreads);
        Assert.Contains(choice.Path, SameBits.Paths);
        Assert.InRange(choice.Threads, 1, mostThreads);
        var asked = clock.Asked;
        Assert.Equal(choice, calibration.Choose(network, 30, rows, mostThreads));
        Assert.Equal(asked, clock.Asked);
    }

    [Fact]
    public void Serve_AnotherProcessOfThisMachine_DoesNotMeasureAgain()
    {
        using var folder = new TestFolder();
        var network = RandomNetwork.Create(3, [20, 9], [2], seed: 1);
        var first = new KernelCalibration();
        new KernelChoiceFile(folder.File("kernels.json")).Serve(first, TimeProvider.System);
        var choice = first.Choose(network, 30, 24, 2);
        var second = new KernelCalibration();
        var time = new CountingTime();
        new KernelChoiceFile(folder.File("kernels.json")).Serve(second, time);
        Assert.Equal(choice, second.Choose(network, 30, 24, 2));
        Assert.Equal(0, time.Asked);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"machine\": \"another\", \"shapes\": {}}")]
    [InlineData("{\"shapes\": null}")]
    public void Serve_FileThatIsDamagedOrOfAnotherMachine_IsMeasuredAnew(string content)
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.File("kernels.json"), content);
        var calibration = new KernelCalibration();
        new KernelChoiceFile(folder.File("kernels.json")).Serve(calibration, TimeProvider.System);
        Assert.Equal(1, calibration.Choose(RandomNetwork.Create(3, [20], [2], seed: 1), 30, 24, 1).Threads);
        Assert.Contains("LSTM 20", File.ReadAllText(folder.File("kernels.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Serve_FolderThatCannotBeWritten_IsNoFailure()
    {
        using var folder = new TestFolder();
        folder.Write("file", "");
        var calibration = new KernelCalibration();
        new KernelChoiceFile(Path.Combine(folder.File("file"), "kernels.json")).Serve(calibration, TimeProvider.System);
        Assert.Equal(1, calibration.Choose(RandomNetwork.Create(3, [20], [2], seed: 1), 30, 24, 1).Threads);
    }

    [Fact]
    public void MeasureWith_ChoiceThatThisMachineCannotRun_IsMeasuredAnew()
    {
        var network = RandomNetwork.Create(3, [20], [2], seed: 1);
        IReadOnlyDictionary<string, KernelChoice> told = new Dictionary<string, KernelChoice>();
        var first = new KernelCalibration();
        first.MeasureWith(new CountingClock().Read, told, all => told = new Dictionary<string, KernelChoice>(all));
        first.Choose(network, 30, 24, 1);
        foreach (
            var impossible in new[]
            {
                new KernelChoice(KernelPath.Reference, 1),
                new KernelChoice((KernelPath)9, 1),
                new KernelChoice(SameBits.Paths[0], 7),
            })
        {
            var second = new KernelCalibration();
            second.MeasureWith(new CountingClock().Read, told.ToDictionary(pair => pair.Key, _ => impossible), _ => { });
            var choice = second.Choose(network, 30, 24, 1);
            Assert.Contains(choice.Path, SameBits.Paths);
            Assert.Equal(1, choice.Threads);
        }
    }

    /// <summary>Whatever the clock makes faster is chosen, the last candidate too: the widest but one, on two threads.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    [InlineData(2, 1)]
    public void Run_TunedToAnyChoice_GivesTheBitsOfAnyRunner(int threads, int narrower)
    {
        var path = SameBits.Paths[^Math.Min(SameBits.Paths.Count, 1 + narrower)];
        var network = RandomNetwork.Create(3, [20, 9], [2], seed: 1);
        var candidates = Math.Min(2, SameBits.Paths.Count);
        var wanted = new KernelChoice(path, threads);
        var calibration = new KernelCalibration(
            new FavouringClock(2 * candidates, ((threads - 1) * candidates) + Math.Min(narrower, candidates - 1)).Read);
        Assert.Equal(wanted, calibration.Choose(network, 30, 1, 2));
        using var tuned = new TunedRunner(network, mostThreads: 2, calibration);
        using var runner = new LstmRunner(network, SameBits.Paths[0]);
        foreach (var (rows, steps) in new[] { (1, 30), (24, 30), (2, 7), (100, 7), (1, 30) })
        {
            var windows = Enumerable.Range(0, rows * steps * 3).Select(k => MathF.Sin(k)).ToArray();
            var (expected, found) = (new float[rows * 2], new float[rows * 2]);
            runner.Run(windows, steps, expected);
            tuned.Run(windows, steps, found);
            SameBits.Expect(expected, found, $"{rows} rows of {steps} steps");
        }
    }

    [Fact]
    public void Choose_OneLayerAndOneWindow_HasNothingForASecondThread() =>
        Assert.Equal(
            1, new KernelCalibration(new FavouringClock(4, 3).Read).Choose(RandomNetwork.Create(3, [20], [2], seed: 1), 30, 1, 2).Threads);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Choose_ThreadsOutOfRange_IsRefused(int threads) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new KernelCalibration(new CountingClock().Read).Choose(RandomNetwork.Create(3, [20, 9], [2], seed: 1), 30, 1, threads));

    /// <summary>What cannot be run is not measured, and leaves nothing in the file.</summary>
    [Fact]
    public void Run_LengthsThatDoNotFit_AreRefusedBeforeAnythingIsMeasured()
    {
        var clock = new CountingClock();
        using var tuned = new TunedRunner(RandomNetwork.Create(3, [20], [2], seed: 1), 1, new KernelCalibration(clock.Read));
        Assert.Throws<ArgumentException>(() => tuned.Run(new float[10], 2, new float[2]));
        Assert.Throws<ArgumentException>(() => tuned.Run(new float[12], 0, new float[4]));
        Assert.Equal(0, clock.Asked);
    }

    private sealed class CountingClock
    {
        public int Asked { get; private set; }

        public TimeSpan Read() => TimeSpan.FromTicks(Asked++);
    }

    /// <summary>Every trial takes a second, that of one candidate half of it.</summary>
    private sealed class FavouringClock(int candidates, int favourite)
    {
        private double seconds;
        private int reads;

        public TimeSpan Read()
        {
            // One read before the rounds; from then on two a candidate, and after the second round one more a round for the budget.
            var inTrials = reads - 1;
            var isEnd = inTrials >= 0 && inTrials < 4 * candidates && inTrials % 2 == 1;
            seconds += isEnd ? (inTrials / 2 % candidates == favourite ? 0.5 : 1) : 0;
            reads++;
            return TimeSpan.FromSeconds(seconds);
        }
    }

    private sealed class CountingTime : TimeProvider
    {
        public int Asked { get; private set; }

        public override long GetTimestamp()
        {
            Asked++;
            return base.GetTimestamp();
        }
    }
}
