using Whatever.Model.Evaluation;
using Whatever.Model.Forecasting;
using Whatever.Model.ForecastTraining;
using Whatever.Model.ModelFiles;
using Whatever.Model.Series;
using Whatever.Model.Training;
using Whatever.Tests.Model.ModelFiles;
using Whatever.Tests.Model.Training;

namespace Whatever.Tests.Model.ForecastTraining;

public sealed class TrainerTests
{
    private static readonly MinuteSeries Series = TrainingRuns.Days(45);

    [Fact]
    public void Train_SameSeed_GivesTheSameWeights()
    {
        var (one, two) = (TrainingRuns.Train(TrainingRuns.Tiny, Series), TrainingRuns.Train(TrainingRuns.Tiny, Series));
        Assert.Equal(one.Weights(), two.Weights());
        Assert.Equal(one.Card, two.Card);
    }

    [Fact]
    public void Train_AnotherSeed_GivesOtherWeights() =>
        Assert.NotEqual(
            TrainingRuns.Train(TrainingRuns.Tiny, Series).Weights(),
            TrainingRuns.Train(TrainingRuns.Tiny with { Seed = 2 }, Series).Weights());

    /// <summary>One pass: the held-back days cannot even choose among passes, so nothing of them may be left in the weights.</summary>
    [Fact]
    public void Train_HeldBackDaysChanged_GivesTheSameWeightsAndAnotherError()
    {
        // The last day begins on day 44, ten days before it the held-back days.
        var split = Series.IndexOf(TrainingRuns.Start.AddDays(44 - 10));
        var changed = Series with { Values = [.. Series.Values.Select((value, i) => i >= split ? (2 * value) + 50 : value)] };
        var (before, after) = (TrainingRuns.Train(TrainingRuns.Tiny, Series), TrainingRuns.Train(TrainingRuns.Tiny, changed));
        Assert.Equal(before.Weights(), after.Weights());
        Assert.NotEqual(before.Card.HeldBackError, after.Card.HeldBackError);
    }

    [Fact]
    public void Train_LastMinuteBeforeTheHeldBackDaysChanged_GivesOtherWeights()
    {
        var last = Series.IndexOf(TrainingRuns.Start.AddDays(44 - 10)) - 1;
        var changed = Series with { Values = [.. Series.Values.Select((value, i) => i == last ? value + 500 : value)] };
        Assert.NotEqual(TrainingRuns.Train(TrainingRuns.Tiny, Series).Weights(), TrainingRuns.Train(TrainingRuns.Tiny, changed).Weights());
    }

    [Fact]
    public void Train_SeveralPasses_ReportsEachAndLearns()
    {
        var reports = new TrainingRuns.Passes();
        var card = TrainingRuns.Train(TrainingRuns.Tiny with { Epochs = 6, LearningRate = 0.02 }, Series, reports).Card;
        Assert.Equal(Enumerable.Range(1, 6), reports.Select(report => report.Epoch));
        Assert.All(reports, report => Assert.Equal(6, report.Epochs));
        Assert.True(reports[^1].TrainLoss < 0.9 * reports[0].TrainLoss, $"{reports[^1].TrainLoss} after {reports[0].TrainLoss}");
        Assert.True(card.HeldBackError < card.BaselineError, $"{card.HeldBackError} against {card.BaselineError}");
    }

    [Fact]
    public void Train_NoBetterPassForAsLongAsPatienceLasts_StopsAndKeepsTheBest()
    {
        var reports = new TrainingRuns.Passes();
        var options = TrainingRuns.Tiny with { Epochs = 40, Patience = 2, LearningRate = 1 };
        var card = TrainingRuns.Train(options, Series, reports).Card;
        var best = reports.MinBy(report => report.HeldBackLoss);
        Assert.Equal(best.Epoch, card.Epochs);
        Assert.Equal(best.Epoch + 2, reports.Count);
        Assert.Equal(best.HeldBackLoss, card.HeldBackError, 1e-4);
    }

