using System.Text;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Stations;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Stations;

public sealed class HolidayEditorTests
{
    private static readonly DateOnly Liberation = new(2024, 8, 15);
    private static readonly DateOnly WorkingDay = new(2024, 8, 14);
    private static readonly DateOnly Ferragosto = new(2024, 8, 15);
    private static readonly DateOnly Epiphany = new(2025, 1, 6);

    [Theory]
    [InlineData("Asia/Seoul", "2024-08-15", true)]
    [InlineData("Asia/Seoul", "2024-12-26", false)]
    [InlineData("Europe/Rome", "2024-12-26", true)]
    [InlineData("Europe/Berlin", "2024-12-26", false)]
    public async Task Load_NothingChosen_FollowsTheTimeZone(string zone, string day, bool expected)
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync(new() { Id = "a", TimeZone = zone });
        Assert.Equal(
            expected, await IsHolidayAsync(station, sensor, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Load_UnknownSensor_HasNoHoliday()
    {
        await using var station = await TestStation.StartAsync();
        Assert.False((await station.Get<ISensorHolidays>().LoadAsync(99, TestStation.Cancellation)).Contains(Liberation));
    }

    [Fact]
    public async Task Country_Chosen_CountsForTheStationAlone()
    {
        await using var station = await TestStation.StartAsync();
        var (first, second, other) = (
            await station.AddSensorAsync(new() { Id = "a", StationName = "North" }),
            await station.AddSensorAsync(new() { Id = "b", StationName = "North" }), await station.AddSensorAsync(new() { Id = "c" }));
        Assert.Empty(await Editor(station).ChooseCountryAsync(first.StationId, "Italy", TestStation.Cancellation));
        Assert.Equal([true, true, false], await AllAsync(station, Epiphany, first, second, other));
        Assert.Equal(
            new HolidaySources("italy", "italy", null, null), await Holidays(station).SourcesAsync(second.Key, TestStation.Cancellation));
        Assert.Empty(await Editor(station).ChooseCountryAsync(first.StationId, null, TestStation.Cancellation));
        Assert.Equal(
            new HolidaySources(null, "korea", null, null), await Holidays(station).SourcesAsync(first.Key, TestStation.Cancellation));
        Assert.Equal(
            ["The country is \"mars\", expected one of korea, italy, none."],
            await Editor(station).ChooseCountryAsync(first.StationId, "mars", TestStation.Cancellation).ToSentencesAsync());
    }

    [Fact]
    public async Task Day_AddedAndForgotten_IsAHolidayInBetween()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        Assert.Empty(await Editor(station).AddDayAsync(sensor.StationId, WorkingDay, " Opening of the dam ", TestStation.Cancellation));
        Assert.True(await IsHolidayAsync(station, sensor, WorkingDay));
        var listed = await ListAsync(station, sensor);
        Assert.Equal(
            [(WorkingDay, "Opening of the dam", HolidayOrigin.Person, true), (Liberation, "Liberation Day", HolidayOrigin.Country, true)],
            listed);
        Assert.Empty(await Editor(station).ForgetDayAsync(sensor.StationId, WorkingDay, TestStation.Cancellation));
        Assert.False(await IsHolidayAsync(station, sensor, WorkingDay));
        Assert.Equal([Liberation], (await ListAsync(station, sensor)).Select(holiday => holiday.Day));
    }

    [Fact]
    public async Task Day_RemovedAndPutBack_StaysListed()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await Editor(station).RemoveDayAsync(sensor.StationId, Liberation, TestStation.Cancellation);
        Assert.False(await IsHolidayAsync(station, sensor, Liberation));
        Assert.Equal([(Liberation, "Liberation Day", HolidayOrigin.Country, false)], await ListAsync(station, sensor));
        await Editor(station).AddDayAsync(sensor.StationId, Liberation, "Feast", TestStation.Cancellation);
        Assert.Equal([(Liberation, "Feast", HolidayOrigin.Person, true)], await ListAsync(station, sensor));
        await Editor(station).RemoveDayAsync(sensor.StationId, Liberation, TestStation.Cancellation);
        Assert.False(await IsHolidayAsync(station, sensor, Liberation));
        await Editor(station).ForgetDayAsync(sensor.StationId, Liberation, TestStation.Cancellation);
        Assert.True(await IsHolidayAsync(station, sensor, Liberation));
    }

