using Microsoft.Extensions.Time.Testing;
using Whatever.Model.Series;
using Whatever.Model.Training;
using Whatever.Web.Commands;

namespace Whatever.Tests.Web.Commands;

public sealed class TrainProgressTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly StringWriter writer = new() { NewLine = "\n" };

    public void Dispose() => writer.Dispose();

    /// <summary>Forty steps of four passes; from step 1 to step 10 take 90 s, so that 30 more take 300 s.</summary>
    [Fact]
    public void Report_EndOfAPass_SaysWhatIsLeft()
    {
        var progress = new TrainProgress(Quantity.FlowRate, time, writer);
        progress.Report(new FitProgress(1, 4, 1, 40, 0.5, double.NaN, EndsEpoch: false));
        time.Advance(TimeSpan.FromSeconds(90));
        progress.Report(new FitProgress(1, 4, 10, 40, 0.25, 0.125, EndsEpoch: true));
        Assert.Equal("flow_rate: pass 1/4: loss 0.25000, held-back error 0.12500, at most 5 min left\n", writer.ToString());
    }

    [Fact]
    public void Report_WithinAPass_WritesEveryTenSeconds()
    {
        var progress = new TrainProgress(Quantity.Pressure, time, writer);
        for (var step = 1; step <= 8; step++)
        {
            progress.Report(new FitProgress(2, 4, step, 40, 0.5, double.NaN, EndsEpoch: false));
            time.Advance(TimeSpan.FromSeconds(4));
        }

        // After 12 s with 36 steps left and after 24 s with 33 left, each of 4 s.
        Assert.Equal(
            "pressure: pass 2/4: loss 0.50000, at most 3 min left\npressure: pass 2/4: loss 0.50000, at most 3 min left\n",
            writer.ToString());
    }

    [Fact]
    public void Report_OnlyOnce_SaysNothingOfTheTimeLeft()
    {
        var progress = new TrainProgress(Quantity.Pressure, time, writer);
        progress.Report(new FitProgress(1, 1, 1, 1, 0.5, 0.25, EndsEpoch: true));
        Assert.Equal("pressure: pass 1/1: loss 0.50000, held-back error 0.25000\n", writer.ToString());
    }
}
