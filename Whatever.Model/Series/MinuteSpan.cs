namespace Whatever.Model.Series;

/// <summary>Minutes from..to, both inclusive, counted from 1970-01-01T00:00Z.</summary>
/// <param name="From">First minute.</param>
/// <param name="To">Last minute, not before the first.</param>
public readonly record struct MinuteSpan(int From, int To)
{
    /// <summary>How many minutes it has.</summary>
    public int Length => To - From + 1;

    /// <summary>Whether a minute lies in it.</summary>
    /// <param name="minute">Since 1970-01-01T00:00Z.</param>
    public bool Contains(int minute) => minute >= From && minute <= To;

    /// <summary>Disjoint spans in ascending order that cover the same minutes.</summary>
    /// <param name="spans">In any order; they may overlap.</param>
    public static List<MinuteSpan> Merge(IEnumerable<MinuteSpan> spans)
    {
        var merged = new List<MinuteSpan>();
        foreach (var span in spans.OrderBy(span => span.From))
        {
            if (merged.Count > 0 && span.From <= merged[^1].To + 1)
            {
                merged[^1] = merged[^1] with { To = Math.Max(merged[^1].To, span.To) };
            }
            else
            {
                merged.Add(span);
            }
        }

        return merged;
    }

    /// <summary>
    /// What is left of <paramref name="spans"/> where <paramref name="covered"/> is taken away; both disjoint and ascending.
    /// </summary>
    /// <param name="spans">What there is.</param>
    /// <param name="covered">What is taken away.</param>
    public static List<MinuteSpan> Subtract(IEnumerable<MinuteSpan> spans, IReadOnlyList<MinuteSpan> covered)
    {
        var left = new List<MinuteSpan>();
        foreach (var span in spans)
        {
            var from = span.From;
            foreach (var hole in covered.Where(hole => hole.To >= span.From && hole.From <= span.To))
            {
                if (hole.From > from)
                {
                    left.Add(new MinuteSpan(from, hole.From - 1));
                }

                from = Math.Max(from, hole.To + 1);
            }

            if (from <= span.To)
            {
                left.Add(new MinuteSpan(from, span.To));
            }
        }

        return left;
    }
}
