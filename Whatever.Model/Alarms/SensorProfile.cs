using System.Text.Json.Serialization;
using Whatever.Model.Outliers.Behaviour;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;

namespace Whatever.Model.Alarms;

/// <summary>
/// What is normal for a sensor, learned from its history: criteria and behaviour of each quantity, and how both belong together.
/// </summary>
/// <param name="FlowRate">Null where there are too few readings.</param>
/// <param name="Pressure">Null where there are too few readings.</param>
/// <param name="Relation">Null where they do not follow each other.</param>
public sealed record SensorProfile(QuantityProfile? FlowRate, QuantityProfile? Pressure, FlowPressureRelation? Relation)
{
    /// <summary>Nothing is known yet.</summary>
    public static SensorProfile Empty { get; } = new(null, null, null);

    /// <summary>The profile of a quantity.</summary>
    /// <param name="quantity">Flow rate or pressure.</param>
    public QuantityProfile? Of(Quantity quantity) => quantity == Quantity.FlowRate ? FlowRate : Pressure;

    /// <summary>Learns from a span of readings.</summary>
    /// <param name="startMinute">Of the first reading, minutes since 1970-01-01T00:00Z.</param>
    /// <param name="intervalMinutes">From one reading to the next.</param>
    /// <param name="flow">Shape (n); NaN is left out, as is whatever must not count as normal.</param>
    /// <param name="pressure">Shape (n).</param>
    /// <param name="flowContext">Which flow rates share a distribution.</param>
    /// <param name="pressureContext">Which pressures share a distribution.</param>
    /// <param name="cells">The wall clock of the station.</param>
    public static SensorProfile Fit(
        int startMinute, int intervalMinutes, double[] flow, double[] pressure, CriteriaContext flowContext,
        CriteriaContext pressureContext, HourCells cells)
    {
        return new SensorProfile(
            QuantityProfile.Fit(startMinute, intervalMinutes, flow, flowContext, cells),
            QuantityProfile.Fit(startMinute, intervalMinutes, pressure, pressureContext, cells),
            FitRelation(intervalMinutes, flow, pressure));
    }

    /// <summary>Learns how flow and pressure belong together.</summary>
    /// <param name="intervalMinutes">From one reading to the next; 60 or less.</param>
    /// <param name="flow">Shape (n); NaN is left out.</param>
    /// <param name="pressure">Shape (n).</param>
    /// <returns>Null where the flow does not explain enough of the pressure.</returns>
    public static FlowPressureRelation? FitRelation(int intervalMinutes, double[] flow, double[] pressure)
    {
        var perHour = MinutesPer.Hour / intervalMinutes;
        var relation = FlowPressureRelation.Fit(HourMeans(flow, perHour), HourMeans(pressure, perHour));
        return relation is { Explained: >= FlowPressureRelation.LeastExplained } ? relation : null;
    }

    private static double[] HourMeans(double[] values, int perHour) => [.. values.Chunk(perHour).Select(hour =>
        hour.Count(double.IsFinite) * 2 >= perHour ? hour.Where(double.IsFinite).Average() : double.NaN)];
}

/// <summary>What is normal for a quantity of a sensor.</summary>
/// <param name="Criteria">The distributions its values are judged by.</param>
/// <param name="Behaviour">What they do from minute to minute; stored under the name that it had when the first profiles were
/// stored.</param>
public sealed record QuantityProfile(ContextCriteria Criteria, [property: JsonPropertyName("Habits")] QuantityBehaviour Behaviour)
{
    /// <summary>Learns from a span of values, see <see cref="SensorProfile.Fit"/>.</summary>
    /// <returns>Null where there are too few.</returns>
    public static QuantityProfile? Fit(int startMinute, int intervalMinutes, double[] values, CriteriaContext context, HourCells cells) =>
        CriteriaFit.Fit(startMinute, intervalMinutes, values, context, cells) is { } criteria
            ? new QuantityProfile(criteria, QuantityBehaviour.Learn(startMinute, intervalMinutes, values, criteria, cells))
            : null;
}
