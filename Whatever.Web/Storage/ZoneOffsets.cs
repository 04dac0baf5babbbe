using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage;

/// <summary>Writes the offsets of a zone as rows, because the view <c>sensor_data</c> shows local time and SQL knows no zones.</summary>
public static class ZoneOffsets
{
    private static readonly DateTimeOffset First = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Last = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task EnsureAsync(StationDbContext db, string timeZone, CancellationToken cancellation = default)
    {
        if (!await db.ZoneOffsets.AnyAsync(offset => offset.TimeZone == timeZone, cancellation))
        {
            db.ZoneOffsets.AddRange(Compute(timeZone));
            await db.SaveChangesAsync(cancellation);
        }
    }

    public static IEnumerable<ZoneOffset> Compute(string timeZone)
    {
        var zone = StationClock.For(timeZone).Zone;
        var from = First;
        while (from < Last)
        {
            var until = NextChange(zone, from);
            yield return new ZoneOffset
            {
                TimeZone = timeZone,
                FromMinute = from == First ? int.MinValue : StationClock.MinuteOf(from),
                UntilMinute = until >= Last ? int.MaxValue : StationClock.MinuteOf(until),
                OffsetMinutes = (int)zone.GetUtcOffset(from).TotalMinutes,
            };
            from = until;
        }
    }

    /// <summary>Day by day to the day of the change, then by halving to its minute.</summary>
    private static DateTimeOffset NextChange(TimeZoneInfo zone, DateTimeOffset from)
    {
        var offset = zone.GetUtcOffset(from);
        var low = from;
        while (low < Last && zone.GetUtcOffset(low.AddDays(1)) == offset)
        {
            low = low.AddDays(1);
        }

        var high = low.AddDays(1);
        while (low < Last && high - low > TimeSpan.FromMinutes(1))
        {
            var middle = low.AddMinutes(Math.Floor((high - low).TotalMinutes / 2));
            (low, high) = zone.GetUtcOffset(middle) == offset ? (middle, high) : (low, middle);
        }

        return low >= Last ? Last : high;
    }
}
