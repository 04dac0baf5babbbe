using System.Buffers;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text.Json;
using Whatever.Web.Domain;

namespace Whatever.Web.Delivery;

/// <summary>Several alerts as one JSON list, each with the key that it would have alone, and what a server answers to each.</summary>
internal static class BatchBody
{
    public const string KeyMember = "idempotency_key";
    public const string MessageMember = "message";
    public const string StatusMember = "status";
    public const string DetailMember = "detail";

    public static HttpContent Of(IEnumerable<OutboundDelivery> deliveries)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartArray();
            foreach (var delivery in deliveries)
            {
                writer.WriteStartObject();
                writer.WriteString(KeyMember, delivery.WireKey);
                writer.WritePropertyName(MessageMember);
                writer.WriteRawValue(delivery.Payload);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        var content = new ByteArrayContent(bytes.WrittenSpan.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json);
        return content;
    }

    /// <returns>Status and words by key; empty where the answer is no such list. What it does not name has no receipt.</returns>
    public static Dictionary<string, (int Status, string Detail)> Read(ReadOnlyMemory<byte> answer)
    {
        var results = new Dictionary<string, (int Status, string Detail)>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(answer);
            foreach (var one in document.RootElement.EnumerateArray())
            {
                if (TextOf(one, KeyMember) is { } key && one.TryGetProperty(StatusMember, out var status)
                    && status.ValueKind == JsonValueKind.Number && status.TryGetInt32(out var code))
                {
                    results[key] = (code, TextOf(one, DetailMember) ?? "");
                }
            }

            return results;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    /// <returns>Null where the object has none, or one that is no text, such as half of a letter.</returns>
    public static string? TextOf(JsonElement element, string member)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var text)
                && text.ValueKind == JsonValueKind.String
                ? text.GetString()
                : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
