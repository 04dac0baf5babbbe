using System.Data;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Stations;

/// <summary>A sensor as a person edits it.</summary>
public sealed record SensorDraft
{
    public string Id { get; init; } = "";
    public string Name { get; init; } = "";
    public string StationName { get; init; } = "";
    public string TimeZone { get; init; } = Sensor.DefaultTimeZone;
    public string FlowRateUnit { get; init; } = "m³/h";
    public string PressureUnit { get; init; } = "kPa";
    public int SamplingIntervalMinutes { get; init; } = 1;

    /// <summary>Of a unit of volume; null for none.</summary>
    public double? WaterPrice { get; init; }
    public string Currency { get; init; } = Sensor.DefaultCurrency;

    /// <summary>What is stored.</summary>
    /// <param name="sensor">With its station.</param>
    public static SensorDraft Of(Sensor sensor) => new()
    {
        Id = sensor.Id,
        Name = sensor.Name,
        StationName = sensor.Station?.Name ?? "",
        TimeZone = sensor.TimeZone,
        FlowRateUnit = sensor.FlowRateUnit,
        PressureUnit = sensor.PressureUnit,
        SamplingIntervalMinutes = sensor.SamplingIntervalMinutes,
        WaterPrice = sensor.WaterPrice,
        Currency = sensor.Currency,
    };
}

/// <summary>Adds and changes stations and their sensors.</summary>
public sealed class StationEditor(IDbContextFactory<StationDbContext> contexts, ChangeFeed changes, TimeProvider time)
{
    private const int LongestUnit = 16;
    private const int LongestCurrency = 8;

    /// <returns>What is wrong with the draft; empty where it was saved.</returns>
    public async Task<IReadOnlyList<Problem>> AddSensorAsync(
        SensorDraft draft, ReadingSource source = ReadingSource.External, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);

        // What is wrong is said at once, also while an import holds the database; what is sound is looked at again when it is its turn.
        if (await RefuseAsync(db, draft, cancellation) is { Count: > 0 } wrong)
        {
            return wrong;
        }

        await using var transaction = await BeginAsync(db, cancellation);
        if (await RefuseAsync(db, draft, cancellation) is { Count: > 0 } problems)
        {
            return problems;
        }

