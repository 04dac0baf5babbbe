using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Whatever.Model.Calendar;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Monitoring;

/// <summary>What is kept in memory, and when it is let go of. Holidays are read once for each time that a sensor's judges are.</summary>
public sealed class SensorContextsTests : IAsyncLifetime
{
    private readonly CountingHolidays holidays = new();
    private TestStation station = null!;
    private Sensor sensor = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync(
            change: services => services.Replace(ServiceDescriptor.Singleton<ISensorHolidays>(holidays)));
        sensor = await station.AddJudgedSensorAsync(withPressure: false);
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Fact]
    public async Task Load_SensorWithFlowOnly_IsKeptUntilPressureMightBeEnough()
    {
        Assert.Equal(Quantity.FlowRate, Assert.Single(await LoadAsync()).Quantity);
        station.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.Single(await LoadAsync(NormalCriteria.MinimumReadings - 1));
        Assert.Equal(1, holidays.Reads);
        Assert.Single(await LoadAsync(1));
        Assert.Equal(2, holidays.Reads);
        station.Time.Advance(TimeSpan.FromHours(1));
        Assert.Single(await LoadAsync(0));
        Assert.Equal(3, holidays.Reads);
    }

    [Fact]
    public async Task Load_PressureThatIsNearlyEnough_IsJudgedTheMinuteThatItIs()
    {
        const int Missing = 3;
        var start = sensor.At("2024-07-08 0:00");
        await StoreAsync(start, NormalCriteria.MinimumReadings - Missing);
        Assert.Single(await LoadAsync());
        await StoreAsync(start + NormalCriteria.MinimumReadings - Missing, Missing);
        Assert.Equal(QuantityNames.All, (await LoadAsync(Missing)).Select(judge => judge.Quantity));
    }

    [Fact]
    public async Task DetectNew_FileWithPressureOfASensorThatHadNone_IsJudgedAtOnce()
    {
        Assert.Single(await LoadAsync());
        await StoreAsync(sensor.At("2024-07-08 0:00"), NormalCriteria.MinimumReadings);
        var report = await station.DetectNewAsync(sensor);
        Assert.Equal(NormalCriteria.MinimumReadings, report.ByQuantity["pressure"].Judged);
    }

    /// <summary>A year holds enough of it, the quarter that is fitted to does not.</summary>
    [Fact]
    public async Task Load_PressureThatEndedMonthsAgo_IsFittedOnceAnHourUntilAFileComes()
    {
        var start = sensor.At("2024-07-08 0:00");
        await StoreAsync(start - (120 * 1440), NormalCriteria.MinimumReadings);
        await station.StoreAsync(sensor, start, DetectionSetup.Flows(0), [double.NaN]);
        Assert.Single(await LoadAsync());

        // The fit that failed, and the judge of the flow rate.
        Assert.Equal(2, holidays.Reads);
        for (var minute = 0; minute < 59; minute++)
        {
            station.Time.Advance(TimeSpan.FromMinutes(1));
            Assert.Single(await LoadAsync(1));
        }

        Assert.Equal(2, holidays.Reads);
        station.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(await LoadAsync(1));
        Assert.Equal(4, holidays.Reads);
        await StoreAsync(start + 1, NormalCriteria.MinimumReadings);
        Assert.Equal(QuantityNames.All, (await LoadAsync(NormalCriteria.MinimumReadings)).Select(judge => judge.Quantity));
    }

    [Fact]
    public async Task Load_SensorWithoutAnyCriteriaWhoseFitFails_IsFittedOnceAnHourWhileItsMinutesWait()
    {
        sensor = await station.AddSensorAsync(new() { Id = "sensor_02" });
        var start = sensor.At("2024-07-08 0:00");
        await StoreAsync(start - (120 * 1440), NormalCriteria.MinimumReadings);
        await station.StoreAsync(sensor, start, DetectionSetup.Flows(0), [double.NaN]);
        for (var waiting = 0; waiting < 60; waiting++)
        {
            Assert.Empty(await LoadAsync(NormalCriteria.MinimumReadings + 1 + waiting));
            station.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(1, holidays.Reads);
        Assert.Empty(await LoadAsync(NormalCriteria.MinimumReadings + 61));
        Assert.Equal(2, holidays.Reads);
        await StoreAsync(start + 1, NormalCriteria.MinimumReadings);
        Assert.Equal(Quantity.Pressure, Assert.Single(await LoadAsync((2 * NormalCriteria.MinimumReadings) + 61)).Quantity);
    }

    [Fact]
    public async Task Load_SettingsSavedMeanwhile_AreReadAgain()
    {
        holidays.OnRead = () => station.Get<ChangeFeed>().Publish(ChangeKind.Settings, sensor.Key);
        await LoadAsync();
        holidays.OnRead = null;
        await LoadAsync();
        Assert.Equal(2, holidays.Reads);
        await LoadAsync();
        Assert.Equal(2, holidays.Reads);
    }

    private Task<IReadOnlyList<QuantityJudge>> LoadAsync(int newMinutes = 0) =>
        station.Get<SensorContexts>().LoadJudgesAsync(sensor, newMinutes, TestStation.Cancellation);

    private Task<WriteCounts> StoreAsync(int start, int minutes) =>
        station.StoreAsync(
            sensor, start, [.. Enumerable.Repeat(double.NaN, minutes)], [.. Enumerable.Range(0, minutes).Select(i => 40.0 + (i % 5))]);

    private sealed class CountingHolidays : ISensorHolidays
    {
        public int Reads { get; private set; }

        public Action? OnRead { get; set; }

        public Task<IHolidays> LoadAsync(int sensorKey, CancellationToken cancellation = default)
        {
            Reads++;
            OnRead?.Invoke();
            return Task.FromResult<IHolidays>(new EditedHolidays(null, [], []));
        }
    }
}
