using System.Globalization;
using System.Text;
using System.Text.Json;
using Whatever.Model.Problems;

namespace Whatever.Web.Devices.Mqtt;

/// <summary>A message as points read it: the number alone, or JSON with the value and perhaps the time at places of their own.</summary>
internal sealed class MqttPayload : IDisposable
{
    private readonly string text;
    private readonly JsonDocument? document;
    private readonly Problem? unreadable;

    /// <param name="bytes">Of the message.</param>
    public MqttPayload(byte[] bytes)
    {
        text = Encoding.UTF8.GetString(bytes);
        try
        {
            document = JsonDocument.Parse(bytes);
        }
        catch (JsonException)
        {
            unreadable = new Problem("mqtt.no-json", Found(text));
        }
    }

    public string Text => Found(text);

    /// <param name="point">Whose value is looked for.</param>
    /// <param name="arrived">Counts where the message has no time.</param>
    /// <param name="value">Null where it is missing, which is no mistake.</param>
    /// <param name="at">When it was so.</param>
    /// <returns>What is wrong with the message; null where it can be taken.</returns>
    public Problem? Read(PointSetup point, DateTimeOffset arrived, out double? value, out DateTimeOffset at)
    {
        (value, at) = (null, arrived);
        if (point.Place.ValuePath.Length == 0 && point.Place.TimePath.Length == 0)
        {
            return ReadNumber(text, new Phrase("mqtt.message"), out value);
        }

        if (document is null)
        {
            return unreadable;
        }

        if (point.Place.TimePath.Length > 0 && ReadTime(point, out at) is { } wrong)
        {
            return wrong;
        }

        return !JsonPlace.TryFind(document.RootElement, point.Place.ValuePath, out var found)
            ? new Problem("mqtt.no-place", point.Place.ValuePath, Text)
            : ReadElement(found, point.Place.ValuePath, out value);
    }

    public void Dispose() => document?.Dispose();

    private Problem? ReadTime(PointSetup point, out DateTimeOffset at)
    {
        at = default;
        if (!JsonPlace.TryFind(document!.RootElement, point.Place.TimePath, out var found))
        {
            return new Problem("mqtt.no-place", point.Place.TimePath, Text);
        }

        var isTime = found.ValueKind switch
        {
            JsonValueKind.Number => DeviceTime.TryRead(found.GetDouble(), out at),
            JsonValueKind.String => DeviceTime.TryRead(JsonText(found), point.Clock, out at),
            _ => false,
        };
        return isTime ? null : new Problem("mqtt.no-time", point.Place.TimePath, JsonProblems.Found(found));
    }

    private static Problem? ReadElement(JsonElement found, string path, out double? value)
    {
        value = null;
        switch (found.ValueKind)
        {
            case JsonValueKind.Null:
                return null;
            case JsonValueKind.String:
                return ReadNumber(JsonText(found), path, out value);
            case JsonValueKind.Number when double.IsFinite(found.GetDouble()):
                value = found.GetDouble();
                return null;
            default:
                return new Problem("mqtt.no-number", path, JsonProblems.Found(found));
        }
    }

    private static Problem? ReadNumber(string written, object where, out double? value) =>
        TextNumber.TryRead(written, out value) ? null : new Problem("mqtt.no-number", where, Found(written));

    /// <summary>Half a letter (<c>\ud800</c>) is shown as it is written.</summary>
    private static string JsonText(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return JsonProblems.Written(text);
        }
    }

    private static string Found(string text) => Excerpt.Of(string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)));
}
