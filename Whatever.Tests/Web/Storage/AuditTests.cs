using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;
using Whatever.Web.Notifications;
using Whatever.Web.People;
using Whatever.Web.Scheduling;
using Whatever.Web.Stations;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Storage;

public sealed class AuditTests
{
    private const string Password = "four plain words here";
    private static readonly Actor Kim = new(ActorKind.Person, "Kim", "10.0.0.9");

    private static CancellationToken Cancellation => TestStation.Cancellation;

    [Fact]
    public async Task Change_BySomebody_IsNotedWithWhatItWasAndBecame()
    {
        await using var station = await StartAsync();
        var sensor = await station.AddSensorAsync();
        using (Actor.Begin(Kim))
        {
            Assert.Empty(await station.Get<StationEditor>().UpdateSensorAsync(
                sensor.Key, draft => draft with { Name = "Main" }, cancellation: Cancellation));
            Assert.Null(await station.Get<PeopleEditor>().SetRoleAsync("Lee", PersonRole.Operator, Cancellation));
            await station.Get<StationSettings>().SetRetentionDaysAsync(400, Cancellation);
        }

        var entries = await EntriesAsync(station);
        var renamed = entries.Single(entry => entry.Act == "sensor.changed");
        Assert.Equal(("Kim", "10.0.0.9", "sensor_01"), (renamed.Who, renamed.Address, renamed.Subject));
        Assert.Equal(("""{"name":"sensor_01"}""", """{"name":"Main"}"""), (renamed.Before, renamed.After));
        var promoted = entries.Single(entry => entry.Act == "person.changed");
        Assert.Equal(
            ("Lee", """{"role":"Viewer"}""", """{"role":"Operator"}"""), (promoted.Subject, promoted.Before, promoted.After));
        Assert.Contains("400", entries.Single(entry => entry.Act == "setting.added").After!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_ThatChange_AreNotedAsChangedAndNothingElse()
    {
        await using var station = await StartAsync();
        var made = await station.Get<PeopleEditor>().ResetAsync("Lee", null, Cancellation);
        var (_, key) = await station.Get<ApiKeys>().AddAsync(
            new ApiKeyDraft { Name = "gateway", Scopes = KeyScopes.Push }, "Kim", Cancellation);
        using (Actor.Begin(Kim))
        {
            Assert.Empty(await station.Get<MailEditor>().SaveAsync(
                new MailDraft { Host = "mail.example", User = "kim", NewPassword = "of the mail", From = "station@mail.example" },
                Cancellation));
        }

        await station.Get<ClockKeeper>().KeepAsync(Cancellation);
        await using var db = await station.OpenAsync();
        var hashes = await db.People.Select(person => person.PasswordHash!).ToListAsync(Cancellation);
        var text = string.Join('\n', (await EntriesAsync(station)).Select(entry => $"{entry.Subject} {entry.Before} {entry.After}"));
        Assert.Contains("\"password\":\"…\"", text, StringComparison.Ordinal);
        Assert.Contains("notifications_mail  {\"value\":\"…\"}", text, StringComparison.Ordinal);
        Assert.DoesNotContain("station_clock", text, StringComparison.Ordinal);
        Assert.All(hashes.Append(made.Password!).Append(key!), secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task SignIn_AndRefusal_AreNotedWithWhere()
    {
        await using var station = await StartAsync();
        var desk = station.Get<SignInDesk>();
        using (Actor.Begin(new Actor(ActorKind.Nobody, "", "10.0.0.7")))
        {
            await desk.TryAsync(new SignInTry("Kim", Password, null, "10.0.0.7"), Cancellation);
            for (var count = 0; count < SignInDesk.MostFailures; count++)
            {
                await desk.TryAsync(new SignInTry("Kim", "wrong", null, "10.0.0.7"), Cancellation);
            }
        }

        var entries = await EntriesAsync(station);
        Assert.Equal("10.0.0.7", entries.Single(entry => entry is { Act: AuditActs.SignIn, Who: "Kim" }).Address);
        Assert.Equal("Kim", entries.Single(entry => entry.Act == AuditActs.Lockout).Subject);
        Assert.Equal(RefusalLog.Most, entries.Count(entry => entry is { Act: AuditActs.SignInRefused, Subject: "Kim" }));
    }

    [Fact]
    public async Task Refusals_ByTheThousand_AreCountedAndNotAllWritten()
    {
        await using var station = await StartAsync();
        var refusals = station.Get<RefusalLog>();
        for (var count = 0; count < 1000; count++)
        {
            await refusals.NoteAsync(new AuditNote(AuditActs.Refused, "GET /"), Cancellation);
        }

        // Who tries one thing hides nobody who tries another.
        await refusals.NoteAsync(new AuditNote(AuditActs.SignInRefused, "Lee") { Why = "sign-in.wrong" }, Cancellation);
        Assert.Contains(await EntriesAsync(station), entry => entry.Subject == "Lee");
        station.Time.Advance(TimeSpan.FromHours(1));
        await refusals.NoteAsync(new AuditNote(AuditActs.Refused, "GET /"), Cancellation);
        var noted = (await EntriesAsync(station)).Where(entry => entry.Act == AuditActs.Refused).ToList();
        Assert.Equal(RefusalLog.Most + 1, noted.Count);
        Assert.Equal("""{"not_noted_before":990}""", noted[^1].After);
    }

    [Fact]
    public async Task Change_ThatFails_IsNotNoted()
    {
        await using var station = await StartAsync();
        var before = (await EntriesAsync(station)).Count;
        await using var db = await station.OpenAsync();
        db.People.Add(new Person { UserName = "Kim", NormalizedUserName = "KIM" });
        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Cancellation));
        Assert.Equal(before, (await EntriesAsync(station)).Count);

        // And what is noted does not hold up who writes next.
        Assert.Null((await station.Get<PeopleEditor>().AddAsync("Park", PersonRole.Viewer, null, Cancellation)).Problem);
    }

    [Fact]
    public async Task Row_ChangedOrRemoved_IsRefusedByTheDatabaseAndFoundWhereItWasForced()
    {
        await using var station = await StartAsync();
        var log = station.Get<AuditLog>();
        var whole = await log.VerifyAsync(cancellation: Cancellation);
        Assert.Null(whole.BrokenAt);
        Assert.True(whole.Rows >= 2);
        await using var db = await station.OpenAsync();
        var refused = await Assert.ThrowsAsync<SqliteException>(
            () => db.AuditEntries.ExecuteUpdateAsync(set => set.SetProperty(row => row.Who, "nobody"), Cancellation));
        Assert.Contains("not changed", refused.Message, StringComparison.Ordinal);
        refused = await Assert.ThrowsAsync<SqliteException>(() => db.AuditEntries.ExecuteDeleteAsync(Cancellation));
        Assert.Contains("not removed", refused.Message, StringComparison.Ordinal);

        // Whoever owns the file can do it all the same, and it shows.
        await db.Database.ExecuteSqlRawAsync(
            "DROP TRIGGER audit_entries_stay; UPDATE audit_entries SET who = 'x' WHERE sequence = 2;", Cancellation);
        Assert.Equal(2, (await log.VerifyAsync(cancellation: Cancellation)).BrokenAt);
        Assert.Equal(2, (await log.VerifyAsync(AuditLog.LookedAtAtStart, Cancellation)).BrokenAt);
        Assert.True(await log.HoldsAsync($"{whole.Rows}:{whole.Head}", Cancellation));
        Assert.False(await log.HoldsAsync($"{whole.Rows}:{AuditChain.Beginning}", Cancellation));
    }

    [Fact]
    public async Task Notes_FromManyAtOnce_AreOneChain()
    {
        await using var station = await StartAsync();
        var log = station.Get<AuditLog>();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(
            number => Task.Run(() => log.NoteAsync(new AuditNote(AuditActs.BackedUp, $"{number}"), Cancellation), Cancellation)));
        Assert.Null((await log.VerifyAsync(cancellation: Cancellation)).BrokenAt);
        Assert.Equal(40, (await EntriesAsync(station)).Count(entry => entry.Act == AuditActs.BackedUp));
    }

    [Fact]
    public async Task Export_OfNamesThatBeginAsFormulas_HoldsTexts()
    {
        await using var station = await StartAsync();
        await station.Get<AuditLog>().NoteAsync(new AuditNote(AuditActs.BackedUp, "=HYPERLINK(\"http://evil\")"), Cancellation);
        using var stream = new MemoryStream();
        var rows = await station.Get<AuditQueries>().WriteCsvAsync(new AuditFilter(Act: AuditActs.BackedUp), stream, Cancellation);
        Assert.Equal(1, rows);
        Assert.Contains("\"'=HYPERLINK(\"\"http://evil\"\")\"", Encoding.UTF8.GetString(stream.ToArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kim", "person", 0)]
    [InlineData("im", "backed", 1)]
    [InlineData("%", null, 0)]
    public async Task List_ByWhoAndWhat_GivesThose(string who, string? act, int expected)
    {
        await using var station = await StartAsync();
        using (Actor.Begin(Kim))
        {
            await station.Get<AuditLog>().NoteAsync(new AuditNote(AuditActs.BackedUp, "x"), Cancellation);
        }

        var found = await station.Get<AuditQueries>().ListAsync(new AuditFilter(who, act), 10, Cancellation);
        Assert.Equal(expected, found.Count);
    }

    [Fact]
    public async Task Thresholds_Set_AreNotedWithThoseBefore()
    {
        await using var station = await StartAsync();
        var sensor = await station.AddSensorAsync();
        var editor = station.Get<ThresholdEditor>();
        using var acting = Actor.Begin(Kim);
        foreach (var alert in new[] { 98.5, 98.6 })
        {
            var current = await editor.CurrentAsync(sensor.Key, Whatever.Model.Series.Quantity.FlowRate, Cancellation);
            var draft = ThresholdEditor.DraftOf(current);
            Assert.Empty(await editor.SaveAsync(
                draft with { Who = "Kim", Reason = "winter", Settings = draft.Settings with { Alert = alert } }, Cancellation));
        }

        var noted = (await EntriesAsync(station)).Last(entry => entry.Act == "thresholds.added");
        Assert.Equal(("sensor_01 flow_rate 2", "winter"), (noted.Subject, noted.Why));
        Assert.Contains("98.5", noted.Before!, StringComparison.Ordinal);
        Assert.Contains("98.6", noted.After!, StringComparison.Ordinal);
    }

    private static async Task<TestStation> StartAsync()
    {
        var station = await TestStation.StartAsync();
        Assert.Null(await station.Get<PeopleEditor>().AddFirstAsync("Kim", Password, Cancellation));
        Assert.Null((await station.Get<PeopleEditor>().AddAsync("Lee", PersonRole.Viewer, null, Cancellation)).Problem);
        return station;
    }

    private static Task<List<AuditEntry>> EntriesAsync(TestStation station) =>
        station.QueryAsync(db => db.AuditEntries.AsNoTracking().OrderBy(entry => entry.Sequence).ToListAsync(Cancellation));
}
