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
                results[one.GetProperty(KeyMember).GetString() ?? ""] = (
                    one.GetProperty(StatusMember).GetInt32(),
                    one.TryGetProperty(DetailMember, out var detail) && detail.ValueKind == JsonValueKind.String
                        ? detail.GetString()! : "");
            }

            return results;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return [];
        }
    }
}
