using Whatever.Model.ForecastTraining;
using Whatever.Model.Training;
using Whatever.Tests.Model.Training;

namespace Whatever.Tests.Model.ForecastTraining;

public sealed class TrainerRefusalTests
{
    [Fact]
    public void Train_DayTooFew_SaysHowManyThereAre()
    {
        var problem = Assert.Throws<TrainingDataException>(() => TrainingRuns.Train(TrainingRuns.Tiny, TrainingRuns.Days(41)));
        Assert.Equal("There are 41 days at 1 min, expected at least 42 days of minutes.", problem.Message);
    }

    [Fact]
    public void Train_FiveMinuteReadings_SaysSo()
    {
        var series = TrainingRuns.Days(10) with { Interval = TimeSpan.FromMinutes(5) };
        var problem = Assert.Throws<TrainingDataException>(() => TrainingRuns.Train(TrainingRuns.Tiny, series));
        Assert.Contains("at 5 min, expected at least 42 days of minutes", problem.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// A week of context, the held-back days and the six days before them leave nothing of 42 complete days to learn from.
    /// </summary>
    [Theory]
    [InlineData(28, 50)]
    [InlineData(90, 112)]
    public void Train_CompleteDaysTooFewForWhatIsHeldBack_AsksForMoreDaysAndDoesNotBlameGaps(int heldBack, int days)
    {
        var options = TrainingRuns.Tiny with { HeldBackDays = heldBack };
        var problem = Assert.Throws<TrainingDataException>(() => TrainingRuns.Train(options, TrainingRuns.Days(days)));
        Assert.Equal($"There are {days} days at 1 min, expected at least {days + 1} days of minutes.", problem.Message);
    }

    [Theory]
    [InlineData(7, 42)]
    [InlineData(28, 51)]
    [InlineData(90, 113)]
    public void Train_AsManyCompleteDaysAsItAsksFor_IsEnough(int heldBack, int days)
    {
        var options = TrainingRuns.Tiny with { HeldBackDays = heldBack };
        Assert.Equal(days, Trainer.FewestDays(options));
        Assert.True(TrainingRuns.Train(options, TrainingRuns.Days(days)).Card.Samples >= 200);
    }

    [Fact]
    public void Train_TooManyGaps_SaysHowManyWindowsAreLeft()
    {
        var series = TrainingRuns.Days(45);
        var gappy = series with { Values = [.. series.Values.Select((value, i) => i / 1440 % 3 == 0 ? double.NaN : value)] };
        var problem = Assert.Throws<TrainingDataException>(() => TrainingRuns.Train(TrainingRuns.Tiny, gappy));
        Assert.Contains("Only 0 windows are complete enough to learn from", problem.Message, StringComparison.Ordinal);
        Assert.Contains("there are too many gaps", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_OptionsOutOfRange_NamesAllOfThem()
    {
        var options = TrainingRuns.Tiny with
        {
            Name = "",
            Units = 0,
            Epochs = 1001,
            Patience = 0,
            BatchSize = 4097,
            LearningRate = double.NaN,
            HeldBackDays = 6,
            Layers = 5,
            WeightDecay = -1,
            MaxThreads = 65,
        };
        var problem = Assert.Throws<ArgumentException>(() => TrainingRuns.Train(options, TrainingRuns.Days(42)));
        Assert.All(
            [
                "Name is 0, expected a name.", "Units is 0, expected 1 to 512.", "Epochs is 1001,", "Patience is 0,", "BatchSize is 4097,",
                "LearningRate is NaN,", "HeldBackDays is 6, expected 7 to 90.",
                "Layers is 5, expected 1 to 4.", "WeightDecay is -1,", "MaxThreads is 65, expected 1 to 64."],
            sentence => Assert.Contains(sentence, problem.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_Limits_AreAllowed()
    {
        Assert.Empty(
            (TrainingRuns.Tiny with { Units = 1, Epochs = 1, Patience = 1, BatchSize = 1, LearningRate = 1e-9, HeldBackDays = 7 })
                .Validate());
        Assert.Empty(
            (TrainingRuns.Tiny with { Units = 512, Epochs = 1000, Patience = 100, BatchSize = 4096, LearningRate = 1, HeldBackDays = 90 })
                .Validate());
    }
}
