using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Whatever.Tests.Support;

namespace Whatever.Tests.Web.Api;

public sealed class ReadingApiTests(RunningStation station)
{
    private const string Three = """
        [{"time":"2024-07-09 0:00","flow_rate":224,"pressure":45},{"time":"2024-07-09 0:01","flow_rate":226,"pressure":null},{"time":"2024-07-09 1:00","flow_rate":230,"pressure":47}]
        """;

    [Fact]
    public async Task Push_Json_AnswersPerRow()
    {
        var id = await station.AddSensorAsync();
        var (status, answer) = await station.SendAsync(
            HttpMethod.Post, $"/api/v1/sensors/{id}/readings", """[{"time":"2024-07-09 0:00","flow_rate":224},{"time":"bad","flow_rate":1},{"time":"2024-07-09T00:01+14:30","flow_rate":1},{"time":"\ud800"}]""");
        Assert.Equal(200, status);
        Assert.Equal(
            [4, 1, 0, 0, 0, 3],
            new[] { "read", "inserted", "updated", "unchanged", "duplicates", "rejected" }
                .Select(name => answer.GetProperty(name).GetInt32()));
        Assert.Equal(
            ["accepted", "rejected", "rejected", "rejected"],
            answer.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("status").GetString()));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("rows")[0].GetProperty("reason").ValueKind);
    }

    [Fact]
    public async Task Read_Json_GivesMinutesOrMeans()
    {
        var id = await PushedAsync();
        var minutes = await station.GetAsync($"/api/v1/sensors/{id}/readings?from=2024-07-09&to=2024-07-09");
        Assert.Equal("""[{"time":"2024-07-09 0:00","flow_rate":224,"pressure":45},{"time":"2024-07-09 0:01","flow_rate":226,"pressure":null},{"time":"2024-07-09 1:00","flow_rate":230,"pressure":47}]""", minutes.GetRawText());
        var hours = await station.GetAsync($"/api/v1/sensors/{id}/readings?resolution=60");
        Assert.Equal("""[{"time":"2024-07-09 0:00","flow_rate":225,"pressure":45},{"time":"2024-07-09 1:00","flow_rate":230,"pressure":47}]""", hours.GetRawText());
    }

    [Fact]
    public async Task Read_ValueThatCannotBe_IsMarkedAndInNoMean()
    {
        var id = await station.AddSensorAsync();
        await station.SendAsync(HttpMethod.Post, $"/api/v1/sensors/{id}/readings", """[{"time":"2024-07-09 0:00","flow_rate":224,"pressure":-9999},{"time":"2024-07-09 0:01","flow_rate":226,"pressure":45}]""");
        var minutes = await station.GetAsync($"/api/v1/sensors/{id}/readings");
        Assert.Equal("""[{"time":"2024-07-09 0:00","flow_rate":224,"pressure":-9999,"out_of_range":["pressure"]},{"time":"2024-07-09 0:01","flow_rate":226,"pressure":45}]""", minutes.GetRawText());
        var hours = await station.GetAsync($"/api/v1/sensors/{id}/readings?resolution=60");
        Assert.Equal("""[{"time":"2024-07-09 0:00","flow_rate":225,"pressure":45}]""", hours.GetRawText());
    }

    [Theory]
    [InlineData("from=2024-07-09 0:01", 2)]
    [InlineData("to=2024-07-09 0:01", 2)]
    [InlineData("from=2024-07-10", 0)]
    [InlineData("to=2024-07-08", 0)]
    [InlineData("from=2024-07-08T15:00Z&to=2024-07-08T15:00Z", 1)]
    public async Task Read_Span_IsInclusive(string query, int rows)
    {
        var id = await PushedAsync();
        Assert.Equal(rows, (await station.GetAsync($"/api/v1/sensors/{id}/readings?{query}")).GetArrayLength());
    }

    [Fact]
    public async Task Read_Csv_IsTheExport()
    {
        var id = await PushedAsync();
        using var answer = await station.Client.GetAsync($"/api/v1/sensors/{id}/readings?format=csv", TestStation.Cancellation);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            "time,flow_rate,pressure,flow_rate_predict,pressure_predict\n2024-07-09 0:00+09:00,224,45,,\n2024-07-09 "
                + "0:01+09:00,226,,,\n2024-07-09 1:00+09:00,230,47,,\n",
            await answer.Content.ReadAsStringAsync(TestStation.Cancellation));
    }

    [Theory]
    [InlineData("from=soon", "from is \"soon\"")]
    [InlineData("to=2024-02-30", "to is \"2024-02-30\"")]
    [InlineData("from=2024-07-09&to=2024-07-08", "expected from before to")]
    [InlineData("from=0001-01-01", "from is \"0001-01-01\"")]
    [InlineData("to=9999-12-31", "to is \"9999-12-31\"")]
    [InlineData("to=2024-07-09T00:00%2B14:30", "to is \"2024-07-09T00:00+14:30\"")]
    [InlineData("resolution=0", "resolution is 0")]
    [InlineData("resolution=10081", "resolution is 10081")]
    [InlineData("resolution=many", "")]
    [InlineData("format=xml", "format is \"xml\", expected json or csv.")]
    public async Task Read_WrongQuery_IsAProblem(string query, string expected)
    {
        var id = await station.AddSensorAsync();
        await station.AssertProblemAsync(400, expected, HttpMethod.Get, $"/api/v1/sensors/{id}/readings?{query}");
    }

    [Theory]
    [InlineData("7", "application/json", 400, "The body is 7, expected an array")]
    [InlineData("[{]", "application/json", 400, "The body is not JSON from line 1, column 3 on.")]
    [InlineData("", "application/json", 400, "The body is empty, expected JSON.")]
    [InlineData("[\"한글\" 1]", "application/json", 400, "The body is not JSON from line 1, column 7 on.")]
    [InlineData("[]", "text/plain", 415, "Content-Type is \"text/plain; charset=utf-8\", expected one that /openapi/v1.json names")]
    [InlineData("a,b\n1,2\n", "text/csv", 400, "names no time column")]
    [InlineData("", "text/csv", 400, "The file is empty")]
    [InlineData("timestamp,value\n2024-07-09 0:00,1\n", "text/csv", 400, "does not say what it measures, flow rate or pressure. Say it with the parameter quantity, as in ?quantity=.")]
    public async Task Push_WhatCannotBeRead_IsAProblem(string body, string type, int status, string expected)
    {
        var id = await station.AddSensorAsync();
        await station.AssertProblemAsync(status, expected, HttpMethod.Post, $"/api/v1/sensors/{id}/readings", body, type);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Push_PackedBody_IsUnpacked(string encoding)
    {
        var id = await station.AddSensorAsync();
        using var body = new MemoryStream();
        await using (Stream packing = encoding == "gzip"
            ? new GZipStream(body, CompressionMode.Compress, leaveOpen: true)
            : new ZLibStream(body, CompressionMode.Compress, leaveOpen: true))
        {
            await packing.WriteAsync(Encoding.UTF8.GetBytes("""{"time":"2024-07-09 0:00","flow_rate":224}"""), TestStation.Cancellation);
        }

        using var content = new ByteArrayContent(body.ToArray());
        content.Headers.ContentType = new("application/json");
        content.Headers.ContentEncoding.Add(encoding);
        using var answer = await station.Client.PostAsync($"/api/v1/sensors/{id}/readings", content, TestStation.Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        content.Headers.ContentEncoding.Clear();
        content.Headers.ContentEncoding.Add("lzma");
        using var refused = await station.Client.PostAsync($"/api/v1/sensors/{id}/readings", content, TestStation.Cancellation);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, refused.StatusCode);
        Assert.Contains(
            "Content-Encoding is lzma", await refused.Content.ReadAsStringAsync(TestStation.Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_FilesInAForm_AreReadEach()
    {
        var id = await station.AddSensorAsync();
        using var form = new MultipartFormDataContent
        {
            { new StringContent("Datum;Uhrzeit;Durchfluss\n09.07.2024;00:00;1,5\n"), "a", "a.csv" },
            { new StringContent("time,pressure\n2024-07-09 0:00,45\nbad,1\n"), "b", "b.csv" },
        };
        using var answer = await station.Client.PostAsync($"/api/v1/sensors/{id}/readings", form, TestStation.Cancellation);
        var text = await answer.Content.ReadAsStringAsync(TestStation.Cancellation);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        Assert.Equal([1, 0], JsonElement.Parse(text).EnumerateArray().Select(one => one.GetProperty("inserted").GetInt32()));
    }

    [Theory]
    [InlineData("""[{"time":"soon","flow_rate":1}]""", "application/json")]
    [InlineData("time,flow_rate\nsoon,1\n", "text/csv")]
    public async Task Push_NoRowTaken_IsNoSuccess(string body, string type)
    {
        var id = await station.AddSensorAsync();
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var answer = await station.Client.PostAsync($"/api/v1/sensors/{id}/readings", content, TestStation.Cancellation);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("soon", await answer.Content.ReadAsStringAsync(TestStation.Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_CountThatNoOtherFollows_IsNoSuccess()
    {
        var id = await station.AddSensorAsync();
        var (status, problem) = await station.SendAsync(
            HttpMethod.Post, $"/api/v1/sensors/{id}/readings", "time,Totalizer (m3)\n2024-07-09 0:00,100\n", "text/csv");
        Assert.Equal(422, status);
        Assert.Contains("a counter needs two rows that follow each other", problem.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("[]", (await station.GetAsync($"/api/v1/sensors/{id}/readings")).GetRawText());
    }

    [Fact]
    public async Task Push_Csv_AnswersTheReportAndGivesTheRejectsOut()
    {
        var id = await station.AddSensorAsync();
        var (status, report) = await station.SendAsync(
            HttpMethod.Post, $"/api/v1/sensors/{id}/readings?quantity=pressure", "timestamp,value\n2024-07-09 0:00,45\nbad,1\n",
            "text/csv");
        Assert.Equal(
            (200, 2, 1, 1),
            (
                status, report.GetProperty("read").GetInt32(), report.GetProperty("inserted").GetInt32(),
                report.GetProperty("rejected").GetInt32()));
        Assert.Equal("45", (await station.GetAsync($"/api/v1/sensors/{id}/readings"))[0].GetProperty("pressure").GetRawText());
        var first = Assert.Single(report.GetProperty("first_rejects").EnumerateArray());
        Assert.Equal(
            (3, "csv.field", "time", "bad,1"),
            (
                first.GetProperty("line").GetInt32(), first.GetProperty("code").GetString(), first.GetProperty("field").GetString(),
                first.GetProperty("row").GetString()));
        Assert.Equal($"/api/v1/imports/{await LastImportAsync()}/rejects", report.GetProperty("rejects").GetString());
        var rejects = await station.Client.GetStringAsync(report.GetProperty("rejects").GetString(), TestStation.Cancellation);
        Assert.StartsWith("line,reason,row\n3,", rejects, StringComparison.Ordinal);
    }

    /// <summary>As a Korean console sends them: a row whose bytes are no text is refused by itself, the others are stored.</summary>
    [Fact]
    public async Task Push_RowsThatAreNoUtf8_AreRefusedAlone()
    {
        var id = await station.AddSensorAsync();
        byte[] korean = [0xc1, 0xa4, 0xc0, 0xbe];
        using var body = new ByteArrayContent([
            .. "[\""u8, .. korean, .. "\",{\"time\":\""u8, .. korean, .. "\",\"flow_rate\":1},{\"time\":\"2024-07-09 0:00\",\"flow_rate\":\""u8,
            .. korean, .. "\"},{\"time\":\"2024-07-09 0:01\",\"flow_rate\":7}]"u8]);
        body.Headers.ContentType = new("application/json");
        using var answer = await station.Client.PostAsync($"/api/v1/sensors/{id}/readings", body, TestStation.Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var report = await answer.Content.ReadFromJsonAsync<JsonElement>(TestStation.Cancellation);
        Assert.Equal(
            ["rejected", "rejected", "rejected", "accepted"],
            report.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("status").GetString()));
        Assert.Equal(1, report.GetProperty("inserted").GetInt32());
    }

    [Fact]
    public async Task Push_CsvOfAnUnknownQuantity_IsAProblem()
    {
        var id = await station.AddSensorAsync();
        await station.AssertProblemAsync(
            400, "quantity is \"level\", expected flow_rate or pressure.", HttpMethod.Post,
            $"/api/v1/sensors/{id}/readings?quantity=level", "timestamp,value\n2024-07-09 0:00,45\n", "text/csv");
    }

    [Fact]
    public async Task Push_ManyCsvAtOnce_TakesAll()
    {
        var id = await station.AddSensorAsync();
        var answers = await Task.WhenAll(Enumerable.Range(10, 12).Select(minute => station.SendAsync(
            HttpMethod.Post, $"/api/v1/sensors/{id}/readings", $"time,flow_rate\n2024-07-09 0:{minute},{minute}\n", "text/csv")));
        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Equal(12, (await station.GetAsync($"/api/v1/sensors/{id}/readings")).GetArrayLength());
    }

    [Fact]
    public async Task Rejects_UnknownImport_IsNotFound() =>
        await station.AssertProblemAsync(404, "Import 999999 has no rejected rows.", HttpMethod.Get, "/api/v1/imports/999999/rejects");

    [Fact]
    public async Task Sample_Csv_CanBePushedBack()
    {
        var sample = await station.Client.GetStringAsync("/api/v1/sample.csv", TestStation.Cancellation);
        var id = await station.AddSensorAsync();
        var (_, report) = await station.SendAsync(HttpMethod.Post, $"/api/v1/sensors/{id}/readings", sample, "text/csv");
        Assert.Equal((14 * 1440, 0), (report.GetProperty("inserted").GetInt32(), report.GetProperty("rejected").GetInt32()));
    }

    private async Task<string> PushedAsync()
    {
        var id = await station.AddSensorAsync();
        using var content = new StringContent(Three, Encoding.UTF8, "application/json");
        using var answer = await station.Client.PostAsync($"/api/v1/sensors/{id}/readings", content, TestStation.Cancellation);
        Assert.Equal(3, (await answer.Content.ReadFromJsonAsync<JsonElement>(TestStation.Cancellation)).GetProperty("inserted").GetInt32());
        return id;
    }

    private async Task<long> LastImportAsync()
    {
        await using var db = await station.OpenAsync();
        return db.Imports.Where(import => import.RejectsFile != null).Max(import => import.Id);
    }
}
