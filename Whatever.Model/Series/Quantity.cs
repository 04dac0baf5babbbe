namespace Whatever.Model.Series;

/// <summary>What a sensor measures once a minute.</summary>
public enum Quantity
{
    /// <summary>Instantaneous flow rate (순시유량), by default in m³/h.</summary>
    FlowRate = 0,

    /// <summary>Pressure (압력), by default in kPa.</summary>
    Pressure = 1,
}

/// <summary>The names that files, messages and columns use for a <see cref="Quantity"/>.</summary>
public static class QuantityNames
{
    /// <summary>Both quantities, in the order of the columns.</summary>
    public static IReadOnlyList<Quantity> All { get; } = [Quantity.FlowRate, Quantity.Pressure];

    /// <summary>The name on the wire: <c>flow_rate</c> or <c>pressure</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a defined quantity.</exception>
    public static string ToWireName(this Quantity quantity) => quantity switch
    {
        Quantity.FlowRate => "flow_rate",
        Quantity.Pressure => "pressure",
        _ => throw new ArgumentOutOfRangeException(nameof(quantity), quantity, "Expected FlowRate or Pressure."),
    };

    /// <summary>Reads a wire name; case is ignored.</summary>
    public static bool TryParse(string? text, out Quantity quantity)
    {
        quantity = string.Equals(text, "pressure", StringComparison.OrdinalIgnoreCase) ? Quantity.Pressure : Quantity.FlowRate;
        return quantity == Quantity.Pressure || string.Equals(text, "flow_rate", StringComparison.OrdinalIgnoreCase);
    }
}
