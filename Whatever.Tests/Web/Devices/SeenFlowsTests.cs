using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Devices;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Devices;

public sealed class SeenFlowsTests
{
    private const int Minute = 28_000_000;
    private int reads;

    [Theory]
    [InlineData(12, 2, 600.0)]
    [InlineData(12, 3, 1e6)]
    [InlineData(7, 2, null)]
    public void Largest_OfAFewThatAreFarLarger_IsWhatThreeMinutesReached(int usual, int large, double? expected)
    {
        var flows = new SeenFlows();
        flows.Refresh(Minute, TestStation.Noon, Stored([.. Enumerable.Repeat(600.0, usual), .. Enumerable.Repeat(1e6, large), double.NaN]));
        Assert.Equal(expected, flows.Largest(Minute));
    }

    [Fact]
    public void Refresh_WithinAnHour_ReadsNothingAndKnowsWhatCame()
    {
        var flows = new SeenFlows();
        for (var minute = 0; minute <= 60; minute++)
        {
            flows.Refresh(Minute + minute, TestStation.Noon.AddMinutes(minute), Stored([]));
            Assert.Equal((minute < 60 ? 1 : 2, minute is >= 10 and < 60 ? 30.0 : null), (reads, flows.Largest(Minute + minute)));
            flows.Add(Minute + minute, 30);
        }
    }

    [Fact]
    public void Largest_OfOneMinuteThatIsCountedAgain_IsOne()
    {
        var flows = new SeenFlows();
        flows.Refresh(Minute, TestStation.Noon, Stored([.. Enumerable.Repeat(1.0, 20)]));
        Enumerable.Range(0, 5).ToList().ForEach(_ => flows.Add(Minute, 1e6));
        Assert.Equal(1, flows.Largest(Minute));
    }

    [Fact]
    public void Largest_OfFlowsADayAgo_IsUnknown()
    {
        var flows = new SeenFlows();
        flows.Refresh(Minute, TestStation.Noon, Stored([.. Enumerable.Repeat(1.0, 20)]));
        flows.Add(Minute + MinutesPer.Day, null);
        Assert.Null(flows.Largest(Minute + MinutesPer.Day));
    }

    [Fact]
    public void Largest_OfWhatIsBelieved_IsThatForAWhile()
    {
        var flows = new SeenFlows();
        flows.Refresh(Minute, TestStation.Noon, Stored([.. Enumerable.Repeat(1.0, 20)]));
        flows.Believe(Minute, 500);
        Assert.Equal((500.0, 1.0), (flows.Largest(Minute + 120), flows.Largest(Minute + 121)));
    }

    private Func<int, int, ReadingColumns> Stored(double[] flows) => (from, to) =>
    {
        reads++;
        Assert.Equal(MinutesPer.Day - 1, to - from);
        return new ReadingColumns(
            [.. Enumerable.Range(to - flows.Length, flows.Length)], flows, [.. flows.Select(_ => double.NaN)]);
    };
}
