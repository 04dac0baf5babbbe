using Whatever.Model.Statistics;

namespace Whatever.Model.Outliers.Behaviour;

/// <summary>
/// A single value that lies apart from those on both sides of it: faster out and back than water can. A step to a new level is none: its
/// second value does not come back.
/// </summary>
public static class JumpAndBack
{
    /// <summary>Values looked at: three before, the one judged, two after.</summary>
    public const int Length = 6;

    /// <summary>How many values after it have to be known.</summary>
    public const int After = 2;

    private const int Before = 3;

    /// <param name="values">The newest last; the third from the end is the one judged; shape (at least 6).</param>
    /// <returns>The smaller of both distances, 0 where it lies between its neighbours; NaN where a value is missing.</returns>
    public static double SizeAt(ReadOnlySpan<double> values)
    {
        if (values.Length < Length)
        {
            return double.NaN;
        }

        var looked = values[^Length..];
        foreach (var value in looked)
        {
            if (double.IsNaN(value))
            {
                return double.NaN;
            }
        }

        var judged = looked[Before];
        var before = judged - Robust.Median(looked[..Before]);

        // The nearer of the two that follow: a step to a new level is no jump and back.
        var first = judged - looked[^1];
        var second = judged - looked[^2];
        var after = Math.Abs(first) < Math.Abs(second) ? first : second;
        return Math.Sign(before) == Math.Sign(after) ? Math.Min(Math.Abs(before), Math.Abs(after)) : 0;
    }
}
