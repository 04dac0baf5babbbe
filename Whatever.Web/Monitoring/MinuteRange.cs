using Whatever.Web.Domain;

namespace Whatever.Web.Monitoring;

/// <summary>Minutes from..to, both inclusive.</summary>
public readonly record struct MinuteRange(int From, int To)
{
    /// <summary>Disjoint ranges in ascending order that cover the same minutes.</summary>
    public static List<MinuteRange> Merge(IEnumerable<StaleSpan> spans)
    {
        var merged = new List<MinuteRange>();
        foreach (var span in spans.OrderBy(span => span.FromMinute))
        {
            if (merged.Count > 0 && span.FromMinute <= merged[^1].To + 1)
            {
                merged[^1] = merged[^1] with { To = Math.Max(merged[^1].To, span.ToMinute) };
            }
            else
            {
                merged.Add(new MinuteRange(span.FromMinute, span.ToMinute));
            }
        }

        return merged;
    }

    /// <summary>What is left of <paramref name="ranges"/> where <paramref name="covered"/> is taken away; both disjoint and ascending.</summary>
    public static List<MinuteRange> Subtract(IEnumerable<MinuteRange> ranges, IReadOnlyList<MinuteRange> covered)
    {
        var left = new List<MinuteRange>();
        foreach (var range in ranges)
        {
            var from = range.From;
            foreach (var hole in covered.Where(hole => hole.To >= range.From && hole.From <= range.To))
            {
                if (hole.From > from)
                {
                    left.Add(new MinuteRange(from, hole.From - 1));
                }

                from = Math.Max(from, hole.To + 1);
            }

            if (from <= range.To)
            {
                left.Add(new MinuteRange(from, range.To));
            }
        }

        return left;
    }
}
