using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Whatever.Tests.Support;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Api;

public sealed class ReceiverTests(RunningStation station)
{
    private const string Alert = """{"sensor_id":"sensor_01","time":"2024-07-09 0:01","outlier_stage":3,"value":227,"quantity":"flow_rate"}""";
    private static readonly byte[] Csv = Encoding.UTF8.GetBytes("time,flow_rate_predict,pressure_predict\n2024-07-09 0:00,1.000,2.000\n");

    [Fact]
    public async Task Alert_SameKeyTwice_IsKeptOnce()
    {
        var key = Guid.NewGuid().ToString();
        Assert.Equal((201, false), await PostAlertAsync(key, Alert));
        Assert.Equal((200, true), await PostAlertAsync(key, Alert.Replace("227", "228", StringComparison.Ordinal)));
        await using var db = await station.OpenAsync();
        var kept = db.ReceivedMessages.Single(message => message.IdempotencyKey == key);
        Assert.Equal((DeliveryKind.Alert, "sensor_01", Alert, 1), (kept.Kind, kept.SensorId, kept.Body, kept.Repeats));
    }

    [Fact]
    public async Task Alert_SameKeyManyTimesAtOnce_IsKeptOnce()
    {
        var key = Guid.NewGuid().ToString();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAlertAsync(key, Alert)));
        Assert.Equal(1, answers.Count(answer => answer == (201, false)));
        Assert.Equal(7, answers.Count(answer => answer == (200, true)));
    }

    [Fact]
    public async Task Prediction_RightDigest_IsKept()
    {
        var key = Guid.NewGuid().ToString();
        Assert.Equal(201, await PostFormAsync(key, OutboundDelivery.DigestOf(Csv), Csv));
        await using var db = await station.OpenAsync();
        var kept = db.ReceivedMessages.Single(message => message.IdempotencyKey == key);
        Assert.Equal((DeliveryKind.Forecast, "sensor_01", Encoding.UTF8.GetString(Csv)), (kept.Kind, kept.SensorId, kept.Body));
    }

    [Fact]
    public async Task Prediction_WrongOrMissingDigest_IsRefusedAndNotKept()
    {
        var key = Guid.NewGuid().ToString();
        Assert.Equal(422, await PostFormAsync(key, OutboundDelivery.DigestOf([1, 2, 3]), Csv));
        Assert.Equal(422, await PostFormAsync(key, null, Csv));
        await using var db = await station.OpenAsync();
        Assert.False(db.ReceivedMessages.Any(message => message.IdempotencyKey == key));
    }

    [Theory]
    [InlineData("not json", 422)]
    [InlineData("[]", 422)]
    [InlineData("{}", 422)]
    public async Task Alert_BodyThatIsNone_IsRefused(string body, int status) =>
        Assert.Equal(status, (await PostAlertAsync(Guid.NewGuid().ToString(), body)).Status);

    [Fact]
    public async Task Alert_OfAnotherType_IsUnsupported()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/receiver/alerts") { Content = new StringContent("sensor_01") };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var answer = await station.Client.SendAsync(request, TestStation.Cancellation);
        Assert.Equal(415, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Alert_WithoutAKey_IsAProblem() =>
        await station.AssertProblemAsync(400, "Idempotency-Key is missing", HttpMethod.Post, "/receiver/alerts", Alert);

    [Fact]
    public async Task Batch_EachHasItsAnswer_AndAKeyIsKeptOnce()
    {
        var (known, fresh, none) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        await PostAlertAsync(known, Alert);
        var body = "[" + string.Join(
            ',', new[] { (known, Alert), (fresh, Alert), (none, "{}"), ("", Alert) }
                .Select(one => $$"""{"idempotency_key":"{{one.Item1}}","message":{{one.Item2}}}""")) + ",7]";
        Assert.Equal([200, 201, 422, 422, 422], await PostBatchAsync(body));
        Assert.Equal([200, 200, 422, 422, 422], await PostBatchAsync(body));
        await using var db = await station.OpenAsync();
        Assert.Equal(
            [(known, Alert, 2), (fresh, Alert, 1)],
            db.ReceivedMessages.Where(message => message.IdempotencyKey == known || message.IdempotencyKey == fresh)
                .AsEnumerable().OrderBy(message => message.Repeats == 1)
                .Select(message => (message.IdempotencyKey, message.Body, message.Repeats)));
        Assert.False(db.ReceivedMessages.Any(message => message.IdempotencyKey == none));
    }

    [Theory]
    [InlineData("{}", "Expected a JSON list of at most 200 entries")]
    [InlineData("[", "JSON")]
    public async Task Batch_ThatIsNoList_IsRefusedAsAWhole(string body, string said) =>
        await station.AssertProblemAsync(422, said, HttpMethod.Post, "/receiver/alerts/batch", body);

    [Fact]
    public async Task Batch_HalvesOfLetters_AreRefusedAloneAndAKeyTwiceIsARepeat()
    {
        var key = Guid.NewGuid().ToString();
        Assert.Equal(
            [422, 422, 201, 200],
            await PostBatchAsync(
                $$$"""[{"idempotency_key":"\ud800","message":{"sensor_id":"a"}},{"idempotency_key":"{{{key}}}x","message":{"sensor_id":"\ud800"}},"""
                + $$$"""{"idempotency_key":"{{{key}}}","message":{"sensor_id":"a"}},{"idempotency_key":"{{{key}}}","message":{"sensor_id":"a"}}]"""));
    }

    [Fact]
    public async Task Alert_SensorThatIsHalfALetter_IsRefused() =>
        Assert.Equal(422, (await PostAlertAsync(Guid.NewGuid().ToString(), """{"sensor_id":"\ud800"}""")).Status);

    [Fact]
    public async Task Batch_OfMoreThanWasOffered_IsRefusedAsAWhole() =>
        await station.AssertProblemAsync(
            422, "at most 200 entries", HttpMethod.Post, "/receiver/alerts/batch", $"[{string.Join(',', Enumerable.Repeat("{}", 201))}]");

    private async Task<List<int>> PostBatchAsync(string body)
    {
        using var answer = await station.Client.PostAsync(
            "/receiver/alerts/batch", new StringContent(body, Encoding.UTF8, "application/json"), TestStation.Cancellation);
        using var results = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestStation.Cancellation));
        return [.. results.RootElement.EnumerateArray().Select(one => one.GetProperty("status").GetInt32())];
    }

    private async Task<(int Status, bool Repeated)> PostAlertAsync(string key, string body)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, "/receiver/alerts")
        { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await station.Client.SendAsync(request, TestStation.Cancellation);
        var text = await answer.Content.ReadAsStringAsync(TestStation.Cancellation);
        return ((int)answer.StatusCode, text.Contains("\"repeated\":true", StringComparison.Ordinal));
    }

    private async Task<int> PostFormAsync(string key, string? digest, byte[] file)
    {
        using var form =
            new MultipartFormDataContent { { new StringContent("sensor_01"), "sensor_id" }, { new StringContent("1"), "step" } };
        if (digest is not null)
        {
            form.Add(new StringContent(digest), "sha256");
        }

        var part = new ByteArrayContent(file);
        part.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        form.Add(part, "file", "Day1prediction.csv");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/receiver/predictions") { Content = form };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await station.Client.SendAsync(request, TestStation.Cancellation);
        return (int)answer.StatusCode;
    }
}
