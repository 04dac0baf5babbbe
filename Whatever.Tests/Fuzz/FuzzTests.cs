using Whatever.Fuzz;

namespace Whatever.Tests.Fuzz;

/// <summary>
/// Some hostile cases of each kind of file that comes from outside; `fuzz` of the benchmarks reads millions. A failure names the cases,
/// which that command makes again.
/// </summary>
public sealed class FuzzTests
{
    private const ulong Seed = 20261130;

    [Theory]
    [InlineData("csv", 10_000)]
    [InlineData("model", 2_000)]
    [InlineData("safetensors", 2_000)]
    [InlineData("keras", 1_000)]
    [InlineData("hdf5", 2_000)]
    [InlineData("pickle", 2_000)]
    [InlineData("ics", 2_000)]
    [InlineData("json", 2_000)]
    public void Read_HostileCases_AreTakenOrRefusedInTime(string kind, int count)
    {
        var run = new FuzzRun(kind, Seed);
        run.Go(0, count, Environment.ProcessorCount, TestContext.Current.CancellationToken);
        Assert.True(run.Faults.Count == 0, string.Join(
            "\n", run.Faults.Select(fault => $"fuzz --kind {kind} --seed {Seed} --case {fault.Number}: {fault.What}")));
        Assert.Equal(count, run.Count);
        Assert.InRange(run.Accepted, 1, count - 1);
    }

    [Fact]
    public void Go_ReaderThatFails_IsFoundByNumber()
    {
        var run = new FuzzRun("made", Seed, _ => new MadeKind(file => file[0] == 77 ? throw new InvalidOperationException("broken")
            : FuzzOutcome.Accepted));
        run.Go(0, 200, 2, TestContext.Current.CancellationToken);
        Assert.Equal((77, false), Assert.Single(run.Faults) is { } fault ? (fault.Number, fault.IsHang) : default);
        Assert.Contains("broken", run.Faults[0].What, StringComparison.Ordinal);
        Assert.Equal(200, run.Count);
    }

    /// <summary>Slow once is a pause of the machine; slow again, alone, is a hang.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    public void Go_CaseThatIsSlow_CountsWhereItIsSlowAgain(int slowReads, int hangs)
    {
        var left = slowReads;
        var run = new FuzzRun("made", Seed, _ => new MadeKind(file =>
        {
            if (file[0] == 5 && Interlocked.Decrement(ref left) >= 0)
            {
                var started = TimeProvider.System.GetTimestamp();
                SpinWait.SpinUntil(() => TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(1.05));
            }

            return FuzzOutcome.Refused;
        }));
        run.Go(0, 10, 1, TestContext.Current.CancellationToken);
        Assert.Equal(hangs, run.Faults.Count(fault => fault is { Number: 5, IsHang: true }));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Make_SameNumbers_GiveTheSameBytesAndOthersOthers(string kind)
    {
        Assert.Equal(FuzzRun.Make(kind, 3, 17), FuzzRun.Make(kind, 3, 17));
        Assert.True(Enumerable.Range(0, 50).Select(number => Convert.ToHexString(FuzzRun.Make(kind, 3, number))).Distinct().Count() > 30);
        Assert.NotEqual(FuzzRun.Make(kind, 3, 18), FuzzRun.Make(kind, 4, 18));
    }

    public static TheoryData<string> Kinds => [.. FuzzKinds.Names];

    /// <summary>A case is its number.</summary>
    private sealed class MadeKind(Func<byte[], FuzzOutcome> read) : FuzzKind
    {
        private static readonly List<ulong> Drawn =
            [.. Enumerable.Range(0, 256).Select(number => FuzzRandom.Of(Seed, "made", number).Next())];

        public override string Name => "made";

        public override byte[] Make(FuzzRandom random) => [(byte)Drawn.IndexOf(random.Next())];

        public override FuzzOutcome Read(byte[] file) => read(file);
    }
}
