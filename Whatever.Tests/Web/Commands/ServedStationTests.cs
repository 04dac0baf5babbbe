using System.Net;
using Microsoft.Data.Sqlite;
using Whatever.Tests.Support;
using Whatever.Web.Backups;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Commands;

/// <summary>The program itself, from a damaged database to the station that goes on with the backup.</summary>
public sealed class ServedStationTests
{
    private static CancellationToken Cancellation => TestStation.Cancellation;

    [Fact]
    public async Task Serve_DamagedDatabase_StandsInAndGoesOnWithTheBackup()
    {
        using var folder = new TestFolder();
        string backup;
        await using (var station = await TestStation.StartAsync(root: folder.Path))
        {
            var sensor = await station.AddSensorAsync();
            await station.StoreAsync(sensor, 0, [1]);
            backup = station.Get<BackupStore>().Take(TimeZoneInfo.Utc).Backup.Name;
        }

        SqliteConnection.ClearAllPools();
        var data = new DataFolder(folder.Path);
        DatabaseFile.Delete(data.Database);
        await File.WriteAllBytesAsync(data.Database, new byte[8192], Cancellation);
        using var served = StationProcess.Serve(folder.Path);
        var code = await served.Code.WaitAsync(Cancellation);
        using var client = new HttpClient();
        using var answer = await client.PostAsync(
            served.RescueAddress, new FormUrlEncodedContent(new Dictionary<string, string> { ["code"] = code!, ["backup"] = backup }),
            Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var address = await served.Ready.WaitAsync(Cancellation);
        using var readings = await client.GetAsync(
            $"{address}/api/v1/sensors/sensor_01/readings?from=1970-01-01%200:00&to=1970-01-02%200:00&format=csv", Cancellation);
        Assert.Equal(HttpStatusCode.OK, readings.StatusCode);
        Assert.Contains(",1", await readings.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }
}
