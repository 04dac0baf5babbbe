using Whatever.Tests.Support;
using Whatever.Web;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Api;

public sealed class StaticFileTests
{
    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task Get_StyleSheet_HasItsFullLength(string environment)
    {
        using var folder = new TestFolder();
        await using var app = StationHost.Build(new DataFolder(folder.Path), "http://127.0.0.1:0", environment);
        Assert.Equal(environment, app.Environment.EnvironmentName);
        await app.Services.PrepareStationAsync(withDemo: false, TestStation.Cancellation);
        await app.StartAsync(TestStation.Cancellation);
        using var client = new HttpClient { BaseAddress = new Uri(await app.RememberAddressAsync()) };
        foreach (var name in new[] { "app.css", "charts.js", "station.js", "favicon.svg" })
        {
            var served = await client.GetByteArrayAsync("/" + name, TestStation.Cancellation);
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "wwwroot", name), TestStation.Cancellation), served);
        }

        await app.StopAsync(TestStation.Cancellation);
    }
}
