namespace Whatever.Model.Networks;

/// <summary>A tensor of any rank in row-major order.</summary>
/// <param name="Shape">Lengths of its axes.</param>
/// <param name="Values">As many as the product of the lengths; finite.</param>
public sealed record Tensor(int[] Shape, double[] Values);
