namespace Whatever.Model.Outliers.Sequences;

/// <summary>What a sequence looks like when all is well.</summary>
/// <param name="FlowRate">Null where there was too little of it to learn from: then it is not judged.</param>
/// <param name="Pressure">Likewise.</param>
public sealed record SequenceNormal(NormalChannel? FlowRate, NormalChannel? Pressure)
{
    /// <summary>
    /// Learns from rows that are taken for normal; a few faults among them do little harm, being a small share at the ends of the range.
    /// </summary>
    /// <param name="flowRate">Shape (n), one value a step; NaN is missing.</param>
    /// <param name="pressure">Shape (n), of the same rows.</param>
    /// <returns>Null where neither quantity has enough values.</returns>
    public static SequenceNormal? Fit(ReadOnlySpan<double> flowRate, ReadOnlySpan<double> pressure)
    {
        var normal = new SequenceNormal(NormalChannel.Fit(flowRate), NormalChannel.Fit(pressure));
        return normal.FlowRate is null && normal.Pressure is null ? null : normal;
    }
}
