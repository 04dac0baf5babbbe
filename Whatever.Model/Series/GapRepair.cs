namespace Whatever.Model.Series;

/// <summary>A series without inner gaps, for a model's eyes only.</summary>
/// <param name="Values">Shape (n); NaN only in the trimmed ends.</param>
/// <param name="IsRepaired">Shape (n); true where a value was made up.</param>
public sealed record RepairedSeries(double[] Values, bool[] IsRepaired);

/// <summary>
/// Fills gaps: up to three missing values in a row take the previous value, longer gaps are linear between their ends, leading and trailing
/// gaps are left (trimmed). What is stored is never touched.
/// </summary>
public static class GapRepair
{
    /// <summary>The longest run of missing values that takes the previous value.</summary>
    public const int LongestHold = 3;

    /// <param name="values">Shape (n); NaN where nothing was measured.</param>
    /// <returns>Copies of the same length.</returns>
    public static RepairedSeries Repair(ReadOnlySpan<double> values)
    {
        var repaired = values.ToArray();
        var marks = new bool[values.Length];
        var last = -1;
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]))
            {
                continue;
            }

            if (last >= 0 && i - last > 1)
            {
                Fill(repaired, marks, last, i);
            }

            last = i;
        }

        return new RepairedSeries(repaired, marks);
    }

    private static void Fill(double[] values, bool[] marks, int left, int right)
    {
        var missing = right - left - 1;
        for (var i = left + 1; i < right; i++)
        {
            var share = (i - left) / (double)(right - left);
            values[i] = missing <= LongestHold ? values[left] : values[left] + ((values[right] - values[left]) * share);
            marks[i] = true;
        }
    }
}
