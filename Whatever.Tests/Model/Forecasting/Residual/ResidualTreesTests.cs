using Whatever.Model.Calendar;
using Whatever.Model.Forecasting.Residual;
using Whatever.Model.ForecastTraining.Residual;
using Whatever.Model.ModelFiles;
using Whatever.Model.Series;
using Whatever.Tests.Model.ForecastTraining.Residual;
using Whatever.Tests.Support;

namespace Whatever.Tests.Model.Forecasting.Residual;

/// <summary>Networks with boosted trees beside them, as they are trained by default.</summary>
public sealed class ResidualTreesTests
{
    private static readonly Lazy<ResidualModel> Model = new(() => ResidualTrainer.Train(
        AlternatingDays.Options with { Trees = true, Epochs = 2, LaterEpochs = 1 }, [AlternatingDays.Hours(120)], HolidayCalendars.Empty));

    [Fact]
    public void Forecast_OnlyTheDaysThatItLooksBack_GiveTheSame()
    {
        var (hours, days) = (AlternatingDays.Hours(1250), Model.Value.ContextDays);
        Assert.InRange(days, 900, 1249);
        var end = hours with { Start = hours.Start.AddDays(1250 - days), Values = hours.Values[((1250 - days) * HoursPer.Day)..] };
        var (all, last) = (Model.Value.Forecast(hours, 1250), Model.Value.Forecast(end, 1250));
        Assert.Equal([all.P50, all.P10!, all.P90!], [last.P50, last.P10!, last.P90!]);
    }

    [Fact]
    public void Forecast_ValuesFromTheOriginOnChanged_StaysToTheBit()
    {
        var hours = AlternatingDays.Hours(200);
        var changed = hours with { Values = [.. hours.Values[..(150 * 24)], .. hours.Values[(150 * 24)..].Select(value => -value)] };
        Assert.Equal(Model.Value.Forecast(hours, 150).P50, Model.Value.Forecast(changed, 150).P50);
    }

    [Fact]
    public void Load_Saved_ForecastsTheSame()
    {
        using var folder = new TestFolder();
        Model.Value.Save(folder.Path);
        var loaded = Assert.IsType<ResidualModel>(StationModels.Load(folder.Path));
        Assert.True(loaded.Description.Trees);
        var hours = AlternatingDays.Hours(150);
        Assert.Equal(Model.Value.Forecast(hours, 150).P50, loaded.Forecast(hours, 150).P50);
    }

    /// <summary>A model of before there were trees says nothing of them, and forecasts as it did.</summary>
    [Fact]
    public void Load_FileThatDoesNotNameTrees_HasNone()
    {
        using var folder = new TestFolder();
        AlternatingDays.Model.Value.Save(folder.Path);
        var file = Path.Combine(folder.Path, "model.json");
        var lines = File.ReadAllLines(file);
        Assert.Contains(lines, line => line.Contains("\"trees\"", StringComparison.Ordinal));
        File.WriteAllLines(file, lines.Where(line => !line.Contains("\"trees\"", StringComparison.Ordinal)));
        var loaded = Assert.IsType<ResidualModel>(StationModels.Load(folder.Path));
        var hours = AlternatingDays.Hours(150);
        Assert.Equal(AlternatingDays.Model.Value.Forecast(hours, 150).P50, loaded.Forecast(hours, 150).P50);
    }

    [Fact]
    public void Load_TreesWithoutAMix_IsRefused()
    {
        using var folder = new TestFolder();
        Model.Value.Save(folder.Path);
        var file = Path.Combine(folder.Path, "model.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"mix_days\": 14", "\"mix_days\": 0", StringComparison.Ordinal));
        var problem = Assert.Throws<ModelFileException>(() => StationModels.Load(folder.Path));
        Assert.Contains("trees", problem.Message, StringComparison.Ordinal);
        Assert.Contains("mix_days of at least 1", problem.Message, StringComparison.Ordinal);
    }
}
