namespace Whatever.Model.Outliers.Sequences;

/// <summary>Rows in a row that are labelled faulty.</summary>
/// <param name="First">Its first row.</param>
/// <param name="Last">Its last row.</param>
/// <param name="FoundAt">The first of its rows that was found; null where none was.</param>
public sealed record LabelledEvent(int First, int Last, int? FoundAt)
{
    /// <summary>The labelled events, each with when it was found.</summary>
    /// <param name="found">Shape (n), in order.</param>
    /// <param name="faulty">Shape (n), of the same rows.</param>
    /// <exception cref="ArgumentException">They differ in length.</exception>
    public static IReadOnlyList<LabelledEvent> Find(ReadOnlySpan<bool> found, ReadOnlySpan<bool> faulty)
    {
        if (found.Length != faulty.Length)
        {
            throw new ArgumentException($"{found.Length} rows were judged and {faulty.Length} are labelled, expected as many.");
        }

        var events = new List<LabelledEvent>();
        for (var row = 0; row < faulty.Length; row++)
        {
            if (faulty[row])
            {
                var first = row;
                while (row + 1 < faulty.Length && faulty[row + 1])
                {
                    row++;
                }

                var at = found[first..(row + 1)].IndexOf(true);
                events.Add(new LabelledEvent(first, row, at < 0 ? null : first + at));
            }
        }

        return events;
    }
}