        var added = new Sensor { Id = draft.Id, Name = draft.Name, Source = source, CreatedAt = time.GetUtcNow() };
        await ApplyAsync(db, added, draft, cancellation);
        db.Sensors.Add(added);
        await StoreAsync(db, transaction, draft, added, QuantityNames.All, cancellation);
        return [];
    }

    /// <summary>The id stays: files and messages already carry it.</summary>
    /// <param name="key">Of the sensor.</param>
    /// <param name="change">
    /// Makes what is wanted of what is stored. It is called twice, the second time while nobody else can change anything: two who change
    /// different fields at once both have their way.
    /// </param>
    /// <param name="seen">What the change began with, where it must not meet anything else; null where it may.</param>
    /// <param name="cancellation">Of who asked.</param>
    /// <returns>What is wrong with the draft; empty where it was saved.</returns>
    public async Task<IReadOnlyList<Problem>> UpdateSensorAsync(
        int key, Func<SensorDraft, SensorDraft> change, SensorDraft? seen = null, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var sensors = db.Sensors.Include(row => row.Station).Where(row => row.Key == key);
        var before = SensorDraft.Of(await sensors.AsNoTracking().SingleAsync(cancellation));

        // What is wrong is said at once, also while an import holds the database.
        if (Refuse(change(before), before, seen) is { Count: > 0 } wrong)
        {
            return wrong;
        }

        await using var transaction = await BeginAsync(db, cancellation);
        var sensor = await sensors.SingleAsync(cancellation);
        var stored = SensorDraft.Of(sensor);
        var draft = change(stored);
        if (Refuse(draft, stored, seen) is { Count: > 0 } problems)
        {
            return problems;
        }

        await ApplyAsync(db, sensor, draft, cancellation);
        await StoreAsync(
            db, transaction, draft, sensor,
            [.. QuantityNames.All.Where(quantity => UnitOf(stored, quantity) != UnitOf(draft, quantity))], cancellation);
        return [];
    }

    private static List<Problem> Refuse(SensorDraft draft, SensorDraft stored, SensorDraft? seen) =>
        seen is null || seen == stored ? Validate(draft, stored) : [new Problem("sensor.overtaken", stored.Id)];

    /// <summary>
    /// What is looked up (ids, the station of a name, the zone's rows) still holds when it is stored: one change at a time.
    /// </summary>
    private static Task<IDbContextTransaction> BeginAsync(StationDbContext db, CancellationToken cancellation) =>
        db.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancellation);

    private static string UnitOf(SensorDraft draft, Quantity quantity) =>
        (quantity == Quantity.FlowRate ? draft.FlowRateUnit : draft.PressureUnit).Trim();

    private async Task StoreAsync(
        StationDbContext db, IDbContextTransaction transaction, SensorDraft draft, Sensor sensor, IReadOnlyCollection<Quantity> newUnits,
        CancellationToken cancellation)
    {
        await db.SaveChangesAsync(cancellation);
        if (newUnits.Count > 0)
        {
            await SensorRangeStore.ForgetAsync(db, sensor, newUnits, cancellation);
        }

        await ZoneOffsets.EnsureAsync(db, draft.TimeZone, cancellation);
        await transaction.CommitAsync(CancellationToken.None);
        changes.Publish(ChangeKind.Stations, sensor.Key);
    }

    private static async Task<List<Problem>> RefuseAsync(StationDbContext db, SensorDraft draft, CancellationToken cancellation)
    {
        var problems = Validate(draft);
        var ids = await db.Sensors.Select(sensor => sensor.Id).ToListAsync(cancellation);
        if (ids.FirstOrDefault(id => id.Equals(draft.Id, StringComparison.OrdinalIgnoreCase)) is { } known)
        {
            // An id becomes a folder, and some file systems do not tell letters apart by their case.
            problems.Add(new Problem("sensor.known", known).At("id"));
        }

        return problems;
    }

    /// <param name="draft">As it is to be.</param>
    /// <param name="stored">As it is; a name that an earlier version took stays.</param>
    private static List<Problem> Validate(SensorDraft draft, SensorDraft? stored = null)
    {
        var problems = new List<Problem>();
        if (!Sensor.IsValidId(draft.Id))
        {
            problems.Add(new Problem("sensor.id", draft.Id).At("id"));
        }
        else if (stored is null && Names.RefuseFile(draft.Id, new Phrase("name.sensor-id"), "id") is { } taken)
        {
            problems.Add(taken);
        }

        if (draft.Name != stored?.Name)
        {
            RequireName(problems, new Phrase("name.sensor"), draft.Name, "name");
        }

        if (draft.StationName != stored?.StationName)
        {
            RequireName(problems, new Phrase("name.station"), draft.StationName, "station_name");
        }

        if (!StationClock.Exists(draft.TimeZone))
        {
            problems.Add(new Problem(
                    "value.unexpected", new Phrase("name.time-zone"), draft.TimeZone, new Phrase("expected.zone", Sensor.DefaultTimeZone))
                    .At("time_zone"));
        }

        if (!Sensor.SamplingIntervals.Contains(draft.SamplingIntervalMinutes))
        {
            problems.Add(
                new Problem(
                    "sensor.interval", draft.SamplingIntervalMinutes,
                    Expected.OneOf([.. Sensor.SamplingIntervals.Select(interval => interval.ToString(CultureInfo.InvariantCulture))]))
                    .At("sampling_interval_minutes"));
        }

        RequireUnit(problems, new Phrase("name.flow-rate"), draft.FlowRateUnit, "flow_rate_unit");
        RequireUnit(problems, new Phrase("name.pressure"), draft.PressureUnit, "pressure_unit");
        if (draft.WaterPrice is { } price && !(double.IsFinite(price) && price >= 0))
        {
            problems.Add(new Problem("sensor.price", price).At("water_price"));
        }

        if (string.IsNullOrWhiteSpace(draft.Currency) || !IsLabel(draft.Currency, LongestCurrency))
        {
            problems.Add(
                new Problem("sensor.currency", draft.Currency, LongestCurrency, Sensor.DefaultCurrency).At("currency"));
        }

        return problems;
    }

    /// <summary>It stands in tables, files and messages. Left out it becomes the id.</summary>
    private static void RequireName(List<Problem> problems, Phrase name, string? given, string field)
    {
        if (Names.Refuse(given, name, field) is { } refused)
        {
            problems.Add(refused);
        }
    }

    /// <summary>A chart writes the label into the page as it is. A request may say null for what is never null in this program.</summary>
    private static void RequireUnit(List<Problem> problems, Phrase name, string? unit, string field)
    {
        if (unit is null)
        {
            problems.Add(new Problem("sensor.unit-null", name).At(field));
        }
        else if (!IsLabel(unit, LongestUnit))
        {
            problems.Add(new Problem("sensor.unit", name, unit, LongestUnit).At(field));
        }
    }

    private static bool IsLabel(string text, int longest) =>
        text.Length <= longest && text.IndexOfAny(['<', '>', '&', '"', '\'']) < 0 && !text.Any(char.IsControl);

    private static async Task ApplyAsync(StationDbContext db, Sensor sensor, SensorDraft draft, CancellationToken cancellation)
    {
        var stationName = string.IsNullOrWhiteSpace(draft.StationName) ? draft.Id : draft.StationName.Trim();
        sensor.Station = await db.Stations.FirstOrDefaultAsync(station => station.Name == stationName, cancellation)
            ?? new Station { Name = stationName };
        sensor.Name = string.IsNullOrWhiteSpace(draft.Name) ? draft.Id : draft.Name.Trim();
        sensor.TimeZone = draft.TimeZone;
        sensor.FlowRateUnit = draft.FlowRateUnit.Trim();
        sensor.PressureUnit = draft.PressureUnit.Trim();
        sensor.SamplingIntervalMinutes = draft.SamplingIntervalMinutes;
        sensor.WaterPrice = draft.WaterPrice;
        sensor.Currency = draft.Currency.Trim();
    }
}