    [Theory]
    [InlineData("1969-12-31", "x", "The day is 1969-12-31, expected one from 1970 to 2099.")]
    [InlineData("2100-01-01", "x", "The day is 2100-01-01, expected one from 1970 to 2099.")]
    [InlineData("2024-01-02", "  ", "The name has 0 letters, expected 1 to 100.")]
    public async Task AddDay_OutOfRange_IsRefused(string day, string name, string expected)
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        Assert.Equal(
            [expected],
            await Editor(station)
                .AddDayAsync(
                    sensor.StationId, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), name,
                    TestStation.Cancellation)
                .ToSentencesAsync());
    }

    [Fact]
    public async Task File_TakenAgainAndRemoved_LeavesNothingOfTheEarlierOne()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await Editor(station).ChooseCountryAsync(sensor.StationId, "none", TestStation.Cancellation);
        Assert.Empty(await TakeAsync(station, sensor, "one.ics", ("20240813", "A"), ("20240814", "B")));
        Assert.Equal(
            [(WorkingDay.AddDays(-1), "A", HolidayOrigin.File, true), (WorkingDay, "B", HolidayOrigin.File, true)],
            await ListAsync(station, sensor));
        Assert.Empty(await TakeAsync(station, sensor, "two.ics", ("20240814", "C")));
        Assert.Equal([(WorkingDay, "C", HolidayOrigin.File, true)], await ListAsync(station, sensor));
        Assert.Equal(
            new HolidaySources("none", "none", "two.ics", WorkingDay),
            await Holidays(station).SourcesAsync(sensor.Key, TestStation.Cancellation));
        await Editor(station).RemoveDayAsync(sensor.StationId, WorkingDay, TestStation.Cancellation);
        Assert.False(await IsHolidayAsync(station, sensor, WorkingDay));
        await Editor(station).RemoveFileAsync(sensor.StationId, TestStation.Cancellation);
        Assert.Empty(await ListAsync(station, sensor));
        Assert.Equal(
            new HolidaySources("none", "none", null, null), await Holidays(station).SourcesAsync(sensor.Key, TestStation.Cancellation));
    }

    [Fact]
    public async Task File_Bad_LeavesTheEarlierOne()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await TakeAsync(station, sensor, "one.ics", ("20240814", "B"));
        Assert.Equal(
            ["bad.ics cannot be read as an iCalendar file: Could not parse line: 'hello'."],
            await Editor(station).TakeFileAsync(sensor.StationId, "bad.ics", "hello"u8.ToArray(), TestStation.Cancellation)
                .ToSentencesAsync());
        Assert.True(await IsHolidayAsync(station, sensor, WorkingDay));
        Assert.Equal("one.ics", (await Holidays(station).SourcesAsync(sensor.Key, TestStation.Cancellation)).File);
    }

    /// <summary>The year of the test's clock is 2024.</summary>
    [Theory]
    [InlineData("20131231", false)]
    [InlineData("20140101", true)]
    [InlineData("20341231", true)]
    [InlineData("20350101", false)]
    public async Task File_YearsAround_AreTakenAndNoOthers(string day, bool isTaken)
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        Assert.Equal(isTaken ? 0 : 1, (await TakeAsync(station, sensor, "one.ics", (day, "B"))).Count);
    }

    [Fact]
    public async Task Change_Saved_IsAnnounced()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var heard = new List<ChangeKind>();
        using var subscription = station.Get<ChangeFeed>().Subscribe(change => heard.Add(change.Kind));
        await Editor(station).AddDayAsync(sensor.StationId, Ferragosto, "x", TestStation.Cancellation);
        Assert.Equal([ChangeKind.Stations], heard);
    }

    private static HolidayEditor Editor(TestStation station) => station.Get<HolidayEditor>();

    private static SensorHolidays Holidays(TestStation station) => station.Get<SensorHolidays>();

    private static async Task<bool> IsHolidayAsync(TestStation station, Sensor sensor, DateOnly day) =>
        (await station.Get<ISensorHolidays>().LoadAsync(sensor.Key, TestStation.Cancellation)).Contains(day);

    private static async Task<List<bool>> AllAsync(TestStation station, DateOnly day, params Sensor[] sensors)
    {
        var answers = new List<bool>();
        foreach (var sensor in sensors)
        {
            answers.Add(await IsHolidayAsync(station, sensor, day));
        }

        return answers;
    }

    /// <summary>From 13 to 16 August 2024.</summary>
    private static async Task<List<(DateOnly Day, string Names, HolidayOrigin Origin, bool IsHoliday)>> ListAsync(
        TestStation station, Sensor sensor) =>
        [.. (await Holidays(station).ListAsync(sensor.Key, WorkingDay.AddDays(-1), WorkingDay.AddDays(2), TestStation.Cancellation))
            .Select(holiday => (holiday.Day, string.Join(", ", holiday.Names), holiday.Origin, holiday.IsHoliday))];

    private static Task<IReadOnlyList<string>> TakeAsync(
        TestStation station, Sensor sensor, string name, params (string Day, string Name)[] days)
    {
        var events = days.Select(
            day => $"BEGIN:VEVENT\r\nUID:{day.Day}\r\nDTSTART;VALUE=DATE:{day.Day}\r\nSUMMARY:{day.Name}\r\nEND:VEVENT\r\n");
        var text = $"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{string.Concat(events)}END:VCALENDAR\r\n";
        return station.Get<HolidayEditor>().TakeFileAsync(sensor.StationId, name, Encoding.UTF8.GetBytes(text), TestStation.Cancellation)
            .ToSentencesAsync();
    }
}
