namespace Whatever.Model.Series;

/// <summary>What a sensor measured, by quantity; each series knows the other one.</summary>
public static class SensorSeries
{
    /// <param name="flowRate">On a wall clock.</param>
    /// <param name="pressure">On the same one.</param>
    public static IReadOnlyDictionary<Quantity, MinuteSeries> Of(MinuteSeries flowRate, MinuteSeries pressure) =>
        new Dictionary<Quantity, MinuteSeries>
        {
            [Quantity.FlowRate] = flowRate with { Other = pressure with { Other = null } },
            [Quantity.Pressure] = pressure with { Other = flowRate with { Other = null } },
        };

    /// <summary>The quantity beside another.</summary>
    /// <param name="quantity">Of a sensor.</param>
    public static Quantity OtherThan(Quantity quantity) => quantity == Quantity.FlowRate ? Quantity.Pressure : Quantity.FlowRate;
}
