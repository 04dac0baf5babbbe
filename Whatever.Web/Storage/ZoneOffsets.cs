using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage;

/// <summary>Writes the offsets of a zone as rows, because the view <c>sensor_data</c> shows local time and SQL knows no zones.</summary>
public static class ZoneOffsets
{
    private const int First = 0;
    private static readonly int Last = StationClock.MinuteOf(new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));

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
        var clock = StationClock.For(timeZone);
        var (from, offset) = (int.MinValue, clock.OffsetAt(First));
        foreach (var shift in clock.ShiftsBetween(First, Last))
        {
            yield return new ZoneOffset { TimeZone = timeZone, FromMinute = from, UntilMinute = shift.Minute, OffsetMinutes = offset };
            (from, offset) = (shift.Minute, offset + shift.Minutes);
        }

        yield return new ZoneOffset { TimeZone = timeZone, FromMinute = from, UntilMinute = int.MaxValue, OffsetMinutes = offset };
    }
}
