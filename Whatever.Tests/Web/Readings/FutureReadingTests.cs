using System.Text.Json;
using Whatever.Tests.Support;
using Whatever.Web.Readings;

namespace Whatever.Tests.Web.Readings;

/// <summary>One reading of the year 2099 would make all others look old, and retention would remove them.</summary>
public sealed class FutureReadingTests
{
    [Fact]
    public async Task Import_RowStillToCome_IsRejectedWithItsReason()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var report = await station.ImportAsync(
            sensor, "time,flow_rate\n2024-07-09 12:00,1\n2024-07-10 11:59,2\n2024-07-10 12:01,3\n12/31/99 0:00,4\n");
        Assert.Equal((4, 2, 2), (report.Read, report.Inserted, report.Rejected));
        Assert.Equal("time is \"12/31/99 0:00\", which is still to come", report.FirstRejects[1].Reason.ToString());
        Assert.Contains(
            "5,\"time is", await File.ReadAllTextAsync(report.RejectsFile!, TestStation.Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_RowStillToCome_IsRejectedAndTheOthersStored()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        using var rows = JsonDocument.Parse("""[{"time":"2024-07-09 12:00","flow_rate":1},{"time":"2099-01-01 0:00","flow_rate":2}]""");
        var answer = await station.Get<PushedReadings>()
            .TakeAsync(sensor, [.. rows.RootElement.EnumerateArray().Select(row => new PushedItem(row))], null, TestStation.Cancellation);
        Assert.Equal((1, 1), (answer.Inserted, answer.Rejected));
    }
}
