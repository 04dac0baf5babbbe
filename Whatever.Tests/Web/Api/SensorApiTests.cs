using System.Text.Json;
using Whatever.Tests.Support;

namespace Whatever.Tests.Web.Api;

public sealed class SensorApiTests(RunningStation station)
{
    [Fact]
    public async Task Add_Sensor_CanBeReadAndListed()
    {
        var (status, created) = await station.SendAsync(HttpMethod.Post, "/api/v1/sensors", """{"id":"north_1","station_name":"North","time_zone":"Europe/Berlin","sampling_interval_minutes":5}""");
        Assert.Equal((201, "north_1"), (status, created.GetProperty("id").GetString()));
        var sensor = await station.GetAsync("/api/v1/sensors/north_1");
        Assert.Equal(
            ("north_1", "North", "Europe/Berlin", "m³/h", "kPa", 5),
            (sensor.GetProperty("name").GetString(), sensor.GetProperty("station").GetString(), sensor.GetProperty("time_zone").GetString(),
                sensor.GetProperty("flow_rate_unit").GetString(), sensor.GetProperty("pressure_unit").GetString(),
                sensor.GetProperty("sampling_interval_minutes").GetInt32()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, sensor.GetProperty("first_reading").ValueKind);
        Assert.Contains(
            (await station.GetAsync("/api/v1/sensors")).EnumerateArray(), row => row.GetProperty("id").GetString() == "north_1");
    }

    [Fact]
    public async Task Change_Sensor_KeepsItsIdAndHasAPrice()
    {
        var id = await station.AddSensorAsync();
        Assert.Equal("KRW", (await station.GetAsync($"/api/v1/sensors/{id}")).GetProperty("currency").GetString());
        Assert.Equal(204, (await station.SendAsync(HttpMethod.Put, $"/api/v1/sensors/{id}", """{"name":"Well","water_price":0.8,"currency":"EUR"}""")).Status);
        var sensor = await station.GetAsync($"/api/v1/sensors/{id}");
        Assert.Equal(
            (id, "Well", 0.8, "EUR"),
            (
                sensor.GetProperty("id").GetString(), sensor.GetProperty("name").GetString(), sensor.GetProperty("water_price").GetDouble(),
                sensor.GetProperty("currency").GetString()));
        await station.AssertProblemAsync(400, "id is \"other\"", HttpMethod.Put, $"/api/v1/sensors/{id}", """{"id":"other"}""");
        await station.AssertProblemAsync(400, "Price of water is -1, expected 0 or more.", HttpMethod.Put, $"/api/v1/sensors/{id}", """{"water_price":-1}""");
        await station.AssertProblemAsync(404, "There is no sensor nobody", HttpMethod.Put, "/api/v1/sensors/nobody", "{}");
    }

    [Fact]
    public async Task Get_Sensor_SaysWhatItsValuesCanBe()
    {
        var id = await station.AddSensorAsync();
        Assert.Equal(
            """{"low":-5000,"high":1000000,"origin":"unit"}""",
            (await station.GetAsync($"/api/v1/sensors/{id}")).GetProperty("flow_rate_range").GetRawText());
        await station.SendAsync(HttpMethod.Post, $"/api/v1/sensors/{id}/thresholds/flow_rate", """{"who":"Kim","reason":"Nameplate","range_minimum":0,"range_maximum":500}""");
        Assert.Equal(
            """{"low":0,"high":500,"origin":"person"}""",
            (await station.GetAsync($"/api/v1/sensors/{id}")).GetProperty("flow_rate_range").GetRawText());
    }

    [Theory]
    [InlineData("""{"water_price":900}""", "water_price", "900")]
    [InlineData("""{"water_price":null}""", "water_price", "null")]
    [InlineData("""{"name":"Well","time_zone":null}""", "name", "\"Well\"")]
    [InlineData("""{"station_name":"South"}""", "station", "\"South\"")]
    [InlineData("""{"sampling_interval_minutes":5}""", "sampling_interval_minutes", "5")]
    [InlineData("""{"currency":"USD"}""", "currency", "\"USD\"")]
    [InlineData("{}", null, null)]
    public async Task Change_OneThingOfASensor_LeavesTheOthersAsTheyWere(string body, string? name, string? value)
    {
        var id = await station.AddSensorAsync();
        const string Whole = """
            {"name":"Spring","station_name":"Hill","time_zone":"Europe/Berlin","flow_rate_unit":"l/s","pressure_unit":"bar","sampling_interval_minutes":15,"water_price":800,"currency":"EUR"}
            """;
        Assert.Equal(204, (await station.SendAsync(HttpMethod.Put, $"/api/v1/sensors/{id}", Whole)).Status);
        var expected = Fields(await station.GetAsync($"/api/v1/sensors/{id}"));
        Assert.Equal(
            ("\"Spring\"", "\"Hill\"", "\"l/s\"", "15", "800"),
            (
                expected["name"], expected["station"], expected["flow_rate_unit"], expected["sampling_interval_minutes"],
                expected["water_price"]));
        Assert.Equal(204, (await station.SendAsync(HttpMethod.Put, $"/api/v1/sensors/{id}", body)).Status);
        if (name is not null)
        {
            expected[name] = value!;
        }

        Assert.Equal(expected, Fields(await station.GetAsync($"/api/v1/sensors/{id}")));
    }

    [Theory]
    [InlineData("""{"id":"x4","currency":"ninebytes"}""", 400, "Currency is \"ninebytes\", expected a label of at most 8 letters")]
    [InlineData("""{"id":"x5","currency":null}""", 400, "Currency is")]
    [InlineData("""{"id":"x6","currency":"<b>"}""", 400, "Currency is")]
    [InlineData("""{"id":"x7","water_price":-0.1}""", 400, "Price of water is -0.1")]
    [InlineData("""{"id":"a b"}""", 400, "Sensor id is \"a b\"")]
    [InlineData("""{"id":"sensor\n"}""", 400, "Sensor id is")]
    [InlineData("""{"id":null}""", 400, "Sensor id is")]
    [InlineData("""{"id":"x1","time_zone":null}""", 400, "Time zone is")]
    [InlineData("""{"id":"x2","flow_rate_unit":null}""", 400, "Unit of flow rate is null")]
    [InlineData("""{"id":"x3","sampling_interval_minutes":7}""", 400, "Sampling interval is 7 min")]
    [InlineData("""{"id":""", 400, "The body ends in line 1, column 7, before its JSON does.")]
    [InlineData("{\n \"id\": x}", 400, "from line 2, column 8 on")]
    [InlineData("[]", 400, "The body is a list, expected a JSON object")]
    [InlineData("null", 400, "The body is null, expected a JSON object")]
    [InlineData("", 400, "The body is empty, expected a JSON object")]
    [InlineData("""{"id":7}""", 400, "id is 7, expected a text.")]
    [InlineData("""{"id":"x8","sampling_interval_minutes":1.5}""", 400, "sampling_interval_minutes is 1.5, expected a whole number.")]
    [InlineData("""{"id":"x9","water_price":"dear"}""", 400, "water_price is \"dear\", expected a number.")]
    [InlineData("""{"id":[],"timeZone":"UTC"}""", 400, "id is [], expected a text. timeZone is no field of this request, expected id, name,")]
    [InlineData("""{"id":"y1","name":"a\nb"}""", 400, "Name holds a control character")]
    [InlineData("""{"id":"y2","flow_rate_unit":null,"pressure_unit":"12345678901234567"}""", 400, "is null, expected a label such as m³/h or kPa; leave it out for the default. Unit of pressure is")]
    public async Task Add_WhatCannotBeASensor_IsAProblem(string body, int status, string expected) =>
        await station.AssertProblemAsync(status, expected, HttpMethod.Post, "/api/v1/sensors", body);

    [Fact]
    public async Task Add_SameIdTwice_IsAProblem()
    {
        var id = await station.AddSensorAsync();
        await station.AssertProblemAsync(409, $"There is a sensor {id} already", HttpMethod.Post, "/api/v1/sensors", $$"""{"id":"{{id}}"}""");
    }

    [Fact]
    public async Task Add_ABodyOfAKoreanConsole_SaysThatItIsNoUtf8()
    {
        using var body = new ByteArrayContent([.. "{\"id\":\"z1\",\"name\":\""u8, 0xc1, 0xa4, 0xc0, 0xbe, .. "\"}"u8]);
        body.Headers.ContentType = new("application/json");
        using var answer = await station.Client.PostAsync("/api/v1/sensors", body, TestStation.Cancellation);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(
            "The body holds a text that is not UTF-8, expected JSON in UTF-8.",
            await answer.Content.ReadAsStringAsync(TestStation.Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_ABodyOfThousandsOfWrongFields_NamesTheFirst()
    {
        var body = $"{{{string.Join(',', Enumerable.Repeat("\"a\":0", 20_000))}}}";
        var (status, problem) = await station.SendAsync(HttpMethod.Post, "/api/v1/sensors", body);
        Assert.Equal((400, 20), (status, problem.GetProperty("errors").GetArrayLength()));
    }

    [Fact]
    public async Task Add_TheSameSensorAtTheSameMoment_IsAddedOnceAndKnownToTheOthers()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => station.SendAsync(
            HttpMethod.Post, "/api/v1/sensors", """{"id":"east_1","station_name":"East","time_zone":"Asia/Tokyo"}""")));
        Assert.Equal([201, 409, 409, 409, 409, 409, 409, 409], answers.Select(answer => answer.Status).Order());
    }

    [Fact]
    public async Task Add_SensorsOfANewStationAndZoneAtTheSameMoment_AddsAll()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => station.SendAsync(
            HttpMethod.Post, "/api/v1/sensors", $$"""{"id":"west_{{number}}","station_name":"West","time_zone":"Europe/Lisbon"}""")));
        Assert.All(answers, answer => Assert.Equal(201, answer.Status));
        Assert.Equal(
            Enumerable.Repeat("West", 8),
            (await station.GetAsync("/api/v1/sensors")).EnumerateArray()
                .Where(sensor => sensor.GetProperty("id").GetString()!.StartsWith("west_", StringComparison.Ordinal))
                .Select(sensor => sensor.GetProperty("station").GetString()));
        await using var db = await station.OpenAsync();
        Assert.Single(db.Stations, row => row.Name == "West");
    }

    [Fact]
    public async Task Add_ANameLikeAPage_IsAProblem()
    {
        var longName = new string('x', 101);
        await station.AssertProblemAsync(
            400, "Name has 101 letters, expected 100 at most. Station name has 101 letters", HttpMethod.Post, "/api/v1/sensors",
            $$"""{"id":"y3","name":"{{longName}}","station_name":"{{longName}}"}""");
    }

    [Theory]
    [InlineData("/api/v1/alarms?limit=many", "limit is \"many\", expected a whole number.")]
    [InlineData("/api/v1/alarms?open=maybe&limit=1.5", "open is \"maybe\", expected true or false. limit is \"1.5\", expected a whole number.")]
    [InlineData("/api/v1/deliveries?limit=1&limit=2", "limit is \"1,2\", expected a whole number.")]
    [InlineData("/api/v1/alarms?state=closed&from=x&to=y&limit=0", "from is \"x\", expected a day or a time such as")]
    [InlineData("/api/v1/alarms?state=closed&limit=0", "limit is 0, expected 1 to 10000.")]
    public async Task Get_AParameterOfAnotherType_IsNamed(string path, string expected) =>
        await station.AssertProblemAsync(400, expected, HttpMethod.Get, path);

    [Theory]
    [InlineData("GET", "/api/v1/sensors/nobody")]
    [InlineData("GET", "/api/v1/sensors/nobody/readings")]
    [InlineData("POST", "/api/v1/sensors/nobody/readings")]
    [InlineData("GET", "/api/v1/sensors/nobody/forecasts")]
    [InlineData("POST", "/api/v1/sensors/nobody/forecasts")]
    [InlineData("GET", "/api/v1/sensors/nobody/judgements")]
    public async Task Any_UnknownSensor_IsNotFound(string method, string path) => await station.AssertProblemAsync(
        404, "There is no sensor nobody; see /api/v1/sensors.", HttpMethod.Parse(method), path, method == "POST" ? "[]" : null);

    [Fact]
    public async Task Any_WrongMethodOrType_SaysSo()
    {
        await station.AssertProblemAsync(405, "DELETE is not for /api/v1/sensors", HttpMethod.Delete, "/api/v1/sensors");
        await station.AssertProblemAsync(
            415, "Content-Type is \"text/plain; charset=utf-8\"", HttpMethod.Post, "/api/v1/sensors", "{}", "text/plain");
    }

    [Theory]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api/v1/sensors/a/b/c")]
    [InlineData("/api/v1/alarms/abc/comment")]
    public async Task Any_UnknownPath_IsNotFound(string path)
    {
        await station.AssertProblemAsync(404, $"There is nothing at {path}", HttpMethod.Get, path);
        await station.AssertProblemAsync(404, $"There is nothing at {path}", HttpMethod.Post, path, "{}");
    }

    private static Dictionary<string, string> Fields(JsonElement sensor) =>
        sensor.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.GetRawText());
}
