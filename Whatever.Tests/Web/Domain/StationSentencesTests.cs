using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Tests.Support;
using Whatever.Web.Delivery;
using Whatever.Web.Domain;
using Whatever.Web.Scheduling;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Domain;

/// <summary>What jobs report and deliveries fail with, written into the database and read again.</summary>
public sealed class StationSentencesTests : IAsyncLifetime
{
    private const string Job = JobNames.ImportReadings;
    private static readonly CultureInfo Korean = CultureInfo.GetCultureInfo("ko");
    private TestStation station = null!;

    public async ValueTask InitializeAsync() => station = await TestStation.StartAsync();

    public async ValueTask DisposeAsync() => await station.DisposeAsync();

    [Fact]
    public async Task Report_OfAJob_IsReadInBothLanguages()
    {
        var message = await RunAsync(
            context => context.Report(new Phrase("work.files-imported", Counted.Of(1, "count.files"), Counted.Of(2, "count.rows"))));
        Assert.Equal("1 file imported, 2 rows stored.", message.ToString());
        Assert.Contains("파일 1개", ProblemTexts.Say(message, Korean), StringComparison.Ordinal);
        Assert.Contains("2행", ProblemTexts.Say(message, Korean), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_OfAProblem_KeepsItsCode()
    {
        var problem = new Problem("file.problem", "sensor_01", new Problem("database.busy"));
        var message = await RunAsync(context => context.ReportFailure(new Phrase("work.forecast-some", 1, 2, problem)));
        Assert.StartsWith("1 of 2 sensors forecast. sensor_01: The database is busy", message.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("센서 2개 중 1개를 예측했습니다. sensor_01: 다른", ProblemTexts.Say(message, Korean), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_WithAProblem_IsSaidInBothLanguages()
    {
        await Assert.ThrowsAsync<DamagedException>(() => station.Get<IBackgroundWork>().RunAsync<int>(
            Job, "sensor_01", (_, _) => throw new DamagedException(), TestStation.Cancellation));
        var message = await MessageAsync();
        Assert.Equal("database.disk-full", message.Code);
        Assert.StartsWith("디스크가 가득 찼습니다.", ProblemTexts.Say(message, Korean), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3 rows stored.")]
    [InlineData("{\"code\": of a program")]
    [InlineData("{\"code\":7}")]
    public async Task Read_ARowOfAnOlderVersion_IsTheSentenceThatItWas(string stored)
    {
        await RunAsync(context => context.Report(new Phrase("work.cancelled")));
        await using var db = await station.OpenAsync();
        await db.Database.ExecuteSqlAsync($"UPDATE job_runs SET message = {stored}", TestStation.Cancellation);
        var message = await MessageAsync();
        Assert.Equal((stored, stored), (message.ToString(), ProblemTexts.Say(message, Korean)));
    }

    [Fact]
    public async Task Report_WithWordsThatLookLikeTheStations_LeavesThemWords()
    {
        const string Name = "{\"code\":\"work.cancelled\",\"arguments\":[]}";
        var message = await RunAsync(context => context.Report(new Phrase("work.model-imported", "mine", Name)));
        Assert.Equal($"mine is imported from {Name}.", message.ToString());
        Assert.Equal(Name, (await RunAsync(context => context.Report(new Phrase("system.says", Name)))).ToString());
    }

    [Fact]
    public async Task Report_OfHundredsOfSensors_IsReadWhole()
    {
        var outcomes = Enumerable.Range(0, 500).Select(i => new Phrase("work.train-not-measured", $"sensor_{i}", "pressure")).ToList();
        var message = await RunAsync(context => context.Report(Phrases.Join(outcomes)));
        Assert.Equal(ProblemTexts.English(outcomes), message.ToString());
    }

    [Fact]
    public async Task LastError_OfADelivery_IsReadInBothLanguages()
    {
        await using var target = await FlakyTarget.StartAsync(_ => Behaviour.Refuse);
        await using (var db = await station.OpenAsync())
        {
            db.Deliveries.Add(new OutboundDelivery
            {
                Kind = DeliveryKind.Alert,
                SensorId = "sensor_01",
                IdempotencyKey = "alert/1",
                Payload = [123, 125],
                Sha256 = OutboundDelivery.DigestOf([123, 125]),
                CreatedAt = station.Time.GetUtcNow(),
                ReleasedAt = station.Time.GetUtcNow(),
            });
            await db.SaveChangesAsync(TestStation.Cancellation);
        }

        await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Alert, TestStation.Cancellation, target.Url);
        var error = await station.QueryAsync(db => db.Deliveries.Select(row => row.LastError!).SingleAsync(TestStation.Cancellation));
        Assert.StartsWith($"{target.Url} answered 422", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("응답했습니다", ProblemTexts.Say(error, Korean), StringComparison.Ordinal);
    }

    private async Task<Phrase> RunAsync(Action<JobContext> work)
    {
        await station.Get<IBackgroundWork>().RunAsync(
            Job, "sensor_01", (context, _) =>
            {
                work(context);
                return Task.FromResult(0);
            }, TestStation.Cancellation);
        return await MessageAsync();
    }

    private Task<Phrase> MessageAsync() => station.QueryAsync(
        db => db.JobRuns.AsNoTracking().OrderByDescending(run => run.Id).Select(run => run.Message!).FirstAsync(TestStation.Cancellation));

    private sealed class DamagedException() : ProblemException(new Problem("database.disk-full"));
}