    [Fact]
    public void Train_Card_SaysWhetherThereWasAFusedMultiplyAdd()
    {
        using var folder = new Support.TestFolder();
        var model = TrainingRuns.Train(TrainingRuns.Tiny, Series).Model;
        Assert.Equal(Whatever.Model.Kernels.KernelPaths.HasFusedMultiplyAdd, model.Card!.FusedMultiplyAdd);
        model.Save(folder.File("model"));
        Assert.Equal(model.Card, ForecastModelFile.Load(folder.File("model")).Card);
    }

    [Fact]
    public void Train_Result_IsAValidModelWithItsCard()
    {
        var options = TrainingRuns.Tiny with { Quantity = Quantity.Pressure, Data = "a test", Seed = 7 };
        var (model, card) = TrainingRuns.Train(options, Series);
        Assert.Null(ModelValidation.Explain(model.Description));
        Assert.Equal(card, model.Card);
        Assert.Equal(("tiny", "tiny-7", Quantity.Pressure), (model.Name, model.Version, model.Quantity));
        Assert.Equal(("a test", new DateOnly(2024, 3, 4), new DateOnly(2024, 4, 17)), (card.Data, card.From, card.To));

        // Windows from day 7 on whose last target day ends before day 34: 21 days of 24.
        Assert.Equal((21 * 24, 10, 7, 1), (card.Samples, card.HeldBackDays, card.Seed, card.Epochs));
    }

    [Fact]
    public void Train_WeightsOfTheResult_AreThoseThatAFileKeeps() =>
        Assert.All(TrainingRuns.Train(TrainingRuns.Tiny, Series).Weights(), weight => Assert.Equal((float)weight, weight));

    [Fact]
    public void Train_Cancelled_Stops() => Assert.Throws<OperationCanceledException>(() =>
        Trainer.Train(TrainingRuns.Tiny, Series, cancellation: new CancellationToken(canceled: true)));

    [Fact]
    public void Train_CancelledAndResumed_GivesTheModelOfAnUninterruptedTraining()
    {
        using var folder = new Support.TestFolder();
        var options = TrainingRuns.Tiny with { Epochs = 3, Layers = 2 };
        var whole = TrainingRuns.Train(options, Series);
        using var source = new CancellationTokenSource();
        var stopping = options with { CheckpointPath = folder.File("checkpoint"), MaxThreads = 2 };
        Assert.Throws<OperationCanceledException>(() => Trainer.Train(stopping, Series, new Stopper(source), source.Token));
        var resumed = TrainingRuns.Train(stopping with { Resume = true }, Series);
        Assert.Equal(whole.Weights(), resumed.Weights());
        Assert.Equal(whole.Card, resumed.Card);
        Assert.Equal(3, resumed.Model.Description.Layers.Count);
    }

    [Fact]
    public void Train_ResumedWithoutACheckpoint_SaysSo()
    {
        using var folder = new Support.TestFolder();
        var path = folder.File("checkpoint");
        var options = TrainingRuns.Tiny with { CheckpointPath = path, Resume = true };
        Assert.Equal(
            $"There is no checkpoint {path}.", Assert.Throws<TrainingDataException>(() => TrainingRuns.Train(options, Series)).Message);
    }

    [Fact]
    public void Train_CardBaseline_IsTheSevenDayMeanInStandardDeviations()
    {
        // A model that adds nothing to the mean of the hour is the baseline: same windows, same error.
        var samples = SampleSet.Build(TestModels.Direct, Series).Where(end => end >= TrainingRuns.Start.AddDays(34));
        var card = TrainingRuns.Train(TrainingRuns.Tiny, Series).Card;
        Assert.Equal(samples.Targets.SelectMany(target => target).Average(Math.Abs), card.BaselineError, 1e-5);
        var errors = Backtest.Run(
            TestModels.Direct.ThatGives(0, 0, 0, 0, 0, 0), Series, new DateOnly(2024, 4, 7), new DateOnly(2024, 4, 10),
            cancellation: TestContext.Current.CancellationToken).ByLeadDay;
        Assert.All(errors, row => Assert.Equal(row.Baselines.SevenDayMean, row.Model.MeanAbsoluteError, 1e-9));
    }

    /// <summary>Cancels within the second pass.</summary>
    private sealed class Stopper(CancellationTokenSource source) : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
            if (value is { Epoch: 2, EndsEpoch: false })
            {
                source.Cancel();
            }
        }
    }
}
