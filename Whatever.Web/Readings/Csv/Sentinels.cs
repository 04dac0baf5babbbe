using Whatever.Model.Outliers;

namespace Whatever.Web.Readings.Csv;

/// <summary>
/// Numbers that loggers and historians write where there is no value: -9999, -999.25, 1e31. One of them is taken for it where no other
/// value
/// comes near: between it and the rest lies at least half of the way to zero.
/// </summary>
internal static class Sentinels
{
    private const double NearestShare = 0.5;

    /// <summary>Positive numbers a meter may well measure have to come more than once.</summary>
    private const int FewestOfSmall = 3;
    private const double Small = 10_000;

    /// <summary>Below this no meter measures backwards.</summary>
    private const double SmallestAlone = -999;

    /// <summary>The negative one and the positive one that are nearest to what meters measure.</summary>
    private const double Highest = -99;
    private const double Lowest = 999.9;

    /// <summary>Takes them out.</summary>
    /// <param name="values">Of a column; NaN where there is none. Those that are taken out become NaN.</param>
    /// <param name="said">What a person said that they are, as the file writes them; null where they are to be found.</param>
    /// <param name="factor">What the numbers of the file were multiplied with.</param>
    /// <returns>How often each stood there, as the file writes it.</returns>
    public static IReadOnlyDictionary<double, int> TakeOut(Span<double> values, IReadOnlyList<double>? said, double factor = 1)
    {
        var counts = new Dictionary<double, int>();
        if (said is null && !MayHave(values, factor))
        {
            return counts;
        }

        var codes = (said ?? NoValueCodes.Known).DistinctBy(code => code * factor).ToDictionary(code => code * factor);
        var found = said is null ? Find(values, codes) : codes;
        for (var i = 0; found.Count > 0 && i < values.Length; i++)
        {
            if (found.TryGetValue(values[i], out var code))
            {
                counts[code] = counts.GetValueOrDefault(code) + 1;
                values[i] = double.NaN;
            }
        }

        return counts;
    }

    /// <summary>A file of usual values is left after one look at each.</summary>
    private static bool MayHave(ReadOnlySpan<double> values, double factor)
    {
        var (lowest, highest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            lowest = value < lowest ? value : lowest;
            highest = value > highest ? value : highest;
        }

        return lowest <= Highest * factor || highest >= Lowest * factor;
    }

    private static Dictionary<double, double> Find(ReadOnlySpan<double> values, Dictionary<double, double> codes)
    {
        var counts = new Dictionary<double, int>();
        var (lowest, highest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            if (codes.ContainsKey(value))
            {
                counts[value] = counts.GetValueOrDefault(value) + 1;
            }
            else
            {
                lowest = value < lowest ? value : lowest;
                highest = value > highest ? value : highest;
            }
        }

        return counts.Where(pair => IsFar(pair.Key, codes[pair.Key], pair.Value, lowest, highest))
            .ToDictionary(pair => pair.Key, pair => codes[pair.Key]);
    }

    private static bool IsFar(double value, double code, int count, double lowest, double highest) => code < 0
        ? lowest - value >= Math.Abs(value) * NearestShare && (code <= SmallestAlone || count >= FewestOfSmall)
        : value - highest >= value * NearestShare && (code >= Small || count >= FewestOfSmall);
}
