using System.Globalization;
using System.Text;
using System.Text.Json;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Readings;

/// <summary>What is stored of a pushed row.</summary>
/// <param name="Minute">Of the row.</param>
/// <param name="FlowRate">NaN where it is missing.</param>
/// <param name="Pressure">Likewise.</param>
/// <param name="Doubt">Why a value that the row has is missing; null where none is.</param>
internal readonly record struct PushedValues(int Minute, double FlowRate, double Pressure, Problem? Doubt);

/// <summary>
/// A row as gateways push it: <c>{time, flow_rate, pressure}</c>, or <c>{ts, values: {…}}</c>; the time as text or as seconds to
/// nanoseconds since 1970.
/// </summary>
internal static class PushedRow
{
    /// <param name="item">The row.</param>
    /// <param name="sensor">Whose readings it holds.</param>
    /// <param name="latest">Later minutes are rejected.</param>
    /// <param name="ignored">Gets the names that mean nothing here.</param>
    /// <param name="values">What it says.</param>
    /// <returns>Null where the row is good, else what was found and what was expected.</returns>
    public static Problem? Read(JsonElement item, Sensor sensor, int latest, IgnoredFields ignored, out PushedValues values)
    {
        values = default;
        if (item.ValueKind != JsonValueKind.Object)
        {
            return new Problem("reading.no-object", JsonProblems.Found(item));
        }

        var fields = new PushedFields(item, ignored);
        var quality = new PushedQuality(fields);
        var (flowRate, pressure, lost) = (double.NaN, double.NaN, (Problem?)null);
        var problem = ReadMinute(fields.Find(PushedField.Time), sensor.Clock, latest, out var minute);
        problem ??= ReadValue(fields.Find(PushedField.FlowRate), "flow_rate", quality.Flow, out flowRate, ref lost);
        problem ??= ReadValue(fields.Find(PushedField.Pressure), "pressure", quality.Pressure, out pressure, ref lost);
        problem ??= fields.Find(PushedField.FlowRate) is null && fields.Find(PushedField.Pressure) is null
            ? new Problem("reading.no-quantity")
            : quality.Problem ?? PushedUnits.Refuse(fields, sensor) ?? RefuseOtherSensor(fields, sensor);
        values = new PushedValues(minute, flowRate, pressure, problem is null ? lost : null);
        return problem;
    }

    private static Problem? RefuseOtherSensor(PushedFields fields, Sensor sensor) =>
        fields.Find(PushedField.Sensor) is { ValueKind: not JsonValueKind.Null } id && JsonProblems.Written(id).Trim('"') is var written
            && written != sensor.Id
            ? new Problem("reading.other-sensor", Excerpt.Of(written), sensor.Id).At(PushedForms.SensorId)
            : null;

    private static Problem? ReadMinute(JsonElement? time, StationClock clock, int latest, out int minute)
    {
        if (!TryReadTime(time, clock, out minute))
        {
            var found = time is not { } written ? "" : written.ValueKind == JsonValueKind.String ? Excerpt.Of(PushedFields.TextOf(written))
                : JsonProblems.Found(written);
            return new Problem("csv.field", "time", found, TimeParser.Expected).At("time");
        }

        return minute > latest
            ? new Problem("csv.future", Excerpt.Of(time!.Value.ValueKind == JsonValueKind.String ? PushedFields.TextOf(time.Value)
                : JsonProblems.Written(time.Value))).At("time")
            : null;
    }

    private static bool TryReadTime(JsonElement? written, StationClock clock, out int minute)
    {
        minute = 0;
        switch (written?.ValueKind)
        {
            case JsonValueKind.Number:
                return written.Value.TryGetDouble(out var number) && TryReadEpoch(number, out minute);
            case JsonValueKind.String when PushedFields.TextOf(written.Value) is var text:
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
            if (!TimeText.TryRead(text.AsSpan(), out var reading) || reading is not { Form: DateForm.Plain, OpenZone: null, Pass: 0 }
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

    /// <summary>What stands where the value is bad is not looked at: it is missing, and why is said.</summary>
    private static Problem? ReadValue(JsonElement? value, string name, Problem? doubt, out double number, ref Problem? lost)
    {
        number = double.NaN;
        if (value is not { } written || written.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (doubt is not null)
        {
            lost ??= doubt;
            return null;
        }

        var good = written.ValueKind switch
        {
            JsonValueKind.Number => written.TryGetDouble(out number) && double.IsFinite(number),
            JsonValueKind.String => ValueParser.TryParse(Encoding.UTF8.GetBytes(PushedFields.TextOf(written)), out number),
            _ => false,
        };
        return !good ? new Problem("reading.value", name, JsonProblems.Found(written), ValueParser.Expected).At(name)
            : double.IsNaN(number) || Reading.IsPossible(number) ? null
            : new Problem("reading.too-large", name, JsonProblems.Found(written), Reading.Limit).At(name);
    }
}
