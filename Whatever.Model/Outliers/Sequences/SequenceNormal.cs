namespace Whatever.Model.Outliers.Sequences;

/// <summary>What a sequence looks like when all is well.</summary>
/// <param name="FlowRate">Null where there was too little of it to learn from: then it is not judged.</param>
/// <param name="Pressure">Likewise.</param>
public sealed record SequenceNormal(NormalChannel? FlowRate, NormalChannel? Pressure)
{
    /// <summary>
    /// Learns from rows most of which are normal: spells that lie far apart from two thirds of the values are left out (see
    /// <see cref="NormalChannel.LeftOut"/>), unless they recur or are the start of the plant.
    /// </summary>
    /// <param name="flowRate">Shape (n), one value a step; NaN is missing.</param>
    /// <param name="pressure">Shape (n), of the same rows.</param>
    /// <returns>Null where neither quantity has enough values.</returns>
    public static SequenceNormal? Fit(ReadOnlySpan<double> flowRate, ReadOnlySpan<double> pressure)
    {
        var (flowRows, pressureRows) = (new FitRows(flowRate), new FitRows(pressure));
        var settledAt = Math.Max(flowRows.SettledAt, pressureRows.SettledAt);
        var normal = new SequenceNormal(Fit(flowRows, settledAt), Fit(pressureRows, settledAt));
        return normal.FlowRate is null && normal.Pressure is null ? null : normal;
    }

    private static NormalChannel? Fit(FitRows rows, int settledAt)
    {
        var (values, leftOut) = rows.Without(settledAt);
        return NormalChannel.Fit(values) is { } channel ? channel with { LeftOut = leftOut } : null;
    }
}
