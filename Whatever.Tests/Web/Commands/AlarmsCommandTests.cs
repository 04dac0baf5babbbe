using Whatever.Model.Outliers;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using static Whatever.Tests.Support.AlarmSetup;

namespace Whatever.Tests.Web.Commands;

[Collection("Commands")]
public sealed class AlarmsCommandTests
{
    [Fact]
    public async Task List_OpenAndOver_IsToldAsJsonAndInWords()
    {
        using var folder = new TestFolder();
        var now = StationClock.MinuteOf(TestStation.Noon);
        await using (var station = await TestStation.StartAsync(root: Path.Combine(folder.Path, "data")))
        {
            var sensor = await station.AddSensorAsync();
            Assert.Equal(
                "No alarms.", (await CommandRun.RunAsync(folder.Path, "alarms", "list", "--data", "data")).AssertSuccess().Output.Trim());
            await station.ApplyAsync(sensor.Key, Opened(now), Opened(now).Closed(now + 10));
            await station.ApplyAsync(null, Opened(now, AlarmCause.ManyOffline, quantity: null));
        }

        var all = (await CommandRun.RunAsync(folder.Path, "alarms", "list", "--data", "data", "--json")).AssertSuccess().Json;
        Assert.Equal(
            ["many_offline raised", "high cleared"],
            all.EnumerateArray().Select(row => $"{row.GetProperty("cause").GetString()} {row.GetProperty("state").GetString()}"));
        var open = (await CommandRun.RunAsync(folder.Path, "alarms", "list", "--open", "--data", "data")).AssertSuccess().Output;
        Assert.Equal("2: many_offline of many sensors since 2024-07-09 11:55, stage 2, Raised", open.Trim());
    }
}
