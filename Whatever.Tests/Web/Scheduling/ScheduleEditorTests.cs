using Microsoft.EntityFrameworkCore;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Scheduling;

namespace Whatever.Tests.Web.Scheduling;

public sealed class ScheduleEditorTests : IAsyncLifetime
{
    private TestStation station = null!;

    public async ValueTask InitializeAsync() => station = await TestStation.StartAsync();

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Fact]
    public async Task EnsureDefaults_AfterAnEdit_KeepsIt()
    {
        Assert.Empty(
            await SaveAsync(
                new() { Job = "PurgeOldData", Cron = " 0 5 * * * ", Enabled = false, CatchUp = CatchUpPolicy.Skip, TimeZone = "UTC" }));
        await station.Get<ScheduleEditor>().EnsureDefaultsAsync(TestStation.Cancellation);
        var stored = await station.QueryAsync(db => db.Schedules.SingleAsync(row => row.Job == "PurgeOldData", TestStation.Cancellation));
        Assert.Equal(
            ("0 5 * * *", false, CatchUpPolicy.Skip, "UTC", TestStation.Noon),
            (stored.Cron, stored.Enabled, stored.CatchUp, stored.TimeZone, stored.ChangedAt));
        Assert.Equal(JobCatalog.Scheduled.Count(), await station.QueryAsync(db => db.Schedules.CountAsync(TestStation.Cancellation)));
    }

    [Fact]
    public async Task Save_EverythingWrong_NamesEachAndKeepsTheOldSchedule()
    {
        Assert.Equal(2, (await SaveAsync(new() { Job = "PurgeOldData", Cron = "61 * * * *", TimeZone = "Mars" })).Count);
        Assert.StartsWith(
            "Job is \"Nothing\", expected one of IngestReadings,", Assert.Single(await SaveAsync(new() { Job = "Nothing" })),
            StringComparison.Ordinal);
        Assert.Equal(
            "40 4 * * *",
            await station.QueryAsync(
                db => db.Schedules.Where(row => row.Job == "PurgeOldData").Select(row => row.Cron).SingleAsync(TestStation.Cancellation)));
    }

    [Fact]
    public async Task Save_NameInOtherLetters_ChangesThatJobAndAddsNone()
    {
        Assert.Empty(await SaveAsync(new() { Job = "purgeolddata", Cron = "0 5 * * *" }));
        Assert.Equal(JobCatalog.Scheduled.Count(), await station.QueryAsync(db => db.Schedules.CountAsync(TestStation.Cancellation)));
        Assert.Equal(
            "0 5 * * *",
            await station.QueryAsync(
                db => db.Schedules.Where(row => row.Job == "PurgeOldData").Select(row => row.Cron).SingleAsync(TestStation.Cancellation)));
    }

    [Fact]
    public async Task Save_ContinuousJob_NeedsNoCronAndCanBeDisabled()
    {
        Assert.Empty(await SaveAsync(new() { Job = "DeliverAlerts", Enabled = false }));
        Assert.False(
            await station.QueryAsync(
                db =>
                    db.Schedules.Where(row => row.Job == "DeliverAlerts").Select(row => row.Enabled)
                        .SingleAsync(TestStation.Cancellation)));
    }

    private Task<IReadOnlyList<string>> SaveAsync(ScheduleDraft draft) =>
        station.Get<ScheduleEditor>().SaveAsync(draft, TestStation.Cancellation).ToSentencesAsync();
}
