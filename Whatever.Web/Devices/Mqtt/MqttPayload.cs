using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Devices.Mqtt;

/// <summary>A message as points read it: the number alone, or JSON with the value and perhaps the time at places of their own.</summary>
internal sealed partial class MqttPayload : IDisposable
{
    private static readonly char[] NoPartOfIt = [' ', '\t', '\r', '\n', '\0', '\uFEFF'];

    private readonly string text;
    private readonly JsonDocument? document;
    private readonly Problem? unreadable;

    /// <param name="bytes">Of the message.</param>
    public MqttPayload(byte[] bytes)
    {
        text = EncodingOf(bytes).GetString(bytes).Trim(NoPartOfIt);
        document = TryParse(text) ?? TryParse(Spoken().Replace(text, word => word.Value[0] == '"' ? word.Value : $"\"{word.Value}\""));
        unreadable = document is null ? new Problem("mqtt.no-json", Found(text)) : null;
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

        if (point.Place.TimePath.Length > 0 && ReadTime(point, arrived, out at) is { } wrong)
        {
            return wrong;
        }

        return !JsonPlace.TryFind(document.RootElement, point.Place.ValuePath, out var found)
            ? new Problem("mqtt.no-place", point.Place.ValuePath, Text)
            : Doubt(point.Place.ValuePath) ?? ReadElement(found, point.Place.ValuePath, out value);
    }

    public void Dispose() => document?.Dispose();

    /// <summary>What stands beside the value in one object with it may say that it is not good.</summary>
    private Problem? Doubt(string path)
    {
        var own = JsonPlace.LastOf(path);
        foreach (var member in JsonPlace.Beside(document!.RootElement, path).Where(member => member.Name != own))
        {
            if (Says(member, own) == false)
            {
                return new Problem("mqtt.bad-quality", path, member.Name, Found(JsonProblems.Written(member.Value)));
            }
        }

        return null;
    }

    /// <returns>Null where the member says nothing of the value; false also for a quality that is not understood.</returns>
    private static bool? Says(JsonProperty member, string own)
    {
        var text = member.Value.ValueKind == JsonValueKind.String ? JsonText(member.Value).Trim() : member.Value.GetRawText();
        var name = member.Name.ToUpperInvariant();
        return name switch
        {
            _ when member.Value.ValueKind == JsonValueKind.Null => null,
            "QUALITY" or "QUALITY_CODE" or "QUALITYCODE" => QualityCodes.Judge(text) ?? false,
            _ when name == $"{own.ToUpperInvariant()}_QUALITY" => QualityCodes.Judge(text) ?? false,
            "ISBAD" or "IS_BAD" or "QUESTIONABLE" => !Yes(text),
            _ when QualityCodes.IsMark(member.Name) => Yes(text),

            // A flow is called q as well.
            "Q" when own.ToUpperInvariant() is "V" or "VALUE" or "VAL" => QualityCodes.Judge(text),

            // Numbers of a status mean anything, and false is mostly no fault.
            "STATUS" or "STATUSCODE" or "STATUS_CODE" when member.Value.ValueKind == JsonValueKind.String
                && !double.TryParse(text, CultureInfo.InvariantCulture, out _) && !bool.TryParse(text, out _) => QualityCodes.Judge(text),
            _ => null,
        };
    }

    private static bool? Yes(string text) => text.ToUpperInvariant() switch
    {
        "TRUE" or "1" or "Y" or "YES" => true,
        "FALSE" or "0" or "N" or "NO" => false,
        _ => null,
    };

    private Problem? ReadTime(PointSetup point, DateTimeOffset arrived, out DateTimeOffset at)
    {
        at = default;
        if (!JsonPlace.TryFind(document!.RootElement, point.Place.TimePath, out var found))
        {
            return new Problem("mqtt.no-place", point.Place.TimePath, Text);
        }

        var isTime = found.ValueKind switch
        {
            JsonValueKind.Number => DeviceTime.TryRead(found.GetRawText(), point.Clock, arrived, out at),
            JsonValueKind.String => DeviceTime.TryRead(JsonText(found), point.Clock, arrived, out at),
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
            case JsonValueKind.Number:
                return ReadNumber(found.GetRawText(), path, out value);
            default:
                return new Problem("mqtt.no-number", path, JsonProblems.Found(found));
        }
    }

    private static Problem? ReadNumber(string written, object where, out double? value) => TextNumber.Read(written, out value) switch
    {
        WrittenNumber.NotFinite => new Problem("mqtt.not-finite", where, Found(written)),
        WrittenNumber.None => new Problem("mqtt.no-number", where, Found(written)),
        _ => null,
    };

    private static JsonDocument? TryParse(string json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>UTF-8, unless a byte order mark or the zero bytes between the letters say otherwise.</summary>
    private static Encoding EncodingOf(byte[] bytes) => bytes switch
    {
        [0xFF, 0xFE, ..] => Encoding.Unicode,
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
        [not 0, 0, ..] when bytes.Length % 2 == 0 => Encoding.Unicode,
        [0, not 0, ..] when bytes.Length % 2 == 0 => Encoding.BigEndianUnicode,
        _ => Encoding.UTF8,
    };

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

    /// <summary>Texts, to be left alone, and what some languages write into JSON for a number that is none.</summary>
    [GeneratedRegex("""\"(?:[^"\\]|\\.)*\"|[+-]?\b(?:NaN|Infinity|nan|inf)\b""")]
    private static partial Regex Spoken();
}
