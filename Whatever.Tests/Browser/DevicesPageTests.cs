using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Whatever.Tests.Support;
using Whatever.Tests.Web.Devices;
using Whatever.Web.Devices;
using Whatever.Web.Stations;

namespace Whatever.Tests.Browser;

public sealed class DevicesPageTests(BrowserStation station)
{
    [Fact]
    public async Task Device_AddedInTheBrowser_IsTriedRunsAndCanBePaused()
    {
        using var slaves = ModbusSlaves.OverTcp();
        await using var page = await station.OpenAsync("/devices?sensor=sensor_01");
        Assert.Empty(
            await station.Get<StationEditor>().AddSensorAsync(
                new SensorDraft { Id = "metered" }, cancellation: TestContext.Current.CancellationToken));
        await station.HavePatienceAsync("metered");
        await page.GoAsync("/devices?sensor=metered");
        await page["device-name"].FillAsync("north gateway");
        await page["device-kind"].ClickAsync();
        await page.Page.Locator(".mud-popover-open").GetByText("Modbus TCP").ClickAsync();
        await Assertions.Expect(page["port"]).ToHaveValueAsync("502");
        await page["host"].FillAsync("127.0.0.1");
        await page["port"].FillAsync("x");
        await page["save-device"].ClickAsync();
        await Assertions.Expect(page["device-problem"].First).ToHaveTextAsync("Port: expected a number.");
        await page["port"].FillAsync($"{slaves.Port}");
        await page["unit-1"].FillAsync("3");
        await page["register-1"].FillAsync("12");
        await page["scale-1"].FillAsync("0.1");
        await page["test-device"].ClickAsync();
        await Assertions.Expect(page["tested-1"]).ToContainTextAsync("301.2 m³/h at ");
        await Assertions.Expect(page["tested-1"]).ToContainTextAsync("(read as 3012)");

        await page["save-device"].ClickAsync();
        await Assertions.Expect(page["state-north gateway"]).ToContainTextAsync("Connected since ");
        await Assertions.Expect(page["device-north gateway"]).ToContainTextAsync("301.2 m³/h");
        var device = await DeviceAsync();
        Assert.Equal(("connected", "modbus_tcp"), (device.GetProperty("phase").GetString(), device.GetProperty("kind").GetString()));
        var point = device.GetProperty("points")[0];
        Assert.Equal(("metered", "flow_rate"), (point.GetProperty("sensor_id").GetString(), point.GetProperty("quantity").GetString()));
        Assert.Equal(3012, point.GetProperty("raw").GetDouble());
        Assert.Equal(3, device.GetProperty("slaves")[0].GetProperty("unit").GetInt32());

        await page["pause-north gateway"].ClickAsync();
        await Assertions.Expect(page["state-north gateway"]).ToHaveTextAsync("Paused");
        Assert.Equal("paused", (await DeviceAsync()).GetProperty("phase").GetString());
        await page["device-north gateway"].GetByText("Delete", new() { Exact = true }).ClickAsync();
        await page["remove-north gateway"].ClickAsync();
        await Assertions.Expect(page["device-north gateway"]).ToHaveCountAsync(0);
        Assert.Empty(await station.Get<DeviceQueries>().ListAsync(TestContext.Current.CancellationToken));
        Assert.Empty(page.Problems);
    }

    private async Task<JsonElement> DeviceAsync()
    {
        using var client = new HttpClient { BaseAddress = new Uri(station.Url) };
        return (await client.GetFromJsonAsync<JsonElement>("/api/v1/devices", TestContext.Current.CancellationToken))[0];
    }
}
