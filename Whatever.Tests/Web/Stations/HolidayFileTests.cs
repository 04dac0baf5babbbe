using System.Text;
using Whatever.Web.Stations;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Stations;

public sealed class HolidayFileTests
{
    private static readonly DateOnly From = new(2020, 1, 1);
    private static readonly DateOnly To = new(2025, 12, 31);

    /// <summary>Lines of events, each event between its two lines, and the days that come of them.</summary>
    public static TheoryData<string, string> Good => new()
    {
        { "DTSTART;VALUE=DATE:20240505|SUMMARY:Kids", "2024-05-05 Kids" },
        { "DTSTART;VALUE=DATE:20240505", "2024-05-05 " },
        { "DTSTART;VALUE=DATE:20240505|DTEND;VALUE=DATE:20240508|SUMMARY:Three", "2024-05-05 Three|2024-05-06 Three|2024-05-07 Three" },
        { "DTSTART;VALUE=DATE:20240505|DURATION:P2D|SUMMARY:Two", "2024-05-05 Two|2024-05-06 Two" },
        { "DTSTART;VALUE=DATE:20191230|DTEND;VALUE=DATE:20200102|SUMMARY:Into", "2020-01-01 Into" },
        { "DTSTART;VALUE=DATE:20251231|DTEND;VALUE=DATE:20260104|SUMMARY:Out", "2025-12-31 Out" },
        {
            "DTSTART;VALUE=DATE:19700504|RRULE:FREQ=YEARLY|EXDATE;VALUE=DATE:20220504|SUMMARY:Y",
            "2020-05-04 Y|2021-05-04 Y|2023-05-04 Y|2024-05-04 Y|2025-05-04 Y" },
        { "DTSTART;VALUE=DATE:20200525|RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;COUNT=2|SUMMARY:M", "2020-05-25 M|2021-05-31 M" },
        { "DTSTART;VALUE=DATE:19000101|RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29|SUMMARY:L", "2020-02-29 L|2024-02-29 L" },
        { "DTSTART;VALUE=DATE:20240101|RDATE;VALUE=DATE:20240105|SUMMARY:R", "2024-01-01 R|2024-01-05 R" },
        {
            "DTSTART;VALUE=DATE:20240505|SUMMARY:First/DTSTART;VALUE=DATE:20240505|SUMMARY:Second/DTSTART:20240506T100000Z|SUMMARY:Meeting",
            "2024-05-05 First" },
        { "DTSTART;VALUE=DATE:20240505|STATUS:CANCELLED|SUMMARY:Off/DTSTART;VALUE=DATE:20240507|SUMMARY:On", "2024-05-07 On" },
        { "DTSTART;VALUE=DATE:20240505|SUMMARY:추석\\, 한가위", "2024-05-05 추석, 한가위" },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void Read_WholeDayEvents_BecomeTheirDays(string events, string expected) =>
        Assert.Equal(expected.Split('|'), Read(Calendar(events)).Select(day => $"{day.Day:yyyy-MM-dd} {day.Name}"));

    [Fact]
    public void Read_OneDayOfASeriesMoved_IsWhereItWasMovedTo()
    {
        var text = Calendar(
            "UID:q|DTSTART;VALUE=DATE:20240101|RRULE:FREQ=YEARLY|SUMMARY:Fixed/UID:q|RECURRENCE-ID;VALUE=DATE:20250101|DTSTART;VALUE=DATE:20250102|SUMMARY:Moved");
        Assert.Equal(
            [(new DateOnly(2024, 1, 1), "Fixed"), (new DateOnly(2025, 1, 2), "Moved")], Read(text).Select(day => (day.Day, day.Name)));
    }

    /// <summary>Few days and a million steps to them.</summary>
    [Fact]
    public void Read_LongEventsOverEachOther_AreRefused()
    {
        var events = string.Join(
            '/',
            Enumerable.Range(0, 40)
                .Select(i => $"UID:{i}|DTSTART;VALUE=DATE:20200101|DTEND;VALUE=DATE:20260701|RRULE:FREQ=DAILY;COUNT=2500|SUMMARY:Long"));
        Assert.Throws<HolidayFileException>(() => Read(Calendar(events)));
    }

    /// <summary>Small files that would take the library seconds.</summary>
    public static TheoryData<string, string> Slow => new()
    {
        { "DTSTART;VALUE=DATE:19500101|RDATE;VALUE=DATE:" + Repeat("20240101", 1_001, ","), "lists 1001 dates and rules one by one" },
        { "DTSTART;VALUE=DATE:19500101|RDA| TE;VALUE=DATE:" + Repeat("20240101", 1_001, ","), "lists 1001 dates and rules one by one" },
        { "DTSTART;VALUE=DATE:19500101|RDATE;VALUE=DATE:20240101,|| " + Repeat("20240101", 1_000, ","), "lists 1001 dates" },
        {
            "DTSTART;VALUE=DATE:19500101|RRULE:FREQ=DAILY|exdate;VALUE=DATE:" + Repeat("20240101,\r\n 20240102", 600, ","),
            "lists 1201 dates" },
        { Repeat("DTSTART;VALUE=DATE:20240101|RDATE;VALUE=DATE:20240102", 1_001, "/"), "lists 1001 dates" },
        { "DTSTART;VALUE=DATE:19000101|RRULE:FREQ=YEARLY;BYMONTHDAY=" + Repeat("1", 60_000, ","), "lists 60000 dates" },
        {
            "DTSTART;VALUE=DATE:19000101|RRULE:FREQ=YEARLY;BYYEARDAY=" + Repeat("1", 600, ","),
            "has rules that look at more than 1000000 days" },
        {
            Repeat("DTSTART;VALUE=DATE:19000101|RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29", 200, "/"),
            "has rules that look at more than 1000000 days" },
        {
            Repeat("DTSTART;VALUE=DATE:19000101|RRULE:FREQ=YEARLY;BYDAY=MO,TU,WE;BYSETPOS=-1", 200, "/"),
            "has rules that look at more than 1000000 days" },
        {
            Repeat("DTSTART;VALUE=DATE:19000101|RRULE:FREQ=MONTHLY;BYDAY=1MO,2TU,3WE", 200, "/"),
            "has rules that look at more than 1000000 days" },
    };

    [Theory]
    [MemberData(nameof(Slow))]
    public void Read_MuchWork_IsRefusedBeforeItIsDone(string events, string sentence)
    {
        var text = Calendar(events);
        Assert.Contains(sentence, Assert.Throws<HolidayFileException>(() => Read(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ManyRulesOfADayAYear_AreTaken()
    {
        var text = Calendar(Repeat("DTSTART;VALUE=DATE:19000525|RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO|SUMMARY:M", 200, "/"));
        Assert.Equal(6, Read(text).Count);
    }

    private static string Repeat(string part, int times, string between) => string.Join(between, Enumerable.Repeat(part, times));

    [Fact]
    public void Read_SeveralCalendars_AreTakenTogether()
    {
        var text = Calendar("DTSTART;VALUE=DATE:20240505|SUMMARY:B") + Calendar("DTSTART;VALUE=DATE:20240101|SUMMARY:A");
        Assert.Equal(["A", "B"], Read(text).Select(day => day.Name));
    }

    [Fact]
    public void Read_LongName_IsCutAndControlCharactersGo()
    {
        var name = Assert.Single(Read(Calendar($"DTSTART;VALUE=DATE:20240505|SUMMARY:a\\nb{new string('x', 300)}"))).Name;
        Assert.Equal("ab" + new string('x', 98), name);
    }

    [Theory]
    [InlineData("", "days.ics holds no whole-day event from 2020-01-01 to 2025-12-31.")]
    [InlineData("hello\nworld", "days.ics cannot be read as an iCalendar file: Could not parse line: 'hello'.")]
    [InlineData("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "days.ics cannot be read as an iCalendar file: Unclosed component VEVENT.")]
    [InlineData("DTSTART:20240505T100000Z", "days.ics holds no whole-day event from 2020-01-01 to 2025-12-31.")]
    [InlineData("DTSTART;VALUE=DATE:20190505", "days.ics holds no whole-day event from 2020-01-01 to 2025-12-31.")]
    [InlineData("DTSTART;VALUE=DATE:20201390", "days.ics cannot be read as an iCalendar file: ")]
    [
        InlineData(
            "DTSTART;VALUE=DATE:20240505|DTEND;VALUE=DATE:20240501",
            "days.ics cannot be read as an iCalendar file: Duration (-P4D) must be greater than or equal to zero.")]
    [
        InlineData(
            "DTSTART;VALUE=DATE:20240505|DURATION:P99999999D",
            "days.ics cannot be read as an iCalendar file: a day of it lies beyond the year 9999.")]
    [InlineData("DTSTART;VALUE=DATE:20200101|RRULE:FREQ=OFTEN", "days.ics cannot be read as an iCalendar file: ")]
    [
        InlineData(
            "DTSTART;VALUE=DATE:20200101|RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "days.ics cannot be read as an iCalendar file: a recurrence never comes true.")]
    [
        InlineData(
            "DTSTART;VALUE=DATE:20191230|RRULE:FREQ=SECONDLY|SUMMARY:S",
            "days.ics: \"S\" recurs in a way that holidays do not; expected one rule of days, weeks, months or years, from 1900 on.")]
    [InlineData("DTSTART;VALUE=DATE:20191230|RRULE:FREQ=DAILY|RRULE:FREQ=SECONDLY", "days.ics: \"\" recurs in a way")]
    [InlineData("DTSTART;VALUE=DATE:20191230|RRULE:FREQ=DAILY|EXRULE:FREQ=SECONDLY", "days.ics: \"\" recurs in a way")]
    [InlineData("DTSTART;VALUE=DATE:20231227|RDATE;VALUE=DATE:99991231|EXRULE:FREQ=DAILY", "days.ics: \"\" recurs in a way")]
    [InlineData("DTSTART;VALUE=DATE:20191230|RRULE:FREQ=DAILY;BYHOUR=1,2,3", "days.ics: \"\" recurs in a way")]
    [InlineData("DTSTART;VALUE=DATE:18991230|RRULE:FREQ=DAILY", "days.ics: \"\" recurs in a way")]
    public void Read_BadFile_SaysSoInOneSentence(string text, string expected)
    {
        var content = text.StartsWith("DTSTART", StringComparison.Ordinal) ? Calendar(text) : text;
        var problem = Assert.Throws<HolidayFileException>(() => Read(content)).Message;
        Assert.StartsWith(expected, problem, StringComparison.Ordinal);
        Assert.EndsWith(".", problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
    }

    [Theory]
    [InlineData("CP949")]
    [InlineData("UTF-16LE")]
    [InlineData("UTF-16BE")]
    public void Read_OtherEncodings_KeepTheNames(string name)
    {
        var encoding = TextEncoding.Find(name)!;
        byte[] content = [.. encoding.GetPreamble(), .. encoding.GetBytes(Calendar("DTSTART;VALUE=DATE:20240505|SUMMARY:어린이날"))];
        Assert.Equal("어린이날", Assert.Single(HolidayFile.Read("days.ics", content, From, To)).Name);
    }

    [Fact]
    public void Read_ZeroBytes_AreNoText() => Assert.Equal(
        "days.ics is not text (it contains zero bytes), expected an iCalendar file.",
        Assert.Throws<HolidayFileException>(() => HolidayFile.Read("days.ics", new byte[10], From, To)).Message);

    [Fact]
    public void Read_TooLarge_IsRefusedUnread() => Assert.Equal(
        "days.ics has more than 1 MB, expected a calendar of holidays.",
        Assert.Throws<HolidayFileException>(() => HolidayFile.Read("days.ics", new byte[HolidayFile.LargestBytes + 1], From, To)).Message);

    [Fact]
    public void Read_EveryDayOfDecades_IsNoListOfHolidays()
    {
        var text = Calendar("DTSTART;VALUE=DATE:20000101|RRULE:FREQ=DAILY|SUMMARY:D");
        var problem = Assert.Throws<HolidayFileException>(
            () => HolidayFile.Read("days.ics", Encoding.UTF8.GetBytes(text), From, new DateOnly(2040, 12, 31)));
        Assert.Equal("days.ics makes more than 5000 days holidays, expected a calendar of holidays.", problem.Message);
    }

    [Fact]
    public void Read_ThousandsOfEvents_AreRefused()
    {
        var text = Calendar(string.Join('/', Enumerable.Repeat("DTSTART;VALUE=DATE:20240505", 5_001)));
        Assert.Equal(
            "days.ics has 5001 events, 0 of them recurring; expected at most 5000 and 200.",
            Assert.Throws<HolidayFileException>(() => Read(text)).Message);
    }

    private static IReadOnlyList<FileHoliday> Read(string text) => HolidayFile.Read("days.ics", Encoding.UTF8.GetBytes(text), From, To);

    private static string Calendar(string events)
    {
        var text = new StringBuilder("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
        foreach (var (lines, index) in events.Split('/').Select((lines, index) => (lines, index)))
        {
            text.Append("BEGIN:VEVENT\r\n").Append(lines.StartsWith("UID", StringComparison.Ordinal) ? "" : $"UID:{index}\r\n")
                .Append(lines.Replace("|", "\r\n")).Append("\r\nEND:VEVENT\r\n");
        }

        return text.Append("END:VCALENDAR\r\n").ToString();
    }
}
