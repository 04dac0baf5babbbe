using System.Globalization;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Forecasting;

namespace Whatever.Tests.Web.Forecasting;

public sealed class ForecastFilesTests
{
    [Fact]
    public async Task Run_InputFile_HoldsEveryMinuteOfTheBaseDay()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddForecastSensorAsync();
        await station.ExecuteAsync($"DELETE FROM readings WHERE minute = {sensor.At("2024-07-08 0:01")}");
        await station.ExecuteAsync($"UPDATE readings SET pressure = NULL WHERE minute = {sensor.At("2024-07-08 0:02")}");
        await station.ForecastAsync(sensor);
        var lines = await File.ReadAllLinesAsync(
            Path.Combine(station.Folder.Input("sensor_01"), "2024-07-08.csv"), TestStation.Cancellation);
        var stored = (await station.ReadingsAsync(sensor)).ToDictionary(row => sensor.Local(row.Minute));
        Assert.Equal("time,flow_rate,pressure", lines[0]);
        Assert.Equal(1441, lines.Length);
        Assert.Equal("2024-07-08 0:01,,", lines[2]);
        Assert.Equal(Seeded.Text($"2024-07-08 0:02,{stored["2024-07-08 0:02"].FlowRate:R},"), lines[3]);
        Assert.Equal(
            Seeded.Text($"2024-07-08 23:59,{stored["2024-07-08 23:59"].FlowRate:R},{stored["2024-07-08 23:59"].Pressure:R}"), lines[1440]);
    }

    [Fact]
    public async Task Run_Prediction_Holds144RowsByStepAndHour()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddForecastSensorAsync();
        var report = await station.ForecastAsync(sensor);
        var lines = station.OutputLines(sensor, "prediction.csv");
        Assert.Equal("step,time,flow_rate_predict,pressure_predict", lines[0]);
        var expected = Enumerable.Range(1, 6)
            .SelectMany(
                step =>
                    Enumerable.Range(0, 24)
                        .Select(hour => $"{step},{WireTime.Write(new DateTime(2024, 7, 8).AddDays(step).AddHours(hour))}"));
        Assert.Equal(expected, lines[1..].Select(line => string.Join(',', line.Split(',')[..2])));
        Assert.All(
            lines[1..], line => Assert.Matches("^[1-6],2024-07-[01][0-9] [0-9]{1,2}:00,[0-9]+\\.[0-9]{3,6},[0-9]+\\.[0-9]{3,6}$", line));
        Assert.Equal((144, "2024-07-08", 6), (report.Rows, report.BaseDay, report.Queued));
    }

    [Fact]
    public async Task Run_DayFiles_HoldTheirDayAndTheNumbersOfTheirStep()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddForecastSensorAsync();
        await station.ForecastAsync(sensor);
        var all = station.OutputLines(sensor, "prediction.csv");
        for (var step = 1; step <= 6; step++)
        {
            var lines = station.OutputLines(sensor, $"Day{step}prediction.csv");
            Assert.Equal("time,flow_rate_predict,pressure_predict", lines[0]);
            Assert.Equal(
                Enumerable.Range(0, 24).Select(hour => WireTime.Write(new DateTime(2024, 7, 8).AddDays(step).AddHours(hour))),
                lines[1..].Select(line => line.Split(',')[0]));
            Assert.Equal(all.Where(line => line[0] - '0' == step).Select(line => line[2..]), lines[1..]);
        }
    }

    [Fact]
    public async Task Run_InAnyCulture_WritesTheSameBytes()
    {
        var expected = await WriteAsync("");
        Assert.Equal(expected, await WriteAsync("ko-KR"));
        Assert.Equal(expected, await WriteAsync("de-DE"));
        Assert.Equal(expected, await WriteAsync("ar-SA"));
    }

    [Fact]
    public async Task Run_SensorWithoutPressure_LeavesTheColumnEmptyAndKeepsTheRows()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddForecastSensorAsync();
        await station.ExecuteAsync("UPDATE readings SET pressure = NULL");
        var report = await station.ForecastAsync(sensor);
        Assert.Null(report.Problem);
        Assert.Equal(145, station.OutputLines(sensor, "prediction.csv").Length);
        Assert.All(station.OutputLines(sensor, "Day6prediction.csv")[1..], line => Assert.Matches("^2024-07-14 [0-9]+:00,[0-9.]+,$", line));
        Assert.Equal(["flow_rate"], report.Models.Keys);
        Assert.Empty(report.Skipped);
    }

    [Fact]
    public async Task Run_FilesReported_AreInputPredictionAndSixDays()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddForecastSensorAsync();
        var report = await station.ForecastAsync(sensor);
        Assert.Equal(
            ["2024-07-08.csv", "prediction.csv", .. Enumerable.Range(1, 6).Select(step => $"Day{step}prediction.csv")],
            report.Files.Select(Path.GetFileName));
        Assert.All(report.Files, path => Assert.True(File.Exists(path)));
        Assert.Empty(Directory.EnumerateFiles(station.Folder.Root, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Run_Cancelled_LeavesNoOutputAndNothingStored()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddForecastSensorAsync();
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => station.Get<ForecastRunner>().RunAsync(sensor, ForecastSetup.Yesterday, cancel.Token));
        Assert.False(Directory.Exists(station.Folder.Prediction(sensor.Id)));
    }

    private static async Task<string[]> WriteAsync(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            await using var station = await TestStation.StartAsync();
            var report = await station.ForecastAsync(await station.AddForecastSensorAsync());
            return [.. report.Files.Select(path => Path.GetFileName(path) + "\n" + File.ReadAllText(path))];
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
