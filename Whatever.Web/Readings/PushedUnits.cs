using System.Text.Json;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;

namespace Whatever.Web.Readings;

/// <summary>Units that a pushed row names are those of the sensor, in any spelling: whether another one is meant or mistaken nobody here
/// can tell.</summary>
internal static class PushedUnits
{
    public static Problem? Refuse(PushedFields fields, Sensor sensor) =>
        Refuse(fields, PushedField.FlowRateUnit, _ => sensor.FlowRateUnit)
        ?? Refuse(fields, PushedField.PressureUnit, _ => sensor.PressureUnit)
        ?? Refuse(fields, PushedField.Unit, written => sensor.UnitOf(QuantityOf(fields, written)));

    /// <summary>One unit for both is that of the quantity that it can be of.</summary>
    private static Quantity QuantityOf(PushedFields fields, string written) =>
        fields.Find(PushedField.FlowRate) is null ? Quantity.Pressure
        : fields.Find(PushedField.Pressure) is null ? Quantity.FlowRate
        : Units.Find(written)?.Quantity ?? Quantity.FlowRate;

    private static Problem? Refuse(PushedFields fields, PushedField field, Func<string, string> unitOf)
    {
        if (fields.Find(field) is not { ValueKind: not JsonValueKind.Null } found)
        {
            return null;
        }

        var written = found.ValueKind == JsonValueKind.String ? PushedFields.TextOf(found) : JsonProblems.Written(found);
        var unit = unitOf(written);
        return written.Length == 0 || IsSame(written, unit)
            ? null
            : new Problem("reading.unit", fields.NameOf(field), Excerpt.Of(written), unit).At(fields.NameOf(field));
    }

    private static bool IsSame(string written, string unit) => written.Trim().Equals(unit.Trim(), StringComparison.OrdinalIgnoreCase)
        || (Units.Find(written) is { } one && Units.Find(unit) is { } other && one.Name == other.Name);
}
