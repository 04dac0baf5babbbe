using Whatever.Model.Outliers;
using Whatever.Model.Series;

namespace Whatever.Web.Domain;

/// <summary>The physical range of a sensor's quantity: values outside are stored as measured, and nothing is learned from them.</summary>
public sealed class SensorRange
{
    public int SensorKey { get; set; }
    public Quantity Quantity { get; set; }
    public double Low { get; set; }
    public double High { get; set; }
    public RangeOrigin Origin { get; set; }

    public PhysicalRange Range => new(Low, High);

    /// <summary>What is said by a unit as a person wrote it.</summary>
    public static PhysicalRange OfUnit(Quantity quantity, string written) => PhysicalRange.OfUnit(
        quantity, Units.Find(written) is { } unit && unit.Quantity == quantity ? unit.InBase : null);
}

/// <summary>Where a physical range comes from.</summary>
public enum RangeOrigin
{
    /// <summary>From the unit alone.</summary>
    Unit = 0,

    /// <summary>From what was measured.</summary>
    Learned = 1,

    /// <summary>A person said what the meter can show, or one limit of it.</summary>
    Person = 2,
}

/// <summary>Both ranges of a sensor.</summary>
public readonly record struct SensorRanges(PhysicalRange FlowRate, PhysicalRange Pressure)
{
    public PhysicalRange Of(Quantity quantity) => quantity == Quantity.FlowRate ? FlowRate : Pressure;

    /// <summary>The quantities whose value lies outside; a missing one does not.</summary>
    public IReadOnlyList<Quantity> OutsideOf(double flowRate, double pressure) =>
        (FlowRate.Excludes(flowRate), Pressure.Excludes(pressure)) switch
        {
            (false, false) => [],
            (true, false) => [Quantity.FlowRate],
            (false, true) => [Quantity.Pressure],
            _ => QuantityNames.All,
        };

    /// <summary>Of the stored ones; a quantity that has none is not limited.</summary>
    public static SensorRanges From(IEnumerable<SensorRange> stored)
    {
        var ranges = stored.ToDictionary(range => range.Quantity, range => range.Range);
        return new SensorRanges(
            ranges.GetValueOrDefault(Quantity.FlowRate, PhysicalRange.Everything),
            ranges.GetValueOrDefault(Quantity.Pressure, PhysicalRange.Everything));
    }
}
