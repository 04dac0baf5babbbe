namespace Whatever.Model.Outliers.Sequences;

/// <summary>Rows by what was found and what the labels say. Shares that there is nothing to divide by are null.</summary>
/// <param name="TruePositives">Faulty and found.</param>
/// <param name="FalsePositives">Normal and found all the same.</param>
/// <param name="FalseNegatives">Faulty and not found.</param>
/// <param name="TrueNegatives">Normal and not found.</param>
public readonly record struct DetectionCounts(int TruePositives, int FalsePositives, int FalseNegatives, int TrueNegatives)
{
    /// <summary>Faulty rows of all that were found, 0..1.</summary>
    public double? Precision => Share(TruePositives, TruePositives + FalsePositives);

    /// <summary>Found rows of all that are faulty, 0..1.</summary>
    public double? Recall => Share(TruePositives, TruePositives + FalseNegatives);

    /// <summary>
    /// Harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN), 0..1; null where nothing is faulty and nothing was found.
    /// </summary>
    public double? F1 => Share(2 * TruePositives, (2 * TruePositives) + FalsePositives + FalseNegatives);

    /// <summary>Found rows of all that are normal, 0..1.</summary>
    public double? FalseAlarmRate => Share(FalsePositives, FalsePositives + TrueNegatives);

    /// <summary>Rows not found of all that are faulty, 0..1.</summary>
    public double? MissedAlarmRate => Share(FalseNegatives, TruePositives + FalseNegatives);

    /// <summary>The rows of both.</summary>
    public static DetectionCounts operator +(DetectionCounts one, DetectionCounts other) => Add(one, other);

    /// <summary>The rows of both.</summary>
    public static DetectionCounts Add(DetectionCounts left, DetectionCounts right) => new(
        left.TruePositives + right.TruePositives, left.FalsePositives + right.FalsePositives, left.FalseNegatives + right.FalseNegatives,
        left.TrueNegatives + right.TrueNegatives);

    /// <summary>Counts row by row.</summary>
    /// <param name="found">Shape (n).</param>
    /// <param name="faulty">Shape (n), of the same rows.</param>
    /// <exception cref="ArgumentException">They differ in length.</exception>
    public static DetectionCounts Of(ReadOnlySpan<bool> found, ReadOnlySpan<bool> faulty)
    {
        if (found.Length != faulty.Length)
        {
            throw new ArgumentException($"{found.Length} rows were judged and {faulty.Length} are labelled, expected as many.");
        }

        var counts = new int[4];
        for (var row = 0; row < found.Length; row++)
        {
            counts[(found[row] ? 0 : 2) + (faulty[row] == found[row] ? 0 : 1)]++;
        }

        return new DetectionCounts(counts[0], counts[1], counts[3], counts[2]);
    }

    private static double? Share(int part, int whole) => whole == 0 ? null : (double)part / whole;
}
