using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Whatever.Model.Calendar;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Monitoring;

/// <summary>What holds for a pass as a whole: nobody holds up the others, and nobody stores over anybody.</summary>
public sealed class MonitoringPassTests
{
    private const int Minute = 28_000_000;

    [Fact]
    public async Task Run_SensorThatCannotBeStored_IsNamedAndTheOthersAreStored()
    {
        await using var station = await TestStation.StartAsync();
        var (bad, good) = (await station.AddJudgedSensorAsync(), await station.AddJudgedSensorAsync("sensor_02"));
        await station.StoreAsync(bad, Minute, DetectionSetup.Flows(0, 3));
        await station.StoreAsync(good, Minute, DetectionSetup.Flows(0, 3));
        await station.ExecuteAsync(
            "CREATE TRIGGER full BEFORE INSERT ON judgements WHEN NEW.sensor_key = 1 BEGIN SELECT RAISE(ABORT, 'no more'); END");
        var pass = await RunAsync(station);
        Assert.StartsWith("sensor_01: ", Assert.Single(pass.Problems).ToString(), StringComparison.Ordinal);
        Assert.Equal([good.Key, good.Key], await JudgedAsync(station));
        Assert.Equal([bad.Key], await WaitingAsync(station));
        await station.ExecuteAsync("DROP TRIGGER full");
        Assert.Empty((await RunAsync(station)).Problems);
        Assert.Equal([bad.Key, bad.Key, good.Key, good.Key], await JudgedAsync(station));
        Assert.Empty(await WaitingAsync(station));
    }

    [Fact]
    public async Task Run_AnotherProcessStoredMeanwhile_StoresNothingOverItAndIsMadeAgain()
    {
        var meanwhile = new Meanwhile();
        await using var station = await TestStation.StartAsync(
            change: services => services.Replace(ServiceDescriptor.Singleton<ISensorHolidays>(meanwhile)));
        var sensor = await station.AddJudgedSensorAsync();
        await station.StoreAsync(sensor, Minute, DetectionSetup.Flows(0, 0));
        await RunAsync(station);
        await station.StoreAsync(sensor, Minute + 2, DetectionSetup.Flows(3));
        station.Get<ChangeFeed>().Publish(ChangeKind.Settings, sensor.Key);

        // The first look is for the alarms, before it is read where the sensor stands; the second for the values, after it.
        meanwhile.OnRead = reads =>
            reads == 2 ? station.ExecuteAsync("UPDATE sensor_states SET revision = revision + 1") : Task.CompletedTask;
        await RunAsync(station);
        Assert.Equal(2, (await JudgedAsync(station)).Count);
        Assert.Empty(await station.AlertsAsync());
        Assert.Equal([sensor.Key], await WaitingAsync(station));
        await RunAsync(station);
        Assert.Equal(3, (await JudgedAsync(station)).Count);
        Assert.Single(await station.AlertsAsync());
        Assert.Empty(await WaitingAsync(station));
    }

    [Fact]
    public async Task Run_LongSpan_IsJudgedInStepsAndDoneAtOnce()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddJudgedSensorAsync();
        const int Days = 70;
        await station.StoreAsync(sensor, Minute, [.. Enumerable.Range(0, Days * 1440).Select(i => DetectionSetup.Mean + (i % 7))]);
        var pass = await RunAsync(station);
        Assert.Equal((Days * 1440, Days * 1440), (Assert.Single(pass.Reports).Minutes, Assert.Single(pass.Reports).Judged));
        Assert.Empty(await WaitingAsync(station));
        Assert.Equal(
            Minute + (Days * 1440) - 1,
            (await station.QueryAsync(db => db.SensorStates.SingleAsync(TestStation.Cancellation))).ThroughMinute);
    }

    private static Task<PassReport> RunAsync(TestStation station) => station.Get<MonitoringPass>().RunAsync(TestStation.Cancellation);

    private static Task<List<int>> JudgedAsync(TestStation station) =>
        station.QueryAsync(
            db => db.Judgements.OrderBy(row => row.SensorKey).Select(row => row.SensorKey).ToListAsync(TestStation.Cancellation));

    private static Task<List<int>> WaitingAsync(TestStation station) =>
        station.QueryAsync(
            db => db.StaleSpans.OrderBy(span => span.SensorKey).Select(span => span.SensorKey).ToListAsync(TestStation.Cancellation));

    /// <summary>Lets something happen while a pass looks at the holidays.</summary>
    private sealed class Meanwhile : ISensorHolidays
    {
        private int reads;
        private Func<int, Task>? onRead;

        public Func<int, Task> OnRead
        {
            set => (onRead, reads) = (value, 0);
        }

        public async Task<IHolidays> LoadAsync(int sensorKey, CancellationToken cancellation = default)
        {
            if (onRead is not null)
            {
                await onRead(++reads);
            }

            return new EditedHolidays(null, [], []);
        }
    }
}
