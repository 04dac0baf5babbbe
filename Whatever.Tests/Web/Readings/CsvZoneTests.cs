using System.Globalization;
using Whatever.Tests.Support;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;

namespace Whatever.Tests.Web.Readings;

public sealed class CsvZoneTests
{
    [Theory]
    [InlineData("Asia/Seoul", "2024-07-09 0:00", "2024-07-08T15:00")]
    [InlineData("UTC", "2024-07-09 0:00", "2024-07-09T00:00")]
    [InlineData("Asia/Kolkata", "2024-07-09 0:10", "2024-07-08T18:40")]
    [InlineData("Europe/Berlin", "2024-03-31 1:59", "2024-03-31T00:59")]
    [InlineData("Europe/Berlin", "2024-03-31 3:00", "2024-03-31T01:00")]
    [InlineData("Europe/Berlin", "2024-10-27 2:30", "2024-10-27T00:30")]
    [InlineData("Europe/Berlin", "2024-10-27 3:00", "2024-10-27T02:00")]
    [InlineData("Europe/Berlin", "2024-10-27T02:30+01:00", "2024-10-27T01:30")]
    [InlineData("America/New_York", "2024-11-03 1:30", "2024-11-03T05:30")]
    [InlineData("Australia/Lord_Howe", "2024-10-06 1:59", "2024-10-05T15:29")]
    [InlineData("Australia/Lord_Howe", "2024-10-06 2:30", "2024-10-05T15:30")]
    [InlineData("Australia/Lord_Howe", "2024-10-06 2:45", "2024-10-05T15:45")]
    [InlineData("Australia/Lord_Howe", "2024-04-07 1:45", "2024-04-06T14:45")]
    [InlineData("Australia/Lord_Howe", "2024-04-07 2:00", "2024-04-06T15:30")]
    public async Task Import_LocalTime_IsStoredAsItsUtcMinute(string zone, string local, string utc)
    {
        await using var station = await TestStation.StartAsync(TestStation.Noon.AddYears(1));
        var sensor = await station.AddSensorAsync(new() { Id = "s", TimeZone = zone });
        await station.ImportAsync(sensor, $"time,flow_rate\n{local},1\n");
        Assert.Equal(MinuteOf(utc), (await station.ReadingsAsync(sensor)).Single().Minute);
    }

    [Fact]
    public async Task Import_AutumnNightWithoutOffsets_IsReadInTheOrderOfTheFile()
    {
        await using var station = await TestStation.StartAsync(TestStation.Noon.AddYears(1));
        var sensor = await station.AddSensorAsync(new() { Id = "s", TimeZone = "Europe/Berlin" });
        var report = await station.ImportAsync(sensor, "time,flow_rate\n2024-10-27 2:30,1\n2024-10-27 2:30,2\n2024-10-27 3:00,3\n");
        Assert.Equal((3, 3, 0), (report.Read, report.Inserted, report.Duplicates));
    }

    [Fact]
    public async Task Import_AutumnNightWithOffsets_KeepsBothHours()
    {
        await using var station = await TestStation.StartAsync(TestStation.Noon.AddYears(1));
        var sensor = await station.AddSensorAsync(new() { Id = "s", TimeZone = "Europe/Berlin" });
        var report = await station.ImportAsync(sensor, "time,flow_rate\n2024-10-27T02:30+02:00,1\n2024-10-27T02:30+01:00,2\n");
        Assert.Equal((2, 0), (report.Inserted, report.Duplicates));
        Assert.Equal(["2024-10-27 2:30 1 -", "2024-10-27 2:30 2 -"], await station.StoredAsync(sensor));
    }

    [Fact]
    public async Task Import_ZoneChosenByAPerson_CountsInsteadOfTheSensors()
    {
        await using var station = await TestStation.StartAsync(TestStation.Noon.AddYears(1));
        var sensor = await station.AddSensorAsync();
        var report = await station.ImportAsync(sensor, "time,flow_rate\n2024-07-09 0:00,1\n", new PlanChoices { TimeZone = "UTC" });
        Assert.Equal(["2024-07-09 9:00 1 -"], await station.StoredAsync(sensor));
        Assert.Equal(("UTC", "2024-07-09 9:00"), (report.TimeZone, report.From));
    }

