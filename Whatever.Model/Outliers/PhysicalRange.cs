using Whatever.Model.Series;
using Whatever.Model.Statistics;

namespace Whatever.Model.Outliers;

/// <summary>
/// Values that water in a main can have. One outside of it was never measured: it is a code for "no value", a wrong register or a broken
/// line, and nothing may be learned from it.
/// </summary>
/// <param name="Low">The smallest, in the sensor's unit; finite.</param>
/// <param name="High">The largest; finite, above <paramref name="Low"/>.</param>
public readonly record struct PhysicalRange(double Low, double High)
{
    /// <summary>Largest flow, m³/h: four times that of the largest supply lines that were built (Great Man-Made River, 6.5 million m³ a
    /// day).</summary>
    private const double LargestFlow = 1e6;

    /// <summary>Largest flow back, m³/h, that is believed before any was seen: -9999 is no flow until a main proves it.</summary>
    private const double LargestBack = 5000;

    /// <summary>Least gauge pressure, kPa: none at all, one standard atmosphere (NIST SP 811, B.8) below that of the air.</summary>
    private const double Vacuum = -101.325;

    /// <summary>Largest pressure, kPa: the highest class of water pipes, 100 bar (EN 545:2010, 4.2).</summary>
    private const double LargestPressure = 1e4;

    /// <summary>For values in a unit that is not known.</summary>
    private const double Largest = 1e9;

    /// <summary>Ordinary values lie below this quantile of what was measured: rare codes do not count, nor does a fire.</summary>
    private const double OrdinaryShare = 0.995;

    /// <summary>A burst of a small district can be a dozen times its peak, a hydrant thirty times; a code is seldom that near.</summary>
    private const double FlowsAboveOrdinary = 50;

    /// <summary>Water that flows back comes through the same pipe.</summary>
    private const double FlowsBack = 2;

    /// <summary>A surge in a zone of reduced pressure reaches a dozen times it.</summary>
    private const double PressuresAboveOrdinary = 20;

    /// <summary>What is reached on so many days is no accident.</summary>
    private const int DaysOfOrdinary = 3;

    /// <summary>The largest of a day is itself above what is ordinary.</summary>
    private const double OrdinaryPerDailyLargest = 10;

    private static readonly HashSet<double> Codes = [.. NoValueCodes.Known];

    /// <summary>Everything that is finite.</summary>
    public static PhysicalRange Everything => new(-double.MaxValue, double.MaxValue);

    /// <summary>What the unit alone says.</summary>
    /// <param name="quantity">What is measured.</param>
    /// <param name="inBase">What one of the unit comes to in m³/h or kPa, above 0; null where it is not known.</param>
    public static PhysicalRange OfUnit(Quantity quantity, double? inBase) => (quantity, inBase) switch
    {
        (Quantity.FlowRate, { } unit) => new PhysicalRange(-LargestBack / unit, LargestFlow / unit),
        (_, { } unit) => new PhysicalRange(Vacuum / unit, LargestPressure / unit),
        _ => new PhysicalRange(-Largest, Largest),
    };

    /// <summary>NaN never is.</summary>
    public bool Contains(double value) => value >= Low && value <= High;

    /// <summary>Whether there is a value, and it lies outside.</summary>
    public bool Excludes(double value) => value < Low || value > High;

    /// <summary>The same with what a person said of the meter instead.</summary>
    /// <param name="low">Null where nothing was said.</param>
    /// <param name="high">Likewise; above <paramref name="low"/>.</param>
    public PhysicalRange Within(double? low, double? high)
    {
        var said = new PhysicalRange(low ?? Low, high ?? High);

        // Who names one limit beyond the other one that was learned knows better than that.
        return said.Low < said.High ? said
            : low is not null ? said with { High = Everything.High }
            : said with { Low = Everything.Low };
    }

    /// <summary>Narrowed by what was measured: far beyond what is ordinary here, no event of a main reaches.</summary>
    /// <param name="quantity">What is measured.</param>
    /// <param name="values">Shape (n) in the order of time; those outside of this range, NaN, and codes that mean that there is no value do
    /// not count.</param>
    /// <param name="perDay">How many of them are a day, above 0.</param>
    /// <param name="fewest">So many have to differ from 0.</param>
    /// <returns>Null where there are fewer.</returns>
    public PhysicalRange? Narrow(Quantity quantity, ReadOnlySpan<double> values, int perDay, int fewest)
    {
        // More may flow back than is believed unseen.
        var possible = quantity == Quantity.FlowRate ? this with { Low = -High } : this;
        var (sizes, backward, largest) = (new List<double>(values.Length), new List<double>(), new double[(values.Length / perDay) + 1]);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] != 0 && possible.Contains(values[i]) && !Codes.Contains(values[i]))
            {
                var size = Math.Abs(values[i]);
                sizes.Add(size);
                largest[i / perDay] = Math.Max(largest[i / perDay], size);
                if (values[i] < 0)
                {
                    backward.Add(size);
                }
            }
        }

        if (sizes.Count < fewest)
        {
            return null;
        }

        // A pump that runs for minutes a day is ordinary, too.
        Array.Sort(largest);
        var oftenReached = largest.Length < DaysOfOrdinary ? 0 : largest[^DaysOfOrdinary];
        var ordinary = Math.Max(OrdinaryOf(sizes), oftenReached / OrdinaryPerDailyLargest);
        var isOften = backward.Count > (1 - OrdinaryShare) * sizes.Count;
        var (low, high) = quantity == Quantity.FlowRate
            ? (-Math.Max(FlowsBack * ordinary, isOften ? FlowsAboveOrdinary * OrdinaryOf(backward) : 0), FlowsAboveOrdinary * ordinary)
            : (-ordinary * PressuresAboveOrdinary, ordinary * PressuresAboveOrdinary);
        return new PhysicalRange(Math.Max(possible.Low, Outward(low)), Math.Min(High, Outward(high)));
    }

    private static double OrdinaryOf(List<double> sizes)
    {
        sizes.Sort();
        return sizes.Count == 0 ? 0 : Robust.Quantile([.. sizes], OrdinaryShare);
    }

    /// <summary>Two digits, away from 0: a limit that moves with each day of readings would say more than it knows.</summary>
    private static double Outward(double value)
    {
        if (value == 0)
        {
            return 0;
        }

        var step = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(value))) - 1);
        return Math.CopySign(Robust.Rounded(Math.Ceiling(Math.Abs(value) / step) * step, 2), value);
    }
}
