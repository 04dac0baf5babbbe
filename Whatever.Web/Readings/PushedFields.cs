using System.Text.Json;
using Whatever.Model.Problems;

namespace Whatever.Web.Readings;

/// <summary>What a pushed row can say.</summary>
internal enum PushedField
{
    Time,
    FlowRate,
    Pressure,
    Sensor,
    Values,
    Quality,

    /// <summary>Yes where the value is not good.</summary>
    Bad,

    /// <summary>Whether the value is good, or something else about the device.</summary>
    Status,
    FlowRateQuality,
    PressureQuality,
    Unit,
    FlowRateUnit,
    PressureUnit,
}

/// <summary>The fields of a pushed row by what they mean; those that mean nothing here are noted: nobody takes them for heeded.</summary>
internal sealed class PushedFields
{
    private static readonly Dictionary<string, PushedField> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["time"] = PushedField.Time,
        ["timestamp"] = PushedField.Time,
        ["ts"] = PushedField.Time,
        ["datetime"] = PushedField.Time,
        ["flow_rate"] = PushedField.FlowRate,
        ["flow"] = PushedField.FlowRate,
        ["flowrate"] = PushedField.FlowRate,
        ["pressure"] = PushedField.Pressure,
        ["sensor_id"] = PushedField.Sensor,
        ["sensorid"] = PushedField.Sensor,
        ["values"] = PushedField.Values,
        ["quality"] = PushedField.Quality,
        ["quality_code"] = PushedField.Quality,
        ["qualitycode"] = PushedField.Quality,
        ["isgood"] = PushedField.Quality,
        ["is_good"] = PushedField.Quality,
        ["q"] = PushedField.Quality,
        ["good"] = PushedField.Quality,
        ["valid"] = PushedField.Quality,
        ["isvalid"] = PushedField.Quality,
        ["is_valid"] = PushedField.Quality,
        ["isbad"] = PushedField.Bad,
        ["is_bad"] = PushedField.Bad,
        ["bad"] = PushedField.Bad,
        ["questionable"] = PushedField.Bad,
        ["statuscode"] = PushedField.Status,
        ["status_code"] = PushedField.Status,
        ["품질"] = PushedField.Quality,
        ["status"] = PushedField.Status,
        ["상태"] = PushedField.Status,
        ["flow_rate_quality"] = PushedField.FlowRateQuality,
        ["flow_quality"] = PushedField.FlowRateQuality,
        ["flowquality"] = PushedField.FlowRateQuality,
        ["flowratequality"] = PushedField.FlowRateQuality,
        ["pressure_quality"] = PushedField.PressureQuality,
        ["pressurequality"] = PushedField.PressureQuality,
        ["unit"] = PushedField.Unit,
        ["units"] = PushedField.Unit,
        ["uom"] = PushedField.Unit,
        ["단위"] = PushedField.Unit,
        ["flow_rate_unit"] = PushedField.FlowRateUnit,
        ["flow_unit"] = PushedField.FlowRateUnit,
        ["flowunit"] = PushedField.FlowRateUnit,
        ["flowrateunit"] = PushedField.FlowRateUnit,
        ["pressure_unit"] = PushedField.PressureUnit,
        ["pressureunit"] = PushedField.PressureUnit,
    };

    private readonly Dictionary<PushedField, (string Name, JsonElement Value)> found = [];
    private readonly IgnoredFields ignored;

    /// <param name="row">An object.</param>
    /// <param name="ignored">Gets the names that mean nothing here.</param>
    public PushedFields(JsonElement row, IgnoredFields ignored)
    {
        this.ignored = ignored;
        Take(row);
    }

    /// <summary>What a name means; null where it means nothing.</summary>
    public static PushedField? Meaning(string? name) => name is not null && Names.TryGetValue(name, out var field) ? field : null;

    /// <returns>Null where it is no text, such as half a letter.</returns>
    public static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The text, or as it is written where it is none: half a letter (<c>\ud800</c>), or bytes that are no UTF-8.</summary>
    public static string TextOf(JsonElement text)
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

    /// <summary>Half a letter, or bytes that are no UTF-8, are none.</summary>
    public static bool IsText(JsonElement written)
    {
        try
        {
            return written.ValueKind == JsonValueKind.String && written.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <returns>Null where it is not there.</returns>
    public JsonElement? Find(PushedField field) => found.TryGetValue(field, out var known) ? known.Value : null;

    /// <summary>As the row names it.</summary>
    public string NameOf(PushedField field) => found[field].Name;

    public void Ignore(PushedField field) => ignored.Add(NameOf(field));

    private void Take(JsonElement item)
    {
        foreach (var property in item.EnumerateObject())
        {
            var name = NameOf(property);
            if (Meaning(name) is not { } field || !found.TryAdd(field, (name!, property.Value)))
            {
                ignored.Add(name);
            }
            else if (field == PushedField.Values && property.Value.ValueKind == JsonValueKind.Object)
            {
                Take(property.Value);
            }
            else if (field == PushedField.Values)
            {
                ignored.Add(name);
            }
        }
    }
}
