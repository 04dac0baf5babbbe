using System.Text.Json.Nodes;
using Whatever.Model.Forecasting;
using Whatever.Model.Forecasting.Residual;
using Whatever.Model.ModelFiles;
using Whatever.Tests.Model.ForecastTraining.Residual;

namespace Whatever.Tests.Model.ModelFiles;

public sealed class ResidualModelTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Load_WhatWasSaved_ForecastsToTheBit()
    {
        var path = Saved();
        var loaded = Assert.IsType<ResidualModel>(StationModels.Load(path));
        var hours = AlternatingDays.Hours(150);
        var (before, after) = (AlternatingDays.Model.Value.Forecast(hours, 150), loaded.Forecast(hours, 150));
        Assert.Equal(before.P50, after.P50);
        Assert.Equal(before.P10, after.P10);
        Assert.Equal(AlternatingDays.Model.Value.Description.Training!.HeldBack[0].Model, loaded.Description.Training!.HeldBack[0].Model);
    }

    [Fact]
    public void Load_ModelOfTheOtherKind_IsTakenForWhatItIs()
    {
        var path = Path.Combine(folder, "direct");
        TestModels.Direct.WithRandomWeights().Save(path);
        Assert.IsType<ForecastModel>(StationModels.Load(path));
    }

    [Theory]
    [InlineData("context_hours", "12", "context_hours is 12, expected 24 to 672 (context_hours).")]
    [
        InlineData(
            "inputs", "[\"value\"]",
            "inputs is value, expected residual, value, week_ahead, sin_hour, cos_hour, day_off, day_off_week_ahead, holiday, "
                + "holiday_week_ahead (inputs).")]
    [InlineData("lstm_units", "[]", "lstm_units is , expected 1 to 8 layers of 1 to 2048 units (lstm_units).")]
    [InlineData("parts", "[]", "parts.to_hour is 0, expected 168 at the end (parts.to_hour).")]
    [InlineData("parts", "[null]", "parts holds null, expected {from_hour, to_hour, weight, members} (parts).")]
    [
        InlineData(
            "parts", "[{\"from_hour\":0,\"to_hour\":168,\"weight\":2,\"members\":1}]",
            "parts.weight is 2, expected 0 to 1 (parts.weight).")]
    [InlineData("band", "{\"lower\":[0],\"upper\":[0]}", "band is 1 and 1 numbers, expected 168 each (band).")]
    [InlineData("training",
        "{\"data\":\"x\",\"from\":\"2024-01-01\",\"to\":\"2024-02-01\",\"samples\":1,\"held_back_days\":28,\"seed\":1,\"epochs\":1,\"held_back\":[null]}", "training.held_back is incomplete, expected 7 finite figures of each kind for every sensor (training.held_back).")]
    [
        InlineData(
            "learned", "{\"until\":\"2024-02-01T00:00:00\",\"first_day_factor\":0.5,\"later_factor\":1}",
            "learned is 0.5 and 1, expected finite factors of at least 1 (learned).")]
    [InlineData("baseline", "{\"weeks\":0}", "baseline: Weeks is 0, expected 1 to 52.")]
    [InlineData("mix_days", "61", "mix_days is 61, expected 0 to 60 (mix_days).")]
    [InlineData("quantity", "\"level\"", "quantity is level, expected flow_rate or pressure (quantity).")]
    public void Load_DescriptionChanged_SaysWhatIsWrong(string member, string json, string expected)
    {
        var path = Saved();
        var file = Path.Combine(path, "model.json");
        var description = JsonNode.Parse(File.ReadAllText(file))!;
        description[member] = JsonNode.Parse(json);
        File.WriteAllText(file, description.ToJsonString());
        Assert.Equal($"{file}: {expected}", Assert.Throws<ModelFileException>(() => StationModels.Load(path)).Message);
    }

    [Fact]
    public void Load_MembersMoreThanWeights_NamesTheTensor()
    {
        var path = Saved();
        var file = Path.Combine(path, "model.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"members\": 2", "\"members\": 3", StringComparison.Ordinal));
        Assert.Contains(
            "expected (8, 24)", Assert.Throws<ModelFileException>(() => StationModels.Load(path)).Message, StringComparison.Ordinal);
    }

    private string Saved()
    {
        var path = Path.Combine(folder, "alternating");
        AlternatingDays.Model.Value.Save(path);
        return path;
    }
}
