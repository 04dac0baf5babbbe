using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Whatever.Tests.Support;

namespace Whatever.Tests.Web.Api;

/// <summary>Pushes that are large, ambiguous or not what they say.</summary>
public sealed class HostilePushTests(RunningStation station)
{
    [Fact]
    public async Task Questions_SeveralAtOnce_EachNameTheirField()
    {
        var id = await station.AddSensorAsync();
        var (status, answer) = await station.SendAsync(
            HttpMethod.Post, $"/api/v1/sensors/{id}/readings", "timestamp,value\n05/07/2024 0:00,1\n06/07/2024 0:00,2\n", "text/csv");
        Assert.Equal(400, status);
        Assert.NotEqual("problem.and", answer.GetProperty("code").GetString());
        Assert.Equal(
            ["date_order", "quantity"],
            answer.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()).Distinct().Order());
        Assert.Contains("?date_order=", answer.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("?quantity=", answer.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    /// <summary>Of an archive the questions are those of its files, and their fields stay.</summary>
    [Fact]
    public async Task Questions_OfFilesInAnArchive_NameTheirFieldsToo()
    {
        var id = await station.AddSensorAsync();
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in new[] { "a.csv", "b.csv" })
            {
                await using var entry = await archive.CreateEntry(name).OpenAsync(TestStation.Cancellation);
                await entry.WriteAsync("timestamp,value\n05/07/2024 0:00,1\n06/07/2024 0:00,2\n"u8.ToArray(), TestStation.Cancellation);
            }
        }

        using var form = new MultipartFormDataContent { { new ByteArrayContent(packed.ToArray()), "file", "two.zip" } };
        using var answer = await station.Client.PostAsync($"/api/v1/sensors/{id}/readings", form, TestStation.Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestStation.Cancellation));
        Assert.Equal(
            ["date_order", "quantity"],
            problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()).Distinct().Order());
        Assert.StartsWith("a.csv: ", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/csv")]
    public async Task Push_OfWhatIsNotPackedAsSaid_IsAProblem(string type)
    {
        var id = await station.AddSensorAsync();
        using var content = new ByteArrayContent("time,flow_rate\n2024-07-09 0:00,1\n"u8.ToArray());
        content.Headers.ContentType = new(type);
        content.Headers.ContentEncoding.Add("gzip");
        await AssertRefusedAsync($"/api/v1/sensors/{id}/readings", content, HttpStatusCode.BadRequest, "The body cannot be unpacked");
    }

    [Fact]
    public async Task Lines_OfWhichOneIsNoJson_NameItsLineAndStopNothing()
    {
        var id = await station.AddSensorAsync();
        var (status, answer) = await station.SendAsync(
            HttpMethod.Post, $"/api/v1/sensors/{id}/readings",
            """
            {"time":"2024-07-09 0:00","flow_rate":1}
            {"time":"2024-07-09 0:01" oops}

            {"time":"soon","flow_rate":1}
            [{"time":"2024-07-09 0:02","flow_rate":3}]
            {"time":"2024-07-09 0:03","flow_rate":
            """, "application/x-ndjson");
        Assert.Equal(200, status);
        var rows = answer.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal([1, 2, 4, 5, 6], rows.Select(row => row.GetProperty("line").GetInt32()));
        Assert.Equal(
            ["accepted", "rejected", "rejected", "accepted", "rejected"], rows.Select(row => row.GetProperty("status").GetString()));
        Assert.Contains("line 2, column", rows[1].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains("line 6, column", rows[4].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, answer.GetProperty("inserted").GetInt32());
    }

    /// <summary>What was stored before such values were refused.</summary>
    [Fact]
    public async Task Read_OfAStoredInfinity_GivesNull()
    {
        var id = await station.AddSensorAsync();
        await station.SendAsync(
            HttpMethod.Post, $"/api/v1/sensors/{id}/readings", """[{"time":"2024-07-09 0:00","flow_rate":1,"pressure":2}]""");
        await using (var db = await station.OpenAsync())
        {
            await db.Readings.Where(reading => db.Sensors.Any(sensor => sensor.Id == id && sensor.Key == reading.SensorKey))
                .ExecuteUpdateAsync(
                    set => set.SetProperty(reading => reading.FlowRate, double.PositiveInfinity), TestStation.Cancellation);
        }

        var minutes = await station.GetAsync($"/api/v1/sensors/{id}/readings");
        Assert.Equal(
            """[{"time":"2024-07-09 0:00","flow_rate":null,"pressure":2,"out_of_range":["flow_rate"]}]""", minutes.GetRawText());
        var hours = await station.GetAsync($"/api/v1/sensors/{id}/readings?resolution=60");
        Assert.Equal("""[{"time":"2024-07-09 0:00","flow_rate":null,"pressure":2}]""", hours.GetRawText());
    }

    [Fact]
    public async Task Push_TheSameTwice_ChangesNothing()
    {
        var id = await station.AddSensorAsync();
        const string Rows = """[{"time":"2024-07-09 0:00","flow_rate":1},{"time":"2024-07-09 0:01","pressure":2}]""";
        await station.SendAsync(HttpMethod.Post, $"/api/v1/sensors/{id}/readings", Rows);
        var (_, again) = await station.SendAsync(HttpMethod.Post, $"/api/v1/sensors/{id}/readings", Rows);
        Assert.Equal(
            [0, 0, 2], new[] { "inserted", "updated", "unchanged" }.Select(name => again.GetProperty(name).GetInt32()));
    }

    /// <summary>A hundred kilobytes that become a hundred megabytes.</summary>
    [Theory]
    [InlineData("/api/v1/sensors/{0}/readings")]
    [InlineData("/api/v1/readings")]
    public async Task Push_PackedBodyThatGrowsWithoutEnd_IsRefusedInTime(string path)
    {
        var id = await station.AddSensorAsync();
        using var body = new MemoryStream();
        await using (var packing = new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true))
        {
            var blanks = new byte[1 << 20];
            blanks.AsSpan().Fill((byte)' ');
            for (var block = 0; block < 100; block++)
            {
                await packing.WriteAsync(blanks, TestStation.Cancellation);
            }
        }

        using var content = new ByteArrayContent(body.ToArray());
        content.Headers.ContentType = new("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        await AssertRefusedAsync(
            string.Format(System.Globalization.CultureInfo.InvariantCulture, path, id), content, HttpStatusCode.RequestEntityTooLarge,
            "The body is larger than 8 MB");
    }

    [Fact]
    public async Task Push_WithoutAType_SaysWhichAreTaken()
    {
        var id = await station.AddSensorAsync();
        using var content = new ByteArrayContent("[]"u8.ToArray());
        await AssertRefusedAsync(
            $"/api/v1/sensors/{id}/readings", content, HttpStatusCode.UnsupportedMediaType, "Content-Type is missing, expected");
    }

    [Theory]
    [InlineData("euc-kr")]
    [InlineData("EUC-KR")]
    [InlineData("\"ks_c_5601-1987\"")]
    public async Task Push_CsvOfASaidCharset_IsReadByIt(string charset)
    {
        var id = await station.AddSensorAsync();
        var (status, report) = await SendCsvAsync(id, charset, [.. "\xbd\xc3\xb0\xa2,\xbc\xf8\xb0\xa3\xc0\xaf\xb7\xae\n2024-07-09 0:00,1\n"
            .Select(letter => (byte)letter)]);
        Assert.Equal((HttpStatusCode.OK, 1), (status, report.GetProperty("inserted").GetInt32()));
    }

    [Fact]
    public async Task Push_CsvOfAnUnknownCharset_IsAProblem()
    {
        var id = await station.AddSensorAsync();
        var (status, answer) = await SendCsvAsync(id, "klingon", "time,flow_rate\n2024-07-09 0:00,1\n"u8.ToArray());
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, status);
        Assert.Contains("klingon", answer.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private async Task<(HttpStatusCode Status, JsonElement Answer)> SendCsvAsync(string id, string charset, byte[] bytes)
    {
        using var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", $"text/csv; charset={charset}");
        using var answer = await station.Client.PostAsync($"/api/v1/sensors/{id}/readings", content, TestStation.Cancellation);
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestStation.Cancellation)));
    }

    private async Task AssertRefusedAsync(string path, HttpContent content, HttpStatusCode status, string expected)
    {
        using var answer = await station.Client.PostAsync(path, content, TestStation.Cancellation);
        var text = await answer.Content.ReadAsStringAsync(TestStation.Cancellation);
        Assert.True(status == answer.StatusCode, $"{answer.StatusCode}: {text}");
        Assert.Contains(expected, JsonElement.Parse(text).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
