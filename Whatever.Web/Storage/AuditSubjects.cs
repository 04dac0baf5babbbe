using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage;

/// <summary>Names rows of the audit by what a person knows: a sensor by its id.</summary>
internal static class AuditSubjects
{
    public static string Of(StationDbContext db, ThresholdVersion row) => $"{Of(db, row.SensorKey, row.Quantity)} {row.Version}";

    public static string Of(StationDbContext db, CriteriaVersion row) => $"{Of(db, row.SensorKey, row.Quantity)} {row.Version}";

    public static string Of(StationDbContext db, SensorRange row) => Of(db, row.SensorKey, row.Quantity);

    public static string Of(StationDbContext db, ModelAssignment row) => Of(db, row.SensorKey, row.Quantity);

    /// <summary>The settings that were in force.</summary>
    public static string? Before(StationDbContext db, ThresholdVersion row) =>
        db.Thresholds.AsNoTracking().Where(known => known.SensorKey == row.SensorKey && known.Quantity == row.Quantity)
            .OrderByDescending(known => known.Version).FirstOrDefault() is { } before ? StoredJson.Write(before.Settings) : null;

    private static string Of(StationDbContext db, int sensorKey, Quantity quantity) =>
        $"{db.Sensors.AsNoTracking().Where(sensor => sensor.Key == sensorKey).Select(sensor => sensor.Id).FirstOrDefault()} "
            + quantity.ToWireName();
}
