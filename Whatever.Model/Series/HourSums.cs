using System.Runtime.Intrinsics;

namespace Whatever.Model.Series;

/// <summary>
/// Sums over spans of a series, each hour of the wall clock gone through but once: every window of every day of the last weeks asks for
/// weeks of minutes, nearly all of them the same ones. Their order does not depend on where the series begins, and is the same on every
/// machine. For one thread.
/// </summary>
/// <param name="series">Is not changed meanwhile.</param>
internal sealed class HourSums(MinuteSeries series)
{
    private readonly int perHour = Math.Max(1, (int)(HourSeries.Interval / series.Interval));
    private readonly int offset = (int)((series.Start.Ticks % HourSeries.Interval.Ticks) / series.Interval.Ticks);
    private readonly Dictionary<int, SpanSums> hours = [];

    /// <summary>What was measured from one index to another, the second one not included.</summary>
    /// <param name="from">0 or more.</param>
    /// <param name="to">At most the length of the series.</param>
    public SpanSums Over(int from, int to)
    {
        var (count, sum, lowest) = (0, 0.0, 0.0);
        for (var at = from; at < to; at = EndOfPart(at, to))
        {
            var part = PartOf(at, to);
            (count, sum, lowest) = (count + part.Count, sum + part.Sum, Math.Min(lowest, part.Lowest));
        }

        // Each part has its squares about its own mean, and that one is off the whole's by so much (Chan, Golub and LeVeque 1983).
        var (mean, squares) = (count > 0 ? sum / count : 0, 0.0);
        for (var at = from; at < to; at = EndOfPart(at, to))
        {
            var part = PartOf(at, to);
            var off = part.Mean - mean;
            squares += part.Count > 0 ? part.Squares + (part.Count * off * off) : 0;
        }

        return new SpanSums(count, sum, lowest, squares);
    }

    private int EndOfPart(int from, int to) => Math.Min(to, ((((from + offset) / perHour) + 1) * perHour) - offset);

    private SpanSums PartOf(int from, int to)
    {
        var end = EndOfPart(from, to);
        if (end - from < perHour)
        {
            return Measure(series.Values.AsSpan(from..end));
        }

        if (!hours.TryGetValue(from, out var known))
        {
            hours.Add(from, known = Measure(series.Values.AsSpan(from..end)));
        }

        return known;
    }

    /// <summary>In four sums, which do not wait for each other; the squares about the mean, in a second look: as exact as can be.</summary>
    private static SpanSums Measure(ReadOnlySpan<double> values)
    {
        var (sums, counts, lowest) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        for (var i = 0; i < values.Length; i += Vector256<double>.Count)
        {
            var four = Four(values, i);
            var isMeasured = Vector256.Equals(four, four);
            var measured = four & isMeasured;
            sums += measured;
            counts += Vector256<double>.One & isMeasured;
            lowest = Vector256.Min(lowest, measured);
        }

        var (count, sum) = ((int)Total(counts), Total(sums));
        return new SpanSums(
            count, sum, Math.Min(Math.Min(lowest[0], lowest[1]), Math.Min(lowest[2], lowest[3])),
            SumOfSquares(values, count > 0 ? sum / count : 0));
    }

    private static double SumOfSquares(ReadOnlySpan<double> values, double mean)
    {
        var (sums, about) = (Vector256<double>.Zero, Vector256.Create(mean));
        for (var i = 0; i < values.Length; i += Vector256<double>.Count)
        {
            var four = Four(values, i);
            var off = (four - about) & Vector256.Equals(four, four);
            sums += off * off;
        }

        return Total(sums);
    }

    /// <summary>Missing beyond the end.</summary>
    private static Vector256<double> Four(ReadOnlySpan<double> values, int from)
    {
        if (from + Vector256<double>.Count <= values.Length)
        {
            return Vector256.Create(values[from..]);
        }

        Span<double> rest = [double.NaN, double.NaN, double.NaN, double.NaN];
        values[from..].CopyTo(rest);
        return Vector256.Create<double>(rest);
    }

    private static double Total(Vector256<double> four) => (four[0] + four[1]) + (four[2] + four[3]);
}

/// <summary>What was measured in a span.</summary>
/// <param name="Count">Values that are not NaN.</param>
/// <param name="Sum">Of them.</param>
/// <param name="Lowest">Of them and 0.</param>
/// <param name="Squares">Of what they are off their mean by.</param>
internal readonly record struct SpanSums(int Count, double Sum, double Lowest, double Squares)
{
    /// <summary>0 of none.</summary>
    public double Mean => Count > 0 ? Sum / Count : 0;
}
