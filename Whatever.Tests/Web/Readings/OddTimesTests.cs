using System.Globalization;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;
using Whatever.Web.Stations;

namespace Whatever.Tests.Web.Readings;

/// <summary>Times in columns of their parts, days with a decimal comma, passes of the hour that stands twice, names of zones that mean
/// several; means of a day among minutes, and comments of several lines.</summary>
public sealed class OddTimesTests : IAsyncLifetime
{
    private const int BeyondTheSample = 3_000;
    private static readonly DateTime Begin = new(2024, 7, 8);
    private TestStation station = null!;
    private Sensor sensor = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        sensor = await station.AddSensorAsync();
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Theory]
    [InlineData("Year,Month,Day,Hour,Minute,Flow", "2024,7,8,0,0,1", "2024,7,8,0,1,2", "2024,7,8,24,0,3")]
    [InlineData("YYYY,MM,DD,HH,MM,Q(m3/h)", "2024,07,08,00,00,1", "2024,07,08,00,01,2", "2024,07,09,00,00,3")]
    [InlineData("yr,mo,dy,hr,mi,flow", "24,7,8,0,0,1", "24,7,8,0,1,2", "24,7,9,0,0,3")]
    [InlineData("년,월,일,시,분,초,유량", "2024,7,8,0,0,0,1", "2024,7,8,0,1,0,2", "2024,7,9,0,0,30,3")]
    [InlineData("Jahr;Monat;Tag;Stunde;Minute;Durchfluss", "2024;7;8;0;0;1,0", "2024;7;8;0;1;2,0", "2024;7;9;0;0;3,0")]
    [InlineData("Jahr;Monat;Tag;Uhrzeit;Durchfluss", "2024;7;8;0:00;1,0", "2024;7;8;0:01;2,0", "2024;7;9;0:00;3,0")]
    [InlineData("Date,Hour,Minute,Flow", "2024-07-08,0,0,1", "2024-07-08,0,1,2", "2024-07-09,0,0,3")]
    public async Task Import_TimesInParts_AreReadTogether(string header, params string[] rows)
    {
        await station.ImportAsync(sensor, $"{header}\n{string.Join('\n', rows)}\n");
        Assert.Equal(["2024-07-08 0:00 1 -", "2024-07-08 0:01 2 -", "2024-07-09 0:00 3 -"], await station.StoredAsync(sensor));
    }

    [Fact]
    public async Task Import_PartThatIsNone_IsRejected()
    {
        var report = await station.ImportAsync(sensor, "Year,Month,Day,Hour,Minute,Flow\n" + string.Concat(Enumerable.Range(0, 20).Select(
            minute => $"2024,{(minute == 3 ? 13 : 7)},8,0,{(minute == 4 ? 60 : minute)},1\n")));
        Assert.Equal((18, 2), (report.Inserted, report.Rejected));
    }

    [Fact]
    public async Task Import_DaysOfASpreadsheetWithADecimalComma_AreRead()
    {
        await station.ImportAsync(sensor, "Zeit;Durchfluss\n45481,0000000;1,5\n45481,0006944;2,5\n45481,0013889;3,5\n");
        Assert.Equal(["2024-07-08 0:00 1.5 -", "2024-07-08 0:01 2.5 -", "2024-07-08 0:02 3.5 -"], await station.StoredAsync(sensor));
    }

    [Fact]
    public async Task Import_PassesOfTheHourThatStandsTwice_AreToldApartByTheirLetters()
    {
        var berlin = await station.AddSensorAsync(new SensorDraft { Id = "berlin", TimeZone = "Europe/Berlin" });
        var report = await station.ImportAsync(
            berlin, "time,flow\n2023-10-29 01:30,1\n2023-10-29 02B:00,3\n2023-10-29 02A:00,2\n2023-10-29 03:00,4\n2023-10-29 05A:00,5\n");
        Assert.Equal((4, 1), (report.Inserted, report.Rejected));
        var stored = await station.ReadingsAsync(berlin);
        Assert.Equal([1.0, 2.0, 3.0, 4.0], stored.Select(reading => reading.FlowRate!.Value));
        Assert.Equal([0, 30, 90, 150], stored.Select(reading => reading.Minute - stored[0].Minute));
    }

    /// <summary>Nobody there calls the time so.</summary>
    [Theory]
    [InlineData("EST", null)]
    [InlineData("CST", "America/New_York")]
    [InlineData("IST", "Europe/Berlin")]
    public async Task Import_NameOfAZoneThatTheSensorsClockDoesNotHave_IsAskedAbout(string zone, string? said)
    {
        var problem = await Assert.ThrowsAsync<UnreadableCsvException>(() => station.ImportAsync(
            sensor, $"time,flow\n2024-07-08 00:00 {zone},1\n", new PlanChoices { TimeZone = said }));
        Assert.Equal(PlanChoices.Names.TimeZone, problem.Problem.Field);
    }

    /// <summary>AM and PM beside hours and minutes, and beside a clock.</summary>
    [Theory]
    [InlineData("Date,Hour,Minute,AM/PM,flow\n06/18/2024,12,05,AM,1\n06/18/2024,6,30,PM,2\n")]
    [InlineData("Date,Time,구분,flow\n06/18/2024,12:05,오전,1\n06/18/2024,6:30,오후,2\n")]
    public async Task Import_HalfDaysInAColumnOfTheirOwn_AreRead(string csv)
    {
        await station.ImportAsync(sensor, csv);
        Assert.Equal(["2024-06-18 0:05 1 -", "2024-06-18 18:30 2 -"], await station.StoredAsync(sensor));
    }

    [Fact]
    public async Task Import_MinBesideMax_IsNoMinute()
    {
        await station.ImportAsync(sensor, "Date,Hour,Flow,Min,Max\n2024-06-18,9,20,15,25\n2024-06-18,10,21,16,26\n");
        Assert.Equal(["2024-06-18 9:00 20 -", "2024-06-18 10:00 21 -"], await station.StoredAsync(sensor));
    }

    /// <summary>A stray quote far below a comment of two lines swallows no rows.</summary>
    [Fact]
    public async Task Import_StrayQuoteBelowACommentOfTwoLines_SwallowsNoRows()
    {
        var rows = Enumerable.Range(0, 3_000).Select(row => string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Begin.AddMinutes(row):yyyy-MM-dd HH:mm},{row},{Remark(row)}\n"));
        var report = await station.ImportAsync(sensor, "time,flow,remarks\n" + string.Concat(rows));
        Assert.InRange(report.Inserted, 2_998, 3_000);

        static string Remark(int row) => row switch
        {
            10 => "\"two\nlines\"",
            2_000 => "\"2 inch tap open",
            _ => "",
        };
    }

    [Theory]
    [InlineData("EDT", "America/New_York", 240)]
    [InlineData("EST", "America/Bogota", 300)]
    [InlineData("EST", "Australia/Brisbane", -600)]
    [InlineData("CDT", "America/Chicago", 300)]
    [InlineData("MST", "America/Phoenix", 420)]
    [InlineData("PDT", "America/Los_Angeles", 420)]
    [InlineData("PST", "Asia/Manila", -480)]
    [InlineData("JST", null, -540)]
    [InlineData("CEST", null, -120)]
    public async Task Import_NameOfAZone_IsItsOffset(string zone, string? said, int minutes)
    {
        await station.ImportAsync(
            sensor, $"time,flow\n2024-07-08 00:00 {zone},1\n2024-07-08 00:01 {zone},2\n", new PlanChoices { TimeZone = said });
        Assert.Equal(
            StationClock.MinuteOf(new DateTimeOffset(Begin, TimeSpan.Zero)) + minutes, (await station.ReadingsAsync(sensor))[0].Minute);
    }

    [Theory]
    [InlineData("CST", "America/Chicago", 360)]
    [InlineData("CST", "Asia/Shanghai", -480)]
    [InlineData("BST", "Europe/London", -60)]
    [InlineData("IST", "Asia/Kolkata", -330)]
    public async Task Import_NameOfSeveralZones_IsThatOfTheSensorOrAskedAbout(string name, string zone, int minutes)
    {
        var csv = $"time,flow\n2024-07-08 00:00 {name},1\n2024-07-08 00:01 {name},2\n";
        var asked = await Assert.ThrowsAsync<UnreadableCsvException>(() => station.ImportAsync(sensor, csv));
        Assert.Equal(("plan.open-zone-ask", PlanChoices.Names.TimeZone), (asked.Problem.Code, asked.Problem.Field));
        await station.ImportAsync(sensor, csv, new PlanChoices { TimeZone = zone });
        Assert.Equal(
            StationClock.MinuteOf(new DateTimeOffset(Begin, TimeSpan.Zero)) + minutes, (await station.ReadingsAsync(sensor))[0].Minute);
    }

    [Theory]
    [InlineData("time,flow", "", "2024-07-08,99")]
    [InlineData("time,flow", "", "2024-07-08,Mean,99")]
    [InlineData("time,flow", "", "Daily average 2024-07-08,99")]
    [InlineData("time,flow,note", ",", "2024-07-08 00:00,99,Daily mean")]
    [InlineData("time,flow,종류", ",순시", "2024-07-08 00:00,99,평균")]
    [InlineData("time,flow,Art", ",", "2024-07-08 12:00,99,Mittelwert")]
    public async Task Import_MeanOfADayAmongMinutes_IsRejectedAndOverwritesNothing(string header, string end, string mean)
    {
        var rows = Enumerable.Range(0, 1440).Select(minute => $"{At(minute)},1{end}").ToList();
        var report = await station.ImportAsync(sensor, $"{header}\n{string.Join('\n', rows)}\n{mean}\n2024-07-09 00:00,1{end}\n");
        Assert.Equal((1441, 1), (report.Inserted, report.Rejected));
        Assert.All(await station.StoredAsync(sensor), row => Assert.EndsWith(" 1 -", row, StringComparison.Ordinal));
    }

    /// <summary>Some programs leave the zeros of a midnight out.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Import_MidnightsWithoutTheirZeros_AreMidnights(int direction)
    {
        var rows = Enumerable.Range(0, 3000).Select(minute => direction > 0 ? minute : 2999 - minute).Select(minute =>
            $"{(minute % 1440 == 0 ? At(minute)[..10] : At(minute))},{minute}");
        var report = await station.ImportAsync(sensor, $"time,flow\n{string.Join('\n', rows)}\n");
        Assert.Equal((3000, 0), (report.Inserted, report.Rejected));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(BeyondTheSample)]
    public async Task Import_CommentOfSeveralLines_IsOneRow(int at)
    {
        var rows = Enumerable.Range(0, BeyondTheSample + 60).Select(minute =>
            $"{At(minute)},1{(minute == at ? ",\"line \"\"one\"\"\n2024-07-08 00:02,777,\nend\"" : ",")}");
        var report = await station.ImportAsync(sensor, $"time,flow,comment\n{string.Join('\n', rows)}\n");
        Assert.Equal((BeyondTheSample + 60, 0), (report.Read, report.Rejected));
        Assert.All(await station.StoredAsync(sensor), row => Assert.EndsWith(" 1 -", row, StringComparison.Ordinal));
    }

    /// <summary>Five inches, and a quote that nothing closes: no row is lost.</summary>
    [Fact]
    public async Task Import_StrayQuotes_SwallowNoRow()
    {
        var rows = Enumerable.Range(0, 60).Select(minute => $"{At(minute)},1,{(minute == 5 ? "5\" pipe" : minute == 9 ? "\"open" : "")}");
        var report = await station.ImportAsync(sensor, $"time,flow,comment\n{string.Join('\n', rows)}\n");
        Assert.Equal(60, report.Inserted);
    }

    private static string At(int minute) => Begin.AddMinutes(minute).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
