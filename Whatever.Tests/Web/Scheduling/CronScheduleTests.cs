using System.Globalization;
using Whatever.Tests.Support;
using Whatever.Web.Scheduling;

namespace Whatever.Tests.Web.Scheduling;

public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("* * * * *")]
    [InlineData("10 0 * * *")]
    [InlineData("20 2 1 */3 *")]
    [InlineData("30 3 1 1 *")]
    [InlineData("0 6-18/2 * * MON-FRI")]
    [InlineData("0 0 29 2 *")]
    public void Validate_FiveFields_AreTaken(string cron) => Assert.Null(CronSchedule.Validate(cron, TestStation.Noon));

    [Theory]
    [InlineData("61 * * * *")]
    [InlineData("* 24 * * *")]
    [InlineData("* * 32 * *")]
    [InlineData("* * * 13 *")]
    [InlineData("* * *")]
    [InlineData("* * * * * *")]
    [InlineData("every day")]
    [InlineData("-1 * * * *")]
    public void Validate_NoFiveFields_SaysWhatWasFound(string cron)
    {
        var problem = CronSchedule.Validate(cron, TestStation.Noon);
        Assert.StartsWith($"The schedule is \"{cron}\", expected five cron fields", problem?.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0 0 30 2 *")]
    [InlineData("0 0 31 4,6,9,11 *")]
    public void Validate_DayThatNeverComes_IsRefused(string cron) =>
        Assert.Equal($"The schedule \"{cron}\" never comes.", CronSchedule.Validate(cron, TestStation.Noon)?.ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Validate_Empty_IsRefused(string? cron) =>
        Assert.StartsWith("The schedule is empty", CronSchedule.Validate(cron, TestStation.Noon)?.ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("10 0 * * *", "Asia/Seoul", "2024-07-09T03:00Z", "2024-07-09T15:10Z")]
    [InlineData("10 0 * * *", "Europe/Berlin", "2024-07-09T03:00Z", "2024-07-09T22:10Z")]
    [InlineData("* * * * *", "Asia/Seoul", "2024-07-09T03:00Z", "2024-07-09T03:01Z")]
    [InlineData("20 2 1 */3 *", "Asia/Seoul", "2024-07-09T03:00Z", "2024-09-30T17:20Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2024-03-30T12:00Z", "2024-03-31T01:00Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2024-10-27T00:30Z", "2024-10-28T01:30Z")]
    public void Next_InAZone_IsTheLocalTimeOnce(string cron, string zone, string after, string expected) =>
        Assert.Equal(Instant(expected), CronSchedule.Next(cron, zone, Instant(after)));

    [Fact]
    public void Catalog_Defaults_AreThoseOfTheContract() => Assert.Equal(
        [
            ("IngestReadings", "* * * * *"), ("DetectOutliers", "* * * * *"), ("ForecastDays", "10 0 * * *"),
            ("DeliverForecasts", "0 1 * * *"),
            ("DeliverAlerts", null), ("RebuildCriteria", "20 2 1 */3 *"), ("RetrainModels", "30 3 1 1 *"), ("PurgeOldData", "40 4 * * *"),
            ("BackUpDatabase", "10 5 * * *"),
        ],
        JobCatalog.Scheduled.Select(job => (job.Name, job.DefaultCron)));

    private static DateTimeOffset Instant(string text) =>
        DateTimeOffset.ParseExact(text, "yyyy-MM-dd'T'HH:mmK", CultureInfo.InvariantCulture);
}
