using System.Globalization;
using System.Text;
using System.Text.Json;
using Whatever.Model.Forecasting;
using Whatever.Model.ModelFiles;
using Whatever.Tests.Model.ModelFiles;
using Whatever.Tests.Support;

namespace Whatever.Tests.Web.Commands;

/// <summary>Files begin on Monday 3 June 2024.</summary>
[Collection("Commands")]
public sealed class BacktestCommandTests : IDisposable
{
    private static readonly DateTime Start = new(2024, 6, 3);
    private readonly TestFolder folder = new();

    public static TheoryData<string> Names => new(HourlyForecasters.Names);

    public void Dispose() => folder.Dispose();

    /// <summary>The value is the number of the day: a week earlier it was 7 lower, whatever the lead day.</summary>
    [Fact]
    public async Task Backtest_DaysCountedUp_GivesTheErrorsOfHandWork()
    {
        Write("water.csv", 60, 60, time => (time - Start).Days);
        var report = (await RunAsync("--model", "last-week", "--json")).AssertSuccess().Json;
        Assert.Equal(
            ["water.csv", "last-week", "flow_rate", "none", "2024-07-14", "2024-07-26"],
            new[] { "file", "model", "quantity", "country", "from", "to" }.Select(name => report.GetProperty(name).GetString()));
        Assert.Equal(60, report.GetProperty("step_minutes").GetInt32());
        var rows = report.GetProperty("by_lead_day").EnumerateArray().ToList();
        Assert.Equal([1, 2, 3, 4, 5, 6], rows.Select(row => row.GetProperty("lead_day").GetInt32()));
        Assert.All(rows.Append(report.GetProperty("overall")), row =>
        {
            Assert.Equal([7, 7, -7], new[] { "mae", "rmse", "bias" }.Select(name => row.GetProperty(name).GetDouble()));
            Assert.Equal((0, 17.5), (Skill(row, "last_week"), row.GetProperty("baseline_mae").GetProperty("four_week_mean").GetDouble()));
            Assert.Equal(1 - (7 / 17.5), Skill(row, "four_week_mean"), 1e-12);
            Assert.Equal(JsonValueKind.Null, row.GetProperty("coverage").ValueKind);
        });
        Assert.All(rows, row => Assert.Equal(1 - (7.0 / row.GetProperty("lead_day").GetInt32()), Skill(row, "last_day"), 1e-12));
        Assert.Equal(1 - (7 / 4.0), Skill(rows[0], "seven_day_mean"), 1e-12);
        Assert.Equal(rows.Sum(row => row.GetProperty("hours").GetInt32()), report.GetProperty("overall").GetProperty("hours").GetInt32());
        Assert.Equal(13 * 24, rows[0].GetProperty("hours").GetInt32());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(15)]
    public async Task Backtest_SameHoursAtAFinerStep_GivesTheSameFigures(int step)
    {
        Write("water.csv", 60, 60, Wave);
        Write("finer.csv", 60, step, time => Wave(time.Date.AddHours(time.Hour)));
        var hourly = (await RunAsync("--model", "seasonal", "--json")).AssertSuccess().Json;
        var finer = (await CommandRun.RunAsync(folder.Path, "backtest", "--csv", "finer.csv", "--model", "seasonal", "--json"))
            .AssertSuccess().Json;
        Assert.Equal(step, finer.GetProperty("step_minutes").GetInt32());
        Assert.Equal(
            hourly.GetProperty("overall").GetProperty("hours").GetInt32(), finer.GetProperty("overall").GetProperty("hours").GetInt32());
        Assert.Equal(
            hourly.GetProperty("overall").GetProperty("mae").GetDouble(), finer.GetProperty("overall").GetProperty("mae").GetDouble(),
            1e-9);
    }

    /// <summary>One quarter of an hour out of four is too little for a mean, two are enough.</summary>
    [Theory]
    [InlineData(2, 24)]
    [InlineData(3, 23)]
    public async Task Backtest_HourWithTooFewValues_IsMissing(int left, int hours)
    {
        Write(
            "water.csv", 60, 15,
            time => time.Date == Start.AddDays(50) && time.Hour == 8 && time.Minute < 15 * left ? double.NaN : Wave(time));
        var rows = (await RunAsync("--model", "seasonal", "--from", "2024-07-22", "--to", "2024-07-22", "--json"))
            .AssertSuccess().Json.GetProperty("by_lead_day");
        Assert.Equal([hours, 24], rows.EnumerateArray().Take(2).Select(row => row.GetProperty("hours").GetInt32()));
    }

    /// <summary>What comes after the first lead day has no part in its figures.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task Backtest_ValuesAfterALeadDayChanged_LeaveItsFiguresAsTheyWere(string name)
    {
        var firstTarget = Start.AddDays(50);
        string[] day = ["--model", name, "--from", "2024-07-22", "--to", "2024-07-22", "--country", "korea", "--json"];
        Write("water.csv", 60, 60, Wave);
        var before = (await RunAsync(day)).AssertSuccess().Json.GetProperty("by_lead_day");
        Write("water.csv", 60, 60, time => time >= firstTarget.AddDays(1) ? 1e6 : Wave(time));
        var after = (await RunAsync(day)).AssertSuccess().Json.GetProperty("by_lead_day");
        Assert.Equal(before[0].GetRawText(), after[0].GetRawText());
        Assert.NotEqual(before[1].GetRawText(), after[1].GetRawText());
        Write("water.csv", 60, 60, time => time >= firstTarget.AddHours(-1) && time < firstTarget ? 1e6 : Wave(time));
        Assert.NotEqual(before[0].GetRawText(), (await RunAsync(day)).AssertSuccess().Json.GetProperty("by_lead_day")[0].GetRawText());
    }

