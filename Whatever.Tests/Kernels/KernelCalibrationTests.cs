using Whatever.Model.Kernels;
using Whatever.Tests.Support;

namespace Whatever.Tests.Kernels;

public sealed class KernelCalibrationTests
{
    private static readonly KernelChoice Wide = new(KernelPath.Vector512, 1);
    private static readonly KernelChoice Narrow = new(KernelPath.Vector256, 1);
    private static readonly KernelChoice WidePair = new(KernelPath.Vector512, 2);

    [Fact]
    public void Fastest_NarrowRegistersThatAreFaster_AreTaken() => Assert.Equal(Narrow, KernelCalibration.Fastest([(Wide, 97e-6), (Narrow, 71e-6)]));

    [Fact]
    public void Fastest_TwoThreadsThatAreSlower_AreNotTaken() => Assert.Equal(Wide, KernelCalibration.Fastest([(Wide, 82e-6), (Narrow, 97e-6), (WidePair, 137e-6)]));

    [Fact]
    public void Fastest_TwoThreadsThatHardlySave_AreNotTaken() => Assert.Equal(Wide, KernelCalibration.Fastest([(Wide, 100e-6), (WidePair, 95e-6)]));

    [Fact]
    public void Fastest_TwoThreadsThatSaveHalf_AreTaken() => Assert.Equal(WidePair, KernelCalibration.Fastest([(Wide, 100e-6), (WidePair, 50e-6)]));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(24, 1)]
    [InlineData(24, 2)]
    [InlineData(1024, 2)]
    public void Choose_AnyShape_StaysWithinWhatIsAllowedAndIsNotMeasuredTwice(int rows, int mostThreads)
    {
        var time = new CountingTime();
        var calibration = new KernelCalibration(time);
        var network = RandomNetwork.Create(3, [20, 9], [2], seed: 1);
        var choice = calibration.Choose(network, 30, rows, mostThreads);
        Assert.Contains(choice.Path, SameBits.Paths);
        Assert.InRange(choice.Threads, 1, mostThreads);
        var asked = time.Asked;
        Assert.Equal(choice, calibration.Choose(network, 30, rows, mostThreads));
        Assert.Equal(asked, time.Asked);
    }

    [Fact]
    public void KeepIn_AnotherProcessOfThisMachine_DoesNotMeasureAgain()
    {
        using var folder = new TestFolder();
        var network = RandomNetwork.Create(3, [20], [2], seed: 1);
        var first = new KernelCalibration(TimeProvider.System);
        first.KeepIn(folder.File("kernels.json"));
        var choice = first.Choose(network, 30, 24, 2);
        var time = new CountingTime();
        var second = new KernelCalibration(time);
        second.KeepIn(folder.File("kernels.json"));
        Assert.Equal(choice, second.Choose(network, 30, 24, 2));
        Assert.Equal(0, time.Asked);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"Machine\": \"another\", \"Shapes\": {}}")]
    [InlineData("{\"Shapes\": null}")]
    public void KeepIn_FileThatIsDamagedOrOfAnotherMachine_IsMeasuredAnew(string content)
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.File("kernels.json"), content);
        var calibration = new KernelCalibration(TimeProvider.System);
        calibration.KeepIn(folder.File("kernels.json"));
        Assert.Equal(1, calibration.Choose(RandomNetwork.Create(3, [20], [2], seed: 1), 30, 24, 1).Threads);
        Assert.Contains("LSTM 20", File.ReadAllText(folder.File("kernels.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void KeepIn_FolderThatIsNotThere_IsNoFailure()
    {
        using var folder = new TestFolder();
        var calibration = new KernelCalibration(TimeProvider.System);
        calibration.KeepIn(Path.Combine(folder.File("nowhere"), "kernels.json"));
        Assert.Equal(1, calibration.Choose(RandomNetwork.Create(3, [20], [2], seed: 1), 30, 24, 1).Threads);
    }

    [Fact]
    public void Run_TunedForEachNumberOfWindows_GivesTheBitsOfAnyRunner()
    {
        var network = RandomNetwork.Create(3, [20, 9], [2], seed: 1);
        using var tuned = new TunedRunner(network, mostThreads: 2, new KernelCalibration(TimeProvider.System));
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
