using Whatever.Web.Backups;

namespace Whatever.Tests.Web.Backups;

public sealed class BackupRuleTests
{
    private static readonly DateTimeOffset Last = new(2026, 11, 30, 5, 10, 0, TimeSpan.Zero);

    [Fact]
    public void Keep_ADailyBackupForTwoYears_IsSevenDaysFourWeeksAndTwelveMonths()
    {
        var kept = BackupRule.Keep([.. Enumerable.Range(0, 730).Select(day => Last.AddDays(-day))], TimeZoneInfo.Utc)
            .Select(at => at.Date).OrderDescending().ToList();
        Assert.Equal(Enumerable.Range(0, 7).Select(day => Last.Date.AddDays(-day)), kept.Take(7));

        // Mondays begin weeks, so their newest days are Sundays.
        Assert.Equal([Last.Date.AddDays(-8), Last.Date.AddDays(-15)], kept.Where(day => day.DayOfWeek == DayOfWeek.Sunday).Skip(1).Take(2));
        Assert.Equal(new DateTime(2025, 12, 31), kept[^1]);
        Assert.Equal(7 + 2 + 11, kept.Count);
    }

    [Fact]
    public void Keep_SeveralOnADay_KeepsTheNewest()
    {
        var kept = BackupRule.Keep([Last, Last.AddHours(-1), Last.AddHours(-2)], TimeZoneInfo.Utc);
        Assert.Equal([Last], kept);
    }

    /// <summary>A station that was away for a year does not lose what it has.</summary>
    [Fact]
    public void Keep_OldOnesAlone_AreCountedAmongThemselves() => Assert.Equal(
        7, BackupRule.Keep([.. Enumerable.Range(0, 7).Select(day => Last.AddDays(-400 - day))], TimeZoneInfo.Utc).Count);
}
