using Microsoft.EntityFrameworkCore;
using Whatever.Model.Calendar;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Stations;

/// <summary>A holiday as it is listed.</summary>
/// <param name="Names">What the calendar of the country, the file or a person calls it; those of the country are to be translated.</param>
/// <param name="Origin">Who said so.</param>
/// <param name="IsHoliday">False for one that a person took out.</param>
public sealed record ListedHoliday(DateOnly Day, IReadOnlyList<string> Names, HolidayOrigin Origin, bool IsHoliday);

/// <summary>What a station's holidays come from.</summary>
/// <param name="Country">Chosen by a person; null for the one of the time zone.</param>
/// <param name="EffectiveCountry">One of <see cref="HolidayCalendars.Names"/>.</param>
/// <param name="File">Name of the calendar file; null for none.</param>
/// <param name="FileUntil">Last day that it knows.</param>
public sealed record HolidaySources(string? Country, string EffectiveCountry, string? File, DateOnly? FileUntil);

/// <summary>
/// Which days are holidays where a sensor stands: those of its station's country and of its calendar file, as a person corrected them.
/// </summary>
public sealed class SensorHolidays(IDbContextFactory<StationDbContext> contexts) : ISensorHolidays
{
    public async Task<IHolidays> LoadAsync(int sensorKey, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var sensor = await db.Sensors.AsNoTracking().Include(row => row.Station)
            .FirstOrDefaultAsync(row => row.Key == sensorKey, cancellation);
        if (sensor is null)
        {
            return HolidayCalendars.Empty;
        }

        var edits = await db.StationHolidays.AsNoTracking().Where(row => row.StationId == sensor.StationId).ToListAsync(cancellation);
        return new EditedHolidays(
            HolidayCalendars.Find(CountryOf(sensor)), edits.Where(edit => edit.IsHoliday).Select(edit => edit.Day),
            edits.Where(edit => !edit.IsHoliday).Select(edit => edit.Day));
    }

    /// <summary>Ascending, from one day to another one, both included; with the days that a person took out.</summary>
    public async Task<IReadOnlyList<ListedHoliday>> ListAsync(
        int sensorKey, DateOnly from, DateOnly to, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var sensor = await db.Sensors.AsNoTracking().Include(row => row.Station).SingleAsync(row => row.Key == sensorKey, cancellation);
        var edits = (
            await db.StationHolidays.AsNoTracking().Where(row => row.StationId == sensor.StationId && row.Day >= from && row.Day <= to)
                .ToListAsync(cancellation))
            .ToLookup(edit => edit.Day);
        var country = HolidayCalendars.Find(CountryOf(sensor));
        return [
            .. Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Select(from.AddDays)
                .Select(day => Find(day, country, [.. edits[day]])).OfType<ListedHoliday>()];
    }

    /// <summary>
    /// What a person said, of whatever day, ascending; of a day that was taken out the names that it has otherwise, none where it would be
    /// no holiday anyway.
    /// </summary>
    public async Task<IReadOnlyList<ListedHoliday>> ListEditedAsync(int sensorKey, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var sensor = await db.Sensors.AsNoTracking().Include(row => row.Station).SingleAsync(row => row.Key == sensorKey, cancellation);
        var rows = db.StationHolidays.AsNoTracking().Where(row => row.StationId == sensor.StationId);
        var edited = await rows.Where(row => rows.Any(said => said.Day == row.Day && said.Origin == HolidayOrigin.Person))
            .ToListAsync(cancellation);
        var country = HolidayCalendars.Find(CountryOf(sensor));
        return [
            .. edited.GroupBy(row => row.Day).OrderBy(same => same.Key)
                .Select(same => Find(same.Key, country, [.. same]) ?? new ListedHoliday(same.Key, [], HolidayOrigin.Person, false))];
    }

    public async Task<HolidaySources> SourcesAsync(int sensorKey, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var sensor = await db.Sensors.AsNoTracking().Include(row => row.Station).SingleAsync(row => row.Key == sensorKey, cancellation);
        var until = await db.StationHolidays.Where(row => row.StationId == sensor.StationId && row.Origin == HolidayOrigin.File)
            .MaxAsync(row => (DateOnly?)row.Day, cancellation);
        return new HolidaySources(sensor.Station!.HolidayCountry, CountryOf(sensor), sensor.Station.HolidayFile, until);
    }

    private static string CountryOf(Sensor sensor) => sensor.Station!.HolidayCountry ?? HolidayCalendars.NameFor(sensor.TimeZone);

    private static ListedHoliday? Find(DateOnly day, IHolidays? country, StationHoliday[] edits)
    {
        var person = Array.Find(edits, edit => edit.Origin == HolidayOrigin.Person);
        var file = Array.Find(edits, edit => edit.Origin == HolidayOrigin.File);
        var known = country?.Contains(day) == true ? new ListedHoliday(
            day, (country as INamedHolidays)?.NamesOf(day) ?? [], HolidayOrigin.Country, true)
            : file is not null ? new ListedHoliday(day, [file.Name], HolidayOrigin.File, true)
            : null;
        return person switch
        {
            null => known,
            { IsHoliday: true } => new ListedHoliday(day, [person.Name], HolidayOrigin.Person, true),
            _ => known is null ? null : known with { IsHoliday = false },
        };
    }
}
