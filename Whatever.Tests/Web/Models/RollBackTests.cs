using Microsoft.EntityFrameworkCore;
using Whatever.Model.Forecasting;
using Whatever.Model.Forecasting.Residual;
using Whatever.Model.ModelFiles;
using Whatever.Model.Series;
using Whatever.Tests.Model.ForecastTraining.Residual;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Models;
using Whatever.Web.Retention;

namespace Whatever.Tests.Web.Models;

public sealed class RollBackTests : IAsyncLifetime
{
    private TestStation station = null!;
    private Sensor sensor = null!;
    private ModelRegistry registry = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        sensor = await station.AddSensorAsync();
        await station.FillAsync(sensor, ForecastSetup.Yesterday.AddDays(-89), 90);
        registry = station.Get<ModelRegistry>();
        Save("alternating");
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Fact]
    public async Task RollBack_ToEachEarlierModel_GivesItsBytesAgain()
    {
        var shipped = await ForecastAsync();
        await PromoteAsync("alternating");
        var networks = await ForecastAsync();
        await PromoteAsync(SeasonalModel.ReservedName);
        var seasonal = await ForecastAsync();
        Assert.Equal(3, new[] { shipped, networks, seasonal }.Distinct().Count());

        Assert.Empty(await RollBackAsync("alternating"));
        Assert.Equal(networks, await ForecastAsync());
        Assert.Empty(await RollBackAsync(SeasonalModel.ReservedName));
        Assert.Equal(seasonal, await ForecastAsync());
        await PromoteAsync("flow_rate");
        Assert.Equal(shipped, await ForecastAsync());
    }

    [Fact]
    public async Task History_EveryChange_IsARowWithItsReason()
    {
        await PromoteAsync("alternating");
        station.Time.Advance(TimeSpan.FromHours(1));
        await PromoteAsync(SeasonalModel.ReservedName);
        Assert.Empty(await RollBackAsync("alternating"));
        var history = await HistoryAsync();
        Assert.Equal(
            [
                ("alternating", "alternating-1", "went back"), ("seasonal", "seasonal-1", "because"),
                ("alternating", "alternating-1", "because")],
            history.Select(row => (row.Model, row.Version, row.Reason)));
        Assert.Equal([TestStation.Noon.AddHours(1), TestStation.Noon.AddHours(1), TestStation.Noon], history.Select(row => row.PromotedAt));
        Assert.All(history, row => Assert.Equal(ModelChooser.Person, row.ChosenBy));
        Assert.Empty(await registry.HistoryAsync(sensor.Key, Quantity.Pressure, TestStation.Cancellation));
    }

    [Fact]
    public async Task Promote_ModelThatIsInForce_AddsNothing()
    {
        await PromoteAsync("alternating");
        await PromoteAsync("alternating");
        Assert.Single(await HistoryAsync());
    }

    [Fact]
    public async Task RollBack_FilesChangedSince_IsRefused()
    {
        await PromoteAsync("alternating");
        await PromoteAsync("flow_rate");
        var file = Path.Combine(station.Folder.Models, "alternating", "model.json");
        await File.WriteAllTextAsync(
            file, (await File.ReadAllTextAsync(file, TestStation.Cancellation)).Replace("0.75", "0.7", StringComparison.Ordinal) + "\n",
            TestStation.Cancellation);
        Assert.StartsWith(
            "The files of alternating are not those of alternating-1 any more", Assert.Single(await RollBackAsync("alternating")),
            StringComparison.Ordinal);
        Assert.Equal("flow_rate", (await HistoryAsync())[0].Model);
    }

    [Fact]
    public async Task RollBack_RowOfAnotherSensor_IsRefused()
    {
        var other = await station.AddSensorAsync(new() { Id = "other" });
        await PromoteAsync("alternating");
        var row = (await HistoryAsync())[0].Id;
        Assert.Equal(
            [$"There is no entry {row} in the history."],
            await registry.RollBackAsync(other.Key, Quantity.FlowRate, row, "no", TestStation.Cancellation).ToSentencesAsync());
    }

    [Fact]
    public async Task Save_OverAModelThatWasInForce_IsRefused()
    {
        await PromoteAsync("alternating");
        await PromoteAsync("flow_rate");
        var before = await File.ReadAllBytesAsync(
            Path.Combine(station.Folder.Models, "alternating", "weights.safetensors"), TestStation.Cancellation);
        var problem = Assert.Throws<FolderOccupiedException>(() => Save("alternating"));
        Assert.EndsWith(
            "holds a model that forecasts for a station, or did; choose another folder.", problem.Message, StringComparison.Ordinal);
        Assert.Equal(
            before,
            await File.ReadAllBytesAsync(
                Path.Combine(station.Folder.Models, "alternating", "weights.safetensors"), TestStation.Cancellation));
        Assert.Single(Directory.GetDirectories(station.Folder.Models));
    }

    [Fact]
    public async Task Purge_YearsLater_KeepsTheModels()
    {
        await PromoteAsync("alternating");
        foreach (var file in Directory.EnumerateFiles(station.Folder.Models, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }

        station.Time.Advance(TimeSpan.FromDays(4000));
        await station.Get<DataRetention>().PurgeAsync(TestStation.Cancellation);
        Assert.IsType<ResidualModel>((await registry.LoadAsync(sensor.Key, TestStation.Cancellation))[0]);
    }

    private void Save(string name)
    {
        var path = Path.Combine(station.Folder.Models, name);
        AlternatingDays.Model.Value.Save(path);
    }

    private async Task<string> ForecastAsync()
    {
        Assert.Null((await station.ForecastAsync(sensor, ForecastSetup.Yesterday)).Problem);
        var file = await File.ReadAllTextAsync(
            Path.Combine(station.Folder.Prediction(sensor.Id), "prediction.csv"), TestStation.Cancellation);

        // The file has three decimals and no band; what is stored has all bits.
        var stored = await station.QueryAsync(
            db =>
                db.Forecasts.Where(row => row.BaseDay == ForecastSetup.Yesterday).OrderBy(row => row.Quantity).ThenBy(row => row.Step)
                    .ThenBy(row => row.Hour).ToListAsync(TestStation.Cancellation));
        return file + string.Join(
            ';', stored.Select(row => $"{BitConverter.DoubleToInt64Bits(row.Value)} {Bits(row.P10)} {Bits(row.P90)}"));
    }

    private static long Bits(double? value) => value is { } number ? BitConverter.DoubleToInt64Bits(number) : 0;

    private async Task PromoteAsync(string name) =>
        Assert.Empty(await registry.PromoteAsync(sensor.Key, Quantity.FlowRate, name, "because", TestStation.Cancellation));

    /// <summary>To the oldest row of that model.</summary>
    private async Task<IReadOnlyList<string>> RollBackAsync(string name) =>
        await registry.RollBackAsync(
            sensor.Key, Quantity.FlowRate, (await HistoryAsync()).Last(row => row.Model == name).Id, "went back", TestStation.Cancellation)
            .ToSentencesAsync();

    private Task<IReadOnlyList<ModelAssignment>> HistoryAsync() =>
        registry.HistoryAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation);
}
