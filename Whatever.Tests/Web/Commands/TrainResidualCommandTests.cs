using System.Globalization;
using Whatever.Model.ModelFiles;
using Whatever.Tests.Model.ForecastTraining.Residual;
using Whatever.Tests.Support;

namespace Whatever.Tests.Web.Commands;

[Collection("Commands")]
public sealed class TrainResidualCommandTests : IDisposable
{
    private static readonly string[] Quick =
        ["--members", "1", "--units", "8", "--epochs", "8", "--later-epochs", "4", "--held-back-days", "28", "--threads", "1"];
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Train_TwoFilesOfHours_WritesOneModelThatTheBacktestTakes()
    {
        Write("one.csv", 120, 1);
        Write("two.csv", 120, 50);
        var trained = (
            await RunAsync(
                [
                    "train", "residual", "--csv", "one.csv", "two.csv", "--quantity", "flow_rate", "--country", "korea", "--out", "mine",
                    "--json", .. Quick]))
            .AssertSuccess();
        Assert.Equal(2, trained.Json.GetProperty("card").GetProperty("held_back").GetArrayLength());
        Assert.Contains("flow_rate: 100 %", trained.Error, StringComparison.Ordinal);
        Assert.Equal("one.csv, two.csv", ResidualModelFile.Load(folder.File("mine")).Description.Training!.Data);

        var judged = (await RunAsync("backtest", "--csv", "two.csv", "--model", "mine", "--country", "korea", "--json")).AssertSuccess();
        var all = judged.Json.GetProperty("overall");
        Assert.InRange(all.GetProperty("coverage").GetDouble(), 0.5, 1);
        Assert.Equal("2024-04-29", judged.Json.GetProperty("trained_to").GetString());
        Assert.Contains(
            "The model was trained on days up to 2024-04-29: the figures flatter it.",
            (await RunAsync("backtest", "--csv", "two.csv", "--model", "mine")).AssertSuccess().Output, StringComparison.Ordinal);
        Assert.InRange(all.GetProperty("skill").GetProperty("seasonal").GetDouble(), 0.1, 1);
    }

    [Fact]
    public async Task Train_LastDayGiven_LearnsFromNothingAfterIt()
    {
        Write("whole.csv", 120, 1);
        Write("cut.csv", 110, 1);
        var options = (string[])["--quantity", "flow_rate", "--data-label", "x", .. Quick];
        (await RunAsync(["train", "residual", "--csv", "whole.csv", "--to", "2024-04-19", "--out", "a/model", .. options])).AssertSuccess();
        (await RunAsync(["train", "residual", "--csv", "cut.csv", "--out", "b/model", .. options])).AssertSuccess();
        Assert.Equal(await ReadAsync("a/model/weights.safetensors"), await ReadAsync("b/model/weights.safetensors"));
        Assert.Equal(await ReadAsync("a/model/model.json"), await ReadAsync("b/model/model.json"));
    }

    [Theory]
    [InlineData(2, "--quantity is level, expected flow_rate or pressure.", "--csv", "one.csv", "--quantity", "level")]
    [InlineData(1, "There is no file none.csv.", "--csv", "none.csv", "--quantity", "flow_rate")]
    [InlineData(2, "--members is 99, expected 1 to 16.", "--csv", "one.csv", "--quantity", "flow_rate", "--members", "99")]
    [InlineData(1, "one.csv holds 60 days, expected at least 91.", "--csv", "one.csv", "--quantity", "flow_rate")]
    [
        InlineData(
            1, "--to is 2024-03-01, after 2024-02-29, the last day of one.csv.", "--csv", "one.csv", "--quantity", "flow_rate", "--to",
            "2024-03-01")]
    [
        InlineData(
            1, "--to is 2023-12-31, before 2024-01-01, the first day of one.csv.", "--csv", "one.csv", "--quantity", "flow_rate", "--to",
            "2023-12-31")]
    [
        InlineData(
            1, "one.csv holds 31 days until --to, expected at least 91.", "--csv", "one.csv", "--quantity", "flow_rate", "--to",
            "2024-01-31")]
    [InlineData(2, "--csv names one.csv more than once.", "--csv", "one.csv", "./one.csv", "--quantity", "flow_rate")]
    [
        InlineData(
            2, "--held-back-days is 3, expected 14 to 120. --threads is 0, expected 1 to 64.", "--csv", "one.csv", "--quantity",
            "flow_rate", "--held-back-days", "3", "--threads", "0")]
    [InlineData(2, "--to is soon, expected a day such as 2024-07-09.", "--csv", "one.csv", "--quantity", "flow_rate", "--to", "soon")]
    public async Task Train_WrongOrImpossible_EndsWithACodeAndOneSentence(int code, string expected, params string[] arguments)
    {
        Write("one.csv", 60, 1);
        var run = await RunAsync(["train", "residual", "--out", "mine", .. arguments]);
        Assert.Equal((code, $"{expected}\n"), (run.ExitCode, run.Error));
        Assert.False(Directory.Exists(folder.File("mine")));
    }

    [Fact]
    public async Task Train_FolderOfAModel_IsRefusedWithoutReplace()
    {
        Write("one.csv", 60, 1);
        Directory.CreateDirectory(folder.File("mine"));
        folder.Write("mine/model.json", "{}");
        var run = await RunAsync("train", "residual", "--csv", "one.csv", "--quantity", "flow_rate", "--out", "mine");
        Assert.Equal(
            (1, $"{folder.File("mine")} holds a model already; choose another folder, or --replace it.\n"), (run.ExitCode, run.Error));
        Assert.Contains(
            "one.csv holds 60 days",
            (await RunAsync("train", "residual", "--csv", "one.csv", "--quantity", "flow_rate", "--out", "mine", "--replace")).Error,
            StringComparison.Ordinal);
    }

    private void Write(string name, int days, double size)
    {
        var hours = AlternatingDays.Hours(days, size);
        folder.Write(name, string.Join('\n', ["time,flow_rate", .. hours.Values.Select((value, i) =>
            string.Create(CultureInfo.InvariantCulture, $"{hours.TimeAt(i):yyyy-MM-dd H:mm},{value}"))]));
    }

    private Task<byte[]> ReadAsync(string name) => File.ReadAllBytesAsync(folder.File(name), TestStation.Cancellation);

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.RunAsync(folder.Path, arguments);
}
