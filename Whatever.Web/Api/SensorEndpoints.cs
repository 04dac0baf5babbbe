using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Stations;
using Whatever.Web.Storage;

namespace Whatever.Web.Api;

/// <summary>A sensor on the wire.</summary>
public sealed record SensorAnswer(
    string Id, string Name, string Station, string TimeZone, string FlowRateUnit, string PressureUnit, int SamplingIntervalMinutes,
    string? FirstReading, string? LastReading,
    double? WaterPrice, string Currency, RangeAnswer? FlowRateRange, RangeAnswer? PressureRange);

/// <summary>A physical range on the wire: values outside are stored as measured and count nowhere.</summary>
/// <param name="Low">In the sensor's unit.</param>
/// <param name="High">Likewise.</param>
/// <param name="Origin"><c>unit</c>, <c>learned</c> or <c>person</c>.</param>
public sealed record RangeAnswer(double Low, double High, string Origin);

/// <summary>Changes of a sensor: what is left out stays as it is. A price that is null is cleared.</summary>
public sealed record SensorChange
{
    public string? Id { get; init; }
    public string? Name { get; init; }
    public string? StationName { get; init; }
    public string? TimeZone { get; init; }
    public string? FlowRateUnit { get; init; }
    public string? PressureUnit { get; init; }
    public int? SamplingIntervalMinutes { get; init; }

    [Description("Of a unit of volume. Left out it stays as it is; null clears it.")]
    public double? WaterPrice
    {
        get;
        init => (field, HasWaterPrice) = (value, true);
    }

    public string? Currency { get; init; }

    /// <summary>It was named, if only as null.</summary>
    internal bool HasWaterPrice { get; private init; }
}

internal static class SensorEndpoints
{
    public static void MapSensors(this RouteGroupBuilder api)
    {
        api.MapGet("/sensors", ListAsync).RequireRight(Right.Read).WithSummary("All sensors");
        api.MapGet("/sensors/{id}", GetAsync).RequireRight(Right.Read).WithSummary("One sensor");
        api.MapPost("/sensors", AddAsync).RequireRight(Right.SetStations).WithSummary("Adds a sensor")
            .WithDescription("Only id is needed; what else is left out becomes the default.");
        api.MapPut("/sensors/{id}", ChangeAsync).RequireRight(Right.SetStations).WithSummary("Changes a sensor").WithDescription(
            "What is left out, or null, stays as it is; water_price is cleared by null. The id stays.");
    }

    private static async Task<IReadOnlyList<SensorAnswer>> ListAsync(
        IDbContextFactory<StationDbContext> contexts, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var sensors = await db.Sensors.AsNoTracking().Include(sensor => sensor.Station).OrderBy(sensor => sensor.Id)
            .ToListAsync(cancellation);
        var answers = new List<SensorAnswer>();
        foreach (var sensor in sensors)
        {
            answers.Add(await DescribeAsync(db, sensor, cancellation));
        }

        return answers;
    }

    private static async Task<IResult> GetAsync(string id, IDbContextFactory<StationDbContext> contexts, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.FindSensorAsync(id, cancellation) is { } sensor
            ? Results.Ok(await DescribeAsync(db, sensor, cancellation))
            : ProblemAnswers.UnknownSensor(id);
    }

    private static async Task<IResult> AddAsync(SensorDraft draft, StationEditor editor, CancellationToken cancellation) =>
        await editor.AddSensorAsync(draft, cancellation: cancellation) switch
        {
            [] => Results.Created($"/api/v1/sensors/{draft.Id}", draft),
            // The draft is sound, what is stored stands against it.
            [{ Code: "sensor.known" } known] => ProblemAnswers.Conflict(known),
            var problems => ProblemAnswers.BadRequest(problems),
        };

    private static async Task<IResult> ChangeAsync(
        string id, SensorChange change, StationEditor editor, IDbContextFactory<StationDbContext> contexts, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.FindSensorAsync(id, cancellation) is not { } sensor)
        {
            return ProblemAnswers.UnknownSensor(id);
        }

        if (change.Id is { Length: > 0 } && change.Id != id)
        {
            return ProblemAnswers.BadRequest(new Problem("sensor.id-stays", change.Id, id).At("id"));
        }

        var problems = await editor.UpdateSensorAsync(sensor.Key, stored => Apply(stored, change), cancellation: cancellation);
        return problems.Count > 0 ? ProblemAnswers.BadRequest(problems) : Results.NoContent();
    }

    private static SensorDraft Apply(SensorDraft draft, SensorChange change) => draft with
    {
        Name = change.Name ?? draft.Name,
        StationName = change.StationName ?? draft.StationName,
        TimeZone = change.TimeZone ?? draft.TimeZone,
        FlowRateUnit = change.FlowRateUnit ?? draft.FlowRateUnit,
        PressureUnit = change.PressureUnit ?? draft.PressureUnit,
        SamplingIntervalMinutes = change.SamplingIntervalMinutes ?? draft.SamplingIntervalMinutes,
        WaterPrice = change.HasWaterPrice ? change.WaterPrice : draft.WaterPrice,
        Currency = change.Currency ?? draft.Currency,
    };

    private static async Task<SensorAnswer> DescribeAsync(StationDbContext db, Sensor sensor, CancellationToken cancellation)
    {
        var readings = db.Readings.Where(reading => reading.SensorKey == sensor.Key);
        var first = await readings.MinAsync(reading => (int?)reading.Minute, cancellation);
        var last = await readings.MaxAsync(reading => (int?)reading.Minute, cancellation);
        var ranges = await db.SensorRanges.AsNoTracking().Where(range => range.SensorKey == sensor.Key).ToListAsync(cancellation);
        return new SensorAnswer(
            sensor.Id, sensor.Name, sensor.Station!.Name, sensor.TimeZone, sensor.FlowRateUnit, sensor.PressureUnit,
            sensor.SamplingIntervalMinutes,
            Show(sensor, first), Show(sensor, last), sensor.WaterPrice, sensor.Currency,
            Describe(ranges, Quantity.FlowRate), Describe(ranges, Quantity.Pressure));
    }

    private static RangeAnswer? Describe(List<SensorRange> ranges, Quantity quantity) =>
        ranges.Find(range => range.Quantity == quantity) is { } found
            ? new RangeAnswer(found.Low, found.High, found.Origin.ToString().ToLowerInvariant())
            : null;

    private static string? Show(Sensor sensor, int? minute) => minute is { } known ? WireTime.Write(sensor.Clock.ToLocal(known)) : null;
}
