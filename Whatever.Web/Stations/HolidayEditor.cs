using Microsoft.EntityFrameworkCore;
using Whatever.Model.Calendar;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Stations;

/// <summary>Changes the holidays of a station.</summary>
public sealed class HolidayEditor(IDbContextFactory<StationDbContext> contexts, ChangeFeed changes, TimeProvider time)
{
    /// <summary>
    /// A calendar file is looked at so many years back and ahead: as far as readings may be kept, and as far as anyone plans.
    /// </summary>
    private const int YearsAround = 10;

    private const int FirstYear = 1970;
    private const int LastYear = 2099;
    private const int LongestName = 100;

    /// <param name="stationId">The station.</param>
    /// <param name="country">One of <see cref="HolidayCalendars.Names"/>; null for the one of the time zone.</param>
    /// <param name="cancellation">Stops before anything is changed.</param>
    /// <returns>What is wrong; empty where it was saved.</returns>
    public Task<IReadOnlyList<Problem>> ChooseCountryAsync(int stationId, string? country, CancellationToken cancellation = default) =>
        country is not null && HolidayCalendars.Find(country) is null
            ? Refuse(new Problem(
                    "holiday.country", country, string.Join(", ", HolidayCalendars.Names)).At("country"))
            : ChangeAsync(stationId, (_, station) => station.HolidayCountry = country?.ToLowerInvariant(), cancellation);

    /// <summary>Makes a day a holiday, whatever it was before.</summary>
    /// <returns>What is wrong; empty where it was saved.</returns>
    public Task<IReadOnlyList<Problem>> AddDayAsync(int stationId, DateOnly day, string name, CancellationToken cancellation = default)
    {
        name = name.Trim();
        return day.Year is < FirstYear or > LastYear ? Refuse(
            new Problem("holiday.day", WireTime.WriteDay(day), FirstYear, LastYear).At("day"))
            : name.Length is 0 or > LongestName ? Refuse(new Problem("holiday.name", name.Length, LongestName).At("name"))
            : ChangeAsync(stationId, (db, _) => Say(db, stationId, day, true, name), cancellation);
    }

    /// <summary>Makes a holiday a day like any other.</summary>
    /// <returns>Nothing stands against it: empty.</returns>
    public Task<IReadOnlyList<Problem>> RemoveDayAsync(int stationId, DateOnly day, CancellationToken cancellation = default) =>
        ChangeAsync(stationId, (db, _) => Say(db, stationId, day, false, ""), cancellation);

    /// <summary>Forgets what a person said about a day: calendar and file count again.</summary>
    /// <returns>Nothing stands against it: empty.</returns>
    public Task<IReadOnlyList<Problem>> ForgetDayAsync(int stationId, DateOnly day, CancellationToken cancellation = default) =>
        ChangeAsync(
            stationId,
            (db, _) =>
                db.StationHolidays.RemoveRange(
                    db.StationHolidays.Where(row => row.StationId == stationId && row.Day == day && row.Origin == HolidayOrigin.Person)),
            cancellation);

    /// <summary>Takes the days of an iCalendar file in, in place of those of an earlier one.</summary>
    /// <returns>What is wrong; empty where it was saved.</returns>
    public async Task<IReadOnlyList<Problem>> TakeFileAsync(
        int stationId, string fileName, ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        var year = time.GetUtcNow().Year;
        IReadOnlyList<FileHoliday> days;
        try
        {
            days = await Task.Run(
                () => HolidayFile.Read(fileName, content, new DateOnly(year - YearsAround, 1, 1), new DateOnly(year + YearsAround, 12, 31)),
                cancellation);
        }
        catch (HolidayFileException problem)
        {
            return [problem.Problem];
        }

        return await ChangeAsync(
            stationId,
            (db, station) =>
            {
                Forget(db, stationId);
                db.StationHolidays.AddRange(
                    days.Select(
                        day =>
                            new StationHoliday
                            {
                                StationId = stationId,
                                Day = day.Day,
                                Origin = HolidayOrigin.File,
                                IsHoliday = true,
                                Name = day.Name,
                            }));
                station.HolidayFile = fileName;
            },
            cancellation);
    }

    /// <summary>Takes the days of the file out.</summary>
    /// <returns>Nothing stands against it: empty.</returns>
    public Task<IReadOnlyList<Problem>> RemoveFileAsync(int stationId, CancellationToken cancellation = default) => ChangeAsync(
        stationId,
        (db, station) =>
        {
            Forget(db, stationId);
            station.HolidayFile = null;
        },
        cancellation);

    private static Task<IReadOnlyList<Problem>> Refuse(Problem problem) => Task.FromResult<IReadOnlyList<Problem>>([problem]);

    private static void Say(StationDbContext db, int stationId, DateOnly day, bool isHoliday, string name)
    {
        if (db.StationHolidays.Find(stationId, HolidayOrigin.Person, day) is { } said)
        {
            (said.IsHoliday, said.Name) = (isHoliday, name);
        }
        else
        {
            db.StationHolidays.Add(
                new StationHoliday { StationId = stationId, Day = day, Origin = HolidayOrigin.Person, IsHoliday = isHoliday, Name = name });
        }
    }

    private static void Forget(StationDbContext db, int stationId) =>
        db.StationHolidays.RemoveRange(db.StationHolidays.Where(row => row.StationId == stationId && row.Origin == HolidayOrigin.File));

    private async Task<IReadOnlyList<Problem>> ChangeAsync(
        int stationId, Action<StationDbContext, Station> change, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        change(db, await db.Stations.SingleAsync(station => station.Id == stationId, cancellation));
        await db.SaveChangesAsync(cancellation);
        changes.Publish(ChangeKind.Stations);
        return [];
    }
}