    [Fact]
    public async Task Import_UnknownZone_IsRefused()
    {
        await using var station = await TestStation.StartAsync(TestStation.Noon.AddYears(1));
        var sensor = await station.AddSensorAsync();
        var problem = await Assert.ThrowsAsync<UnreadableCsvException>(
            () => station.ImportAsync(sensor, "time,flow_rate\n2024-07-09 0:00,1\n", new PlanChoices { TimeZone = "Mars/Olympus" }));
        Assert.Contains("Time zone is 'Mars/Olympus'", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Asia/Seoul")]
    [InlineData("Europe/Berlin")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Asia/Kathmandu")]
    public async Task Import_EveryHalfHourOfAYear_AgreesWithTheZoneRules(string zone)
    {
        await using var station = await TestStation.StartAsync(TestStation.Noon.AddYears(1));
        var sensor = await station.AddSensorAsync(new() { Id = "s", TimeZone = zone });
        var local = Enumerable.Range(0, 366 * 48).Select(half => new DateTime(2024, 1, 1).AddMinutes(half * 30)).ToList();
        var rows = local.Select(time => time.ToString("yyyy-MM-dd H:mm", CultureInfo.InvariantCulture) + ",1\n");
        await station.ImportAsync(sensor, "time,flow_rate\n" + string.Concat(rows));
        var info = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var expected = local.Where(time => !info.IsInvalidTime(time)).Select(sensor.Clock.ToMinute);
        Assert.Empty(expected.Except((await station.ReadingsAsync(sensor)).Select(row => row.Minute)));
    }

    [Theory]
    [InlineData("Europe/Berlin", "2024-03-31 2:00")]
    [InlineData("Europe/Berlin", "2024-03-31 2:59")]
    [InlineData("Australia/Lord_Howe", "2024-10-06 2:15")]
    [InlineData("America/Santiago", "2024-09-08 0:30")]
    public async Task Import_TimeThatTheClockSkips_IsRejectedByName(string zone, string local)
    {
        await using var station = await TestStation.StartAsync(TestStation.Noon.AddYears(1));
        var sensor = await station.AddSensorAsync(new() { Id = "s", TimeZone = zone });
        var report = await station.ImportAsync(sensor, $"time,flow_rate\n{local},1\n");
        Assert.Equal(1, report.Rejected);
        Assert.Contains($"does not exist on this day in {zone}", report.FirstRejects[0].Reason.ToString(), StringComparison.Ordinal);
        var winter = await station.ImportAsync(sensor, $"time,flow_rate\n{local},1\n", new PlanChoices { WinterTime = true });
        Assert.Equal((1, 0), (winter.Inserted, winter.Rejected));
    }

    /// <summary>Values count up, so that each stored one says which pass it is of.</summary>
    [Theory]
    [InlineData("Europe/Berlin", "2024-10-27T00:30", 1, false)]
    [InlineData("Europe/Berlin", "2024-10-27T00:30", 1, true)]
    [InlineData("Europe/Berlin", "2024-10-26T22:00", 5, false)]
    [InlineData("Europe/Berlin", "2024-10-26T22:00", 15, true)]
    [InlineData("Europe/Berlin", "2024-10-26T22:00", 60, false)]
    [InlineData("Europe/Berlin", "2024-10-26T22:00", 60, true)]
    [InlineData("America/Santiago", "2024-04-07T02:00", 1, false)]
    [InlineData("Africa/Cairo", "2024-10-31T20:00", 10, false)]
    [InlineData("Australia/Lord_Howe", "2024-04-06T14:00", 1, false)]
    public async Task Import_NightThatIsAnHourLonger_KeepsEveryRow(string zone, string begin, int interval, bool newestFirst)
    {
        await using var station = await TestStation.StartAsync(TestStation.Noon.AddYears(1));
        var sensor = await station.AddSensorAsync(new() { Id = "s", TimeZone = zone, SamplingIntervalMinutes = interval });
        var minutes = Enumerable.Range(0, 240 / interval).Select(row => MinuteOf(begin) + (row * interval)).ToList();
        var rows = minutes.Select((minute, row) => string.Create(CultureInfo.InvariantCulture, $"{sensor.Local(minute)},{row}\n"));
        var report = await station.ImportAsync(sensor, "time,flow_rate\n" + string.Concat(newestFirst ? rows.Reverse() : rows));
        Assert.Equal((minutes.Count, 0, 0), (report.Inserted, report.Duplicates, report.Rejected));
        Assert.Equal(
            minutes.Select((minute, row) => (minute, (double?)row)),
            (await station.ReadingsAsync(sensor)).Select(reading => (reading.Minute, reading.FlowRate)));
    }

    private static int MinuteOf(string utc) =>
        (int)(DateTime.ParseExact(utc, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture) - DateTime.UnixEpoch).TotalMinutes;
}
