using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Whatever.Model.Calendar;
using Whatever.Model.Series;

namespace Whatever.Model.Forecasting.Trees;

/// <summary>Fits of this process by what they were made from: the next night asks for last night's once more.</summary>
internal static class TreeFits
{
    /// <summary>Ten thousand bytes each, and a sensor has fourteen of each quantity: enough for two thousand sensors.</summary>
    private static readonly Recall<string, BoostedTrees?> Kept = new(most: 131_072);

    /// <param name="hours">Of the sensor.</param>
    /// <param name="from">Index of the first hour that has an influence.</param>
    /// <param name="monday">What lies at or after it has none.</param>
    /// <param name="holidays">Those of the days up to a week after it have one.</param>
    /// <param name="members">Forecasts that the trees see: there is one list of them, and another one would be of another length.</param>
    /// <param name="make">Makes it.</param>
    public static BoostedTrees? Of(
        MinuteSeries hours, int from, DateTime monday, IHolidays holidays, int members, Func<BoostedTrees?> make) =>
        Kept.Of(KeyOf(hours, from, monday, holidays, members), make);

    private static string KeyOf(MinuteSeries hours, int from, DateTime monday, IHolidays holidays, int members)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var end = Math.Min(hours.IndexOf(monday), hours.Values.Length);
        hash.AppendData(MemoryMarshal.AsBytes([hours.TimeAt(from).Ticks, monday.Ticks, members]));
        hash.AppendData(MemoryMarshal.AsBytes(hours.Values.AsSpan(from, end - from)));
        var days = (monday.AddDays(9) - hours.TimeAt(from).Date).Days;
        var firstDay = DateOnly.FromDateTime(hours.TimeAt(from)).AddDays(-1);
        hash.AppendData(MemoryMarshal.AsBytes(
            Enumerable.Range(0, days).Select(firstDay.AddDays)
                .SelectMany(day => (double[])[DayOff.ShareOf(holidays, day), holidays.Contains(day) ? 1 : 0]).ToArray().AsSpan()));
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