    [Fact]
    public async Task Backtest_ModelOfMinutes_IsJudgedOnMinutesAndRefusedOnHours()
    {
        TestModels.Direct.WithRandomWeights().Save(folder.File("mine"));
        Write("water.csv", 30, 1, Wave);
        string[] days = ["--model", "mine", "--from", "2024-06-20", "--to", "2024-06-21"];
        var report = (await RunAsync([.. days, "--json"])).AssertSuccess().Json;
        Assert.Equal(
            [48, 48, 48, 48, 48, 48],
            report.GetProperty("by_lead_day").EnumerateArray().Select(row => row.GetProperty("hours").GetInt32()));
        Write("water.csv", 30, 60, Wave);
        var refused = await RunAsync(days);
        Assert.Equal(
            (1, "mine reads a value every 1 min, the file has one every 60 min: the model cannot be judged on it.\n"),
            (refused.ExitCode, refused.Error));
        var pressure = await RunAsync([.. days, "--quantity", "pressure"]);
        Assert.Equal((2, "The model forecasts flow_rate, not pressure.\n"), (pressure.ExitCode, pressure.Error));
    }

    [Fact]
    public async Task Backtest_WithoutJson_PrintsATable()
    {
        Write("water.csv", 60, 60, time => (time - Start).Days);
        var lines = (await RunAsync("--model", "last-week", "--country", "Korea")).AssertSuccess().Output.TrimEnd('\n').Split('\n');
        Assert.Equal(
            "last-week on water.csv: flow_rate, a value every 60 min, base days 2024-07-14 to 2024-07-26, holidays: korea.", lines[0]);
        Assert.Equal(
            ["1", "2", "3", "4", "5", "6", "all"], lines[3..].Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]));
        Assert.Contains(" 312    7.000    7.000 ", lines[3], StringComparison.Ordinal);
    }

    [Theory]
    [
        InlineData(
            2,
            "--model is nothing, expected the folder of a model or one of recent-mix, seasonal, last-week, four-week-mean, last-day, "
                + "seven-day-mean.",
            "--model", "nothing")]
    [InlineData(2, "--country is mars, expected one of korea, italy, none.", "--model", "seasonal", "--country", "mars")]
    [InlineData(2, "--from is yesterday, expected a day such as 2024-07-09.", "--model", "seasonal", "--from", "yesterday")]
    [InlineData(2, "--quantity is level, expected flow_rate or pressure.", "--model", "seasonal", "--quantity", "level")]
    [InlineData(1, "water.csv holds no value of pressure.", "--model", "seasonal", "--quantity", "pressure")]
    [
        InlineData(
            1, "water.csv covers 2024-06-03 to 2024-07-12, expected at least 48 days; --from asks for less to look back on.", "--model",
            "seasonal")]
    [InlineData(1, "the first base day 2024-08-01 lies after the last one, 2024-07-06.", "--model", "seasonal", "--from", "2024-08-01")]
    [
        InlineData(
            1, "From 2024-06-03 to 2024-06-03 there is no hour that was measured and that both seasonal and its baselines forecast.",
            "--model", "seasonal", "--from", "2024-01-01", "--to", "2024-06-03")]
    public async Task Backtest_WrongOrImpossible_EndsWithACodeAndOneSentence(int code, string expected, params string[] arguments)
    {
        Write("water.csv", 40, 60, Wave);
        var run = await RunAsync([.. arguments, "--json"]);
        Assert.Equal((code, ""), (run.ExitCode, run.Output));
        Assert.EndsWith($"{expected}\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backtest_LessThanARowAnHour_IsRefused()
    {
        Write("water.csv", 60, 120, Wave);
        var run = await RunAsync("--model", "seasonal");
        Assert.Equal((1, "water.csv has a row every 120 min, expected at least one an hour.\n"), (run.ExitCode, run.Error));
    }

    private static double Skill(JsonElement row, string baseline) => row.GetProperty("skill").GetProperty(baseline).GetDouble();

    /// <summary>A daily wave that no baseline hits exactly.</summary>
    private static double Wave(DateTime time) =>
        100 + (30 * Math.Sin(time.TimeOfDay.TotalDays * 2 * Math.PI)) + (10 * Math.Sin((time - Start).TotalDays * 1.3));

    private void Write(string name, int days, int step, Func<DateTime, double> value)
    {
        var text = new StringBuilder("time,flow_rate,pressure\n");
        for (var time = Start; time < Start.AddDays(days); time = time.AddMinutes(step))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{time:yyyy-MM-dd HH:mm},{(double.IsNaN(value(time)) ? "" : value(time).ToString("R", CultureInfo.InvariantCulture))},\n");
        }

        folder.Write(name, text.ToString());
    }

    private Task<CommandRun> RunAsync(params string[] arguments) =>
        CommandRun.RunAsync(folder.Path, ["backtest", "--csv", "water.csv", .. arguments]);
}
