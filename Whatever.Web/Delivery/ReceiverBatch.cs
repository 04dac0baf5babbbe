using System.Globalization;
using System.Text.Json;
using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Delivery;

/// <summary>Several alerts in one body: kept together or not at all, but for those that are none, which are named.</summary>
internal static class ReceiverBatch
{
    private const int MostMessages = 200;

    /// <summary>Says in the answer to a single alert that several may come in one body.</summary>
    public static void Offer(HttpResponse response) =>
        response.Headers[BatchOffers.Header] = MostMessages.ToString(CultureInfo.InvariantCulture);

    public static async Task<IResult> TakeAsync(HttpRequest request, ReceivedMessages messages, CancellationToken cancellation)
    {
        if (!request.HasJsonContentType() || request.ContentLength > Receiver.LargestBody)
        {
            return Receiver.RefuseType(request);
        }

        ReadOnlyMemory<byte> body = default;
        try
        {
            body = await JsonBody.ReadAsync(request.Body, Receiver.LargestBody, cancellation);
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Array || document.RootElement.GetArrayLength() > MostMessages)
            {
                return ProblemResult.Of(StatusCodes.Status422UnprocessableEntity, new Problem("receiver.batch", MostMessages));
            }

            var entries = document.RootElement.EnumerateArray().Select(Read).ToList();
            var repeated = await messages.KeepAsync(
                [.. entries.Where(entry => entry.Problem is null).Select(entry => entry.Message)], cancellation);
            return Results.Json(entries.Select(entry => Answer(entry, repeated)).ToList());
        }
        catch (BodyTooLargeException tooLarge)
        {
            return ProblemResult.Of(StatusCodes.Status413PayloadTooLarge, tooLarge.Problem);
        }
        catch (JsonException exception)
        {
            return ProblemResult.Of(StatusCodes.Status422UnprocessableEntity, JsonProblems.OfBody(exception, body));
        }
    }

    private static Entry Read(JsonElement element)
    {
        var key = BatchBody.TextOf(element, BatchBody.KeyMember) ?? "";
        if (key.Length is 0 or > Receiver.LongestKey)
        {
            return new Entry(key, new IncomingMessage(key, "", ""), new Problem("receiver.batch-key", Receiver.LongestKey));
        }

        var (sensorId, body, problem) = element.TryGetProperty(BatchBody.MessageMember, out var message)
            ? Receiver.ReadMessage(message)
            : ("", "", new Problem("receiver.no-sensor").At("sensor_id"));
        return new Entry(key, new IncomingMessage(key, sensorId, body), problem);
    }

    private static Dictionary<string, object> Answer(Entry entry, HashSet<string> repeated)
    {
        var answer = new Dictionary<string, object> { [BatchBody.KeyMember] = entry.Key };
        if (entry.Problem is { } problem)
        {
            answer[BatchBody.StatusMember] = StatusCodes.Status422UnprocessableEntity;
            answer[BatchBody.DetailMember] = ProblemTexts.English(problem);
        }
        else
        {
            answer[BatchBody.StatusMember] = repeated.Add(entry.Key) ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        }

        return answer;
    }

    private sealed record Entry(string Key, IncomingMessage Message, Problem? Problem);
}
