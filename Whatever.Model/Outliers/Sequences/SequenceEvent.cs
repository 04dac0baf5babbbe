using Whatever.Model.Series;

namespace Whatever.Model.Outliers.Sequences;

/// <summary>Rows in a row that belong to an event.</summary>
/// <param name="First">Its first row.</param>
/// <param name="Last">Its last row.</param>
/// <param name="Cause">Burst where any row shows one, else what most rows show.</param>
/// <param name="Quantity">What it was seen in; null of a burst.</param>
/// <param name="Score">0..100, the highest.</param>
/// <param name="Stage">The highest.</param>
public sealed record SequenceEvent(int First, int Last, AlarmCause Cause, Quantity? Quantity, double Score, OutlierStage Stage)
{
    /// <summary>The events among judged rows.</summary>
    /// <param name="judgements">Shape (n), in order.</param>
    /// <returns>In order; rows are indices into <paramref name="judgements"/>.</returns>
    public static IReadOnlyList<SequenceEvent> Find(ReadOnlySpan<SequenceJudgement> judgements)
    {
        var events = new List<SequenceEvent>();
        for (var row = 0; row < judgements.Length; row++)
        {
            if (judgements[row].IsEvent)
            {
                var first = row;
                while (row + 1 < judgements.Length && judgements[row + 1].IsEvent)
                {
                    row++;
                }

                events.Add(Of(first, judgements[first..(row + 1)].ToArray()));
            }
        }

        return events;
    }

    private static SequenceEvent Of(int first, SequenceJudgement[] rows)
    {
        var (cause, quantity) = rows.GroupBy(row => (row.Cause, row.Quantity))
            .OrderByDescending(group => group.Key.Cause == AlarmCause.Burst).ThenByDescending(group => group.Count()).First().Key;
        return new SequenceEvent(
            first, first + rows.Length - 1, cause!.Value, quantity, rows.Max(row => row.Score), rows.Max(row => row.Stage));
    }
}
