using System.Globalization;
using System.Text;
using System.Text.Json;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Readings;

/// <summary>
/// A row as gateways push it: <c>{time, flow_rate, pressure}</c>, or <c>{ts, values: {…}}</c>; the time as text or as seconds, milliseconds
/// or microseconds since 1970.
/// </summary>
internal static class PushedRow
{
    private const string Values = "values";
    private static readonly string[] TimeNames = ["time", "timestamp", "ts", "datetime"];
    private static readonly string[] FlowNames = ["flow_rate", "flow", "flowRate"];
    private static readonly string[] PressureNames = ["pressure"];

    /// <returns>Null where the row is good, else what was found and what was expected.</returns>
    public static Problem? Read(
        JsonElement item, StationClock clock, int latest, out int minute, out double flowRate, out double pressure)
    {
        (minute, flowRate, pressure) = (0, double.NaN, double.NaN);
        if (item.ValueKind != JsonValueKind.Object)
        {
            return new Problem("reading.no-object", JsonProblems.Found(item));
        }

        var time = Find(item, TimeNames);
        if (!TryReadTime(time, clock, out minute))
        {
            var found = time is not { } written ? "" : written.ValueKind == JsonValueKind.String ? Excerpt.Of(TextOf(written))
                : JsonProblems.Found(written);
            return new Problem("csv.field", "time", found, TimeParser.Expected).At("time");
        }

        if (minute > latest)
        {
            return new Problem("csv.future", Excerpt.Of(time!.Value.ValueKind == JsonValueKind.String ? TextOf(time.Value)
                : JsonProblems.Written(time.Value))).At("time");
        }

        var values = Find(item, [Values]) is { ValueKind: JsonValueKind.Object } inner ? inner : item;
        var (flow, press) = (Find(values, FlowNames), Find(values, PressureNames));
        return ReadValue(flow, "flow_rate", out flowRate) ?? ReadValue(press, "pressure", out pressure)
            ?? (flow is null && press is null ? new Problem("reading.no-quantity") : null);
    }

    private static JsonElement? Find(JsonElement item, string[] names)
    {
        // By hand: the reader fails at a name that is half a letter, also where another one is looked for.
        foreach (var property in item.EnumerateObject())
        {
            if (Array.Exists(names, name => IsNamed(property, name)))
            {
                return property.Value;
            }
        }

        return null;
    }

    private static bool IsNamed(JsonProperty property, string name)
    {
        try
        {
            return property.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool TryReadTime(JsonElement? written, StationClock clock, out int minute)
    {
        minute = 0;
        switch (written?.ValueKind)
        {
            case JsonValueKind.Number:
                return written.Value.TryGetDouble(out var number) && TryReadEpoch(number, out minute);
            case JsonValueKind.String when TextOf(written.Value) is var text:
                return TryReadText(text, clock, out minute)
                    || (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var epoch)
                        && TryReadEpoch(epoch, out minute));
            default:
                return false;
        }
    }

    private static bool TryReadEpoch(double number, out int minute)
    {
        foreach (var kind in TimeKinds.EpochKinds)
        {
            if (TimeKinds.IsPlausible(kind, number))
            {
                minute = (int)Math.Floor(number / TimeKinds.PerSecond(kind) / 60);
                return true;
            }
        }

        minute = 0;
        return false;
    }

    /// <summary>Of a row alone nobody knows whether 11/07/2024 is in July: such a time is not read.</summary>
    private static bool TryReadText(string text, StationClock clock, out int minute)
    {
        minute = 0;
        if (!TimeParser.TryParse(Encoding.UTF8.GetBytes(text), null, out var time, out var offset))
        {
            if (!TimeText.TryRead(text.AsSpan(), out var reading) || reading.Form != DateForm.Plain
                || reading.TimeBy(null) is not { } read)
            {
                return false;
            }

            (time, offset) = (read, reading.OffsetMinutes);
        }

        if (offset is { } minutes)
        {
            minute = StationClock.MinuteOf(new DateTimeOffset(time, TimeSpan.FromMinutes(minutes)));
            return true;
        }

        // A time that the clock skips is none.
        var local = clock.MinutesOf(time);
        minute = local.First;
        return local.Count > 0;
    }

    private static Problem? ReadValue(JsonElement? value, string name, out double number)
    {
        number = double.NaN;
        if (value is not { } written || written.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var good = written.ValueKind switch
        {
            JsonValueKind.Number => written.TryGetDouble(out number) && double.IsFinite(number),
            JsonValueKind.String => ValueParser.TryParse(Encoding.UTF8.GetBytes(TextOf(written)), out number),
            _ => false,
        };
        return good ? null : new Problem("reading.value", name, JsonProblems.Found(written), ValueParser.Expected).At(name);
    }

    /// <summary>The text, or as it is written where it is none: half a letter (<c>\ud800</c>), or bytes that are no UTF-8.</summary>
    private static string TextOf(JsonElement text)
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
}
