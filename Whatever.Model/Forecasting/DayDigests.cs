using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Whatever.Model.Calendar;
using Whatever.Model.Series;

namespace Whatever.Model.Forecasting;

/// <summary>Tells whether two spans of days are the same to the bit, each day of a series gone through but once. For one thread.</summary>
/// <param name="series">Is not changed meanwhile; the other quantity counts, too.</param>
/// <param name="holidays">What is said of each day counts, too.</param>
internal sealed class DayDigests(MinuteSeries series, IHolidays holidays)
{
    private readonly Dictionary<DateOnly, UInt128> days = [];
    private readonly Lazy<byte[]> beforeChange = new(
        () => SHA256.HashData(MemoryMarshal.AsBytes<double>([.. Before(series), .. Before(series.Other)])));

    /// <summary>Of all that a forecast is made from.</summary>
    /// <param name="identity">What makes it.</param>
    /// <param name="origin">What lies at or after it has no influence.</param>
    /// <param name="daysBack">What lies more than that many days before it has none either.</param>
    /// <param name="daysAhead">Days after it of which it counts whether they are holidays.</param>
    public UInt128 Of(string identity, DateTime origin, int daysBack, int daysAhead)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var known = Math.Min(series.IndexOf(origin), series.Values.Length);
        hash.AppendData(MemoryMarshal.AsBytes(identity.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes([origin.Ticks, series.Interval.Ticks, daysBack, series.IndexOf(origin) - known]));
        var (from, last) = (DateOnly.FromDateTime(origin.AddDays(-daysBack)), DateOnly.FromDateTime(origin.AddTicks(-1)));
        for (var day = from; day <= last; day = day.AddDays(1))
        {
            hash.AppendData(MemoryMarshal.AsBytes([Of(day, origin)]));
        }

        hash.AppendData(MemoryMarshal.AsBytes(
            Enumerable.Range(0, daysAhead + 1).SelectMany(ahead => Calendar(last.AddDays(ahead))).ToArray().AsSpan()));
        if (series.Change is { } change && change.At > origin.AddDays(-daysBack) && change.At <= origin)
        {
            hash.AppendData(MemoryMarshal.AsBytes([change.At.Ticks]));
            hash.AppendData(beforeChange.Value);
        }

        return MemoryMarshal.Read<UInt128>(hash.GetHashAndReset());
    }

    /// <summary>An hour that stands twice stands once in the values.</summary>
    private static double[] Before(MinuteSeries? quantity) => quantity?.Change?.Before ?? [];

    private UInt128 Of(DateOnly day, DateTime origin)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        if (midnight.AddDays(1) > origin)
        {
            return Digest(day, midnight, origin);
        }

        if (!days.TryGetValue(day, out var known))
        {
            days.Add(day, known = Digest(day, midnight, midnight.AddDays(1)));
        }

        return known;
    }

    private UInt128 Digest(DateOnly day, DateTime from, DateTime to)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(Calendar(day).AsSpan()));
        for (var quantity = series; quantity is not null; quantity = quantity.Other)
        {
            var first = Math.Clamp(quantity.IndexOf(from), 0, quantity.Values.Length);
            var values = quantity.Values.AsSpan(first..Math.Clamp(quantity.IndexOf(to), first, quantity.Values.Length));
            hash.AppendData(MemoryMarshal.AsBytes([quantity.TimeAt(first).Ticks, values.Length]));
            hash.AppendData(MemoryMarshal.AsBytes(values));
        }

        return MemoryMarshal.Read<UInt128>(hash.GetHashAndReset());
    }

    private double[] Calendar(DateOnly day) =>
        [DayOff.ShareOf(holidays, day), holidays.Contains(day) ? 1 : 0, holidays.IsQuiet(day) ? 1 : 0];
}
