using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using System.Text.Json.Nodes;
using Whatever.Web.Domain;

namespace Whatever.Web.Delivery;

/// <summary>Turns a queued payload into the body that the contract describes.</summary>
public static class Payloads
{
    public static string PathOf(DeliveryKind kind) => kind == DeliveryKind.Forecast ? "predictions" : "alerts";

    public static HttpContent Body(OutboundDelivery delivery, PayloadFormat format) => delivery.Kind switch
    {
        DeliveryKind.Alert or DeliveryKind.Alarm => Json(delivery.Payload),
        _ when format == PayloadFormat.Json => Json(Encoding.UTF8.GetBytes(ForecastJson(delivery))),
        _ => Multipart(delivery),
    };

    private static MultipartFormDataContent Multipart(OutboundDelivery delivery)
    {
        var file = new ByteArrayContent(delivery.Payload);
        file.Headers.ContentType = new MediaTypeHeaderValue(MediaTypeNames.Text.Csv);
        return new MultipartFormDataContent
        {
            { new StringContent(delivery.SensorId), "sensor_id" },
            { new StringContent(WireTime.WriteDay(delivery.BaseDay!.Value)), "base_day" },
            { new StringContent(delivery.Step!.Value.ToString(CultureInfo.InvariantCulture)), "step" },
            { new StringContent(delivery.Sha256), "sha256" },
            { file, "file", $"Day{delivery.Step}prediction.csv" },
        };
    }

    private static ByteArrayContent Json(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json);
        return content;
    }

    /// <summary>The rows of the file as JSON: the same numbers, written the same way.</summary>
    private static string ForecastJson(OutboundDelivery delivery)
    {
        var lines = Encoding.UTF8.GetString(delivery.Payload).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var rows = new JsonArray([.. lines.Skip(1).Select(Row)]);
        return new JsonObject
        {
            ["sensor_id"] = delivery.SensorId,
            ["base_day"] = WireTime.WriteDay(delivery.BaseDay!.Value),
            ["step"] = delivery.Step!.Value,
            ["rows"] = rows,
        }.ToJsonString();
    }

    private static JsonObject Row(string line)
    {
        var fields = line.TrimEnd('\r').Split(',');
        return new JsonObject { ["time"] = fields[0], ["flow_rate_predict"] = Number(fields[1]), ["pressure_predict"] = Number(fields[2]) };
    }

    private static JsonNode? Number(string text) => text.Length == 0 ? null : JsonNode.Parse(text);
}
