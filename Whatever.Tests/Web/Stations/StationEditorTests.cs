using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Stations;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Stations;

public sealed class StationEditorTests
{
    [Theory]
    [InlineData("sensor_01", true)]
    [InlineData("A", true)]
    [InlineData("9-b.c", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("_a", false)]
    [InlineData(".hidden", false)]
    [InlineData("..", false)]
    [InlineData("a/b", false)]
    [InlineData("a\\b", false)]
    [InlineData("a b", false)]
    [InlineData("센서", false)]
    [InlineData("sensor_01\n", false)]
    [InlineData("sensor_01\r\nX-Evil: 1", false)]
    public void IsValidId_Text_IsWhatAFolderAndAHeaderCanCarry(string? id, bool expected) => Assert.Equal(expected, Sensor.IsValidId(id));

    [Fact]
    public void IsValidId_LongestId_Has64Letters()
    {
        Assert.True(Sensor.IsValidId(new string('a', 64)));
        Assert.False(Sensor.IsValidId(new string('a', 65)));
    }

    [Fact]
    public async Task Add_Defaults_AreThoseOfTheContract()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync(new() { Id = "sensor_01" });
        Assert.Equal(
            ("sensor_01", "Asia/Seoul", "m³/h", "kPa", 1),
            (sensor.Name, sensor.TimeZone, sensor.FlowRateUnit, sensor.PressureUnit, sensor.SamplingIntervalMinutes));
        Assert.Equal(ReadingSource.External, sensor.Source);
    }

    [Fact]
    public async Task Add_EverythingWrong_NamesEveryProblemAndStoresNothing()
    {
        await using var station = await TestStation.StartAsync();
        var problems = await AddAsync(station, new() { Id = "a b", TimeZone = "Mars", SamplingIntervalMinutes = 7 });
        Assert.Equal(
            [
                "Sensor id is \"a b\", expected 1 to 64 ASCII letters, digits, '_', '-' or '.', such as sensor_01.",
                "Time zone is \"Mars\", expected an IANA name such as Asia/Seoul.",
                "Sampling interval is 7 min, expected 1, 5, 10, 15 or 60.",
            ],
            problems);
        Assert.Equal(0, await station.QueryAsync(db => db.Sensors.CountAsync(TestStation.Cancellation)));
        Assert.Equal(0, await station.QueryAsync(db => db.Stations.CountAsync(TestStation.Cancellation)));
    }

    [Fact]
    public async Task Add_NothingGivenForUnits_IsRefusedNotABug()
    {
        await using var station = await TestStation.StartAsync();
        var problems = await AddAsync(station, new() { Id = "a", FlowRateUnit = null!, PressureUnit = null! });
        Assert.Equal(2, problems.Count);
    }

    [Fact]
    public async Task Add_SameIdTwice_IsRefused()
    {
        await using var station = await TestStation.StartAsync();
        await station.AddSensorAsync();
        Assert.Equal(["There is a sensor sensor_01 already; choose another id."], await AddAsync(station, new() { Id = "sensor_01" }));
    }

    [Fact]
    public async Task Add_TwoSensorsOfOneStation_ShareIt()
    {
        await using var station = await TestStation.StartAsync();
        await station.AddSensorAsync(new() { Id = "a", StationName = "North" });
        await station.AddSensorAsync(new() { Id = "b", StationName = " North " });
        Assert.Equal(["North"], await station.QueryAsync(db => db.Stations.Select(row => row.Name).ToListAsync(TestStation.Cancellation)));
    }

    [Fact]
    public async Task Update_NewZone_ChangesTheClockAndKeepsTheId()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var draft = new SensorDraft { Id = "renamed", Name = "North", TimeZone = "Europe/Berlin", SamplingIntervalMinutes = 5 };
        Assert.Empty(await station.Get<StationEditor>().UpdateSensorAsync(sensor.Key, _ => draft, cancellation: TestStation.Cancellation));
        var stored = await station.QueryAsync(db => db.Sensors.AsNoTracking().SingleAsync(TestStation.Cancellation));
        Assert.Equal(("sensor_01", "North", "Europe/Berlin", 5), (stored.Id, stored.Name, stored.TimeZone, stored.SamplingIntervalMinutes));
        Assert.True(
            await station.QueryAsync(db => db.ZoneOffsets.AnyAsync(row => row.TimeZone == "Europe/Berlin", TestStation.Cancellation)));
    }

    /// <summary>The other change is stored between the first look and the transaction.</summary>
    [Fact]
    public async Task Update_WhileAnotherChanges_KeepsBothChanges()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var editor = station.Get<StationEditor>();
        Task<IReadOnlyList<Problem>>? other = null;
        Assert.Empty(await editor.UpdateSensorAsync(
            sensor.Key,
            stored =>
            {
                other ??= editor.UpdateSensorAsync(
                    sensor.Key, theirs => theirs with { WaterPrice = 2 }, cancellation: TestStation.Cancellation);
                return stored with { Name = "North" };
            },
            cancellation: TestStation.Cancellation));
        Assert.Empty(await other!);
        var changed = await station.QueryAsync(db => db.Sensors.AsNoTracking().SingleAsync(TestStation.Cancellation));
        Assert.Equal(("North", 2), (changed.Name, changed.WaterPrice));
    }

    [Fact]
    public async Task Update_OfWhatAnotherChangedMeanwhile_IsRefused()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var editor = station.Get<StationEditor>();
        var seen = SensorDraft.Of(
            await station.QueryAsync(db => db.Sensors.AsNoTracking().Include(row => row.Station).SingleAsync(TestStation.Cancellation)));
        Assert.Empty(await editor.UpdateSensorAsync(sensor.Key, _ => seen with { Currency = "EUR" }, seen, TestStation.Cancellation));
        Assert.Equal(
            ["Somebody changed sensor_01 meanwhile. Nothing of yours was saved; choose Edit again and repeat the change."],
            (await editor.UpdateSensorAsync(sensor.Key, _ => seen with { WaterPrice = 2 }, seen, TestStation.Cancellation))
                .Select(problem => problem.ToString()));
        var stored = await station.QueryAsync(db => db.Sensors.AsNoTracking().SingleAsync(TestStation.Cancellation));
        Assert.Equal(("EUR", null), (stored.Currency, stored.WaterPrice));
    }

    [Fact]
    public async Task ListSpans_SensorWithoutReadings_HasNone()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync(new() { Id = "b" });
        await station.AddSensorAsync(new() { Id = "a" });
        await station.StoreAsync(sensor, 100, [1, 2, 3]);
        var queries = new StationQueries(station.Get<IDbContextFactory<StationDbContext>>());
        var spans = await queries.ListSpansAsync(TestStation.Cancellation);
        Assert.Equal([("a", null, null), ("b", 100, 102)], spans.Select(span => (span.Sensor.Id, span.FirstMinute, span.LastMinute)));
    }

    private static Task<IReadOnlyList<string>> AddAsync(TestStation station, SensorDraft draft) =>
        station.Get<StationEditor>().AddSensorAsync(draft, cancellation: TestStation.Cancellation).ToSentencesAsync();
}
