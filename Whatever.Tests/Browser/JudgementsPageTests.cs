using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Outliers;
using Whatever.Web.Domain;
using Whatever.Web.Stations;
using Whatever.Web.Storage;

namespace Whatever.Tests.Browser;

public sealed class JudgementsPageTests(BrowserStation station)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", 1440, false, "too few readings: 0 of 1,440", "1 h 0 min")]
    [InlineData("ko", 390, true, "데이터 부족: 1,440개 중 0개", "1시간 0분")]
    public async Task Judgements_OfASensor_ShowLatestFindingsAndNights(
        string language, int width, bool dark, string reason, string duration)
    {
        await using var page = await station.OpenAsync("/", language, width, dark);
        var id = $"judged_{language}";
        await AddAsync(id);
        await page.GoAsync($"/judgements?sensor={id}");
        await Assertions.Expect(page["judgement-Value-FlowRate"]).ToContainTextAsync(reason);
        await Assertions.Expect(page["findings"].Locator("tbody tr")).ToHaveCountAsync(2);
        await Assertions.Expect(page["findings"].Locator("tbody tr").First).ToContainTextAsync(duration);
        await Assertions.Expect(page["night-flow"].Locator(".apexcharts-series path").First).ToBeAttachedAsync();
        await Assertions.Expect(page["night-facts"]).ToContainTextAsync("100.0 m³/h");
        await Assertions.Expect(page["night-facts"]).ToContainTextAsync("KRW");
        Assert.True(await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));

        await page["finding-kind"].SelectOptionAsync("Forecast");
        await Assertions.Expect(page["findings"].Locator("tbody tr")).ToHaveCountAsync(1);
        await page["finding-kind"].SelectOptionAsync("NightFlow");
        await Assertions.Expect(page["no-findings"]).ToBeVisibleAsync();
        Assert.Empty(page.Problems);
    }

    /// <summary>No loss is made of the noise of ordinary nights.</summary>
    [Theory]
    [InlineData("en", "none that stands out")]
    [InlineData("ko", "눈에 띄는 손실 없음")]
    public async Task Nights_WithNothingWrong_ClaimNoLoss(string language, string expected)
    {
        await using var page = await station.OpenAsync("/", language);
        var id = $"quiet_{language}";
        await AddAsync(id, isLeaking: false);
        await page.GoAsync($"/judgements?sensor={id}");
        await Assertions.Expect(page["night-facts"]).ToContainTextAsync(expected);
        await Assertions.Expect(page["night-facts"]).Not.ToContainTextAsync("KRW");
    }

    [Theory]
    [InlineData("/judgements")]
    [InlineData("/")]
    [InlineData("/outliers")]
    public async Task Page_OfASensorThatThereIsNot_SaysSoAndShowsNoOther(string path)
    {
        await using var page = await station.OpenAsync($"{path}?sensor=nosuch");
        await Assertions.Expect(page["unknown-sensor"]).ToContainTextAsync("There is no sensor nosuch");
        await Assertions.Expect(page.Page.Locator("main .panel")).ToHaveCountAsync(1);
        await page["sensor"].SelectOptionAsync("sensor_01");
        await Assertions.Expect(page["unknown-sensor"]).ToHaveCountAsync(0);
        await Assertions.Expect(page.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("sensor=sensor_01"));
        Assert.Empty(page.Problems);
    }

    /// <summary>A sensor with 60 nights of 60 m³/h, the last three of 100, and two findings of the last hours.</summary>
    private async Task AddAsync(string id, bool isLeaking = true)
    {
        Assert.Empty(
            await station.Get<StationEditor>()
                .AddSensorAsync(
                    new SensorDraft { Id = id, StationName = "Judgement test", WaterPrice = 800 }, cancellation: Cancellation));
        await using var db = await station.Get<IDbContextFactory<StationDbContext>>().CreateDbContextAsync(Cancellation);
        var sensor = await db.Sensors.SingleAsync(row => row.Id == id, Cancellation);
        var now = StationClock.MinuteOf(TimeProvider.System.GetUtcNow());
        var today = DateOnly.FromDateTime(sensor.Clock.ToLocal(now));
        var state = new MonitorState { ThroughMinute = now };
        state.Night.Nights.AddRange(
            Enumerable.Range(0, 60)
                .Select(i => new RememberedNight(today.AddDays(i - 59), i < 57 || !isLeaking ? 60 + (i % 3) : 100, 1, IsUsual: true)));
        db.SensorStates.Add(new SensorState { SensorKey = sensor.Key, ThroughMinute = now, State = StoredJson.Write(state) });
        db.Findings.AddRange(Enumerable.Range(0, 60).Select(i => Found(sensor, now - 120 + i, AlarmCause.Forecast)));
        db.Findings.Add(Found(sensor, now - 300, AlarmCause.Spike));
        await db.SaveChangesAsync(Cancellation);
    }

    private static Finding Found(Sensor sensor, int minute, AlarmCause cause) =>
        new() { SensorKey = sensor.Key, Minute = minute, Cause = cause, Score = 96, Stage = OutlierStage.Caution };
}
