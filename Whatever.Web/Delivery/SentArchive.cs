using Whatever.Model.Files;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Delivery;

/// <summary>
/// After the receipt of all six files of a base day they move to <c>Sent/{sensor}/{day}/</c>. The bytes that the server acknowledged are
/// written there; a file in the output folder is removed only if it still holds these bytes, because a later day's forecast takes its
/// place.
/// </summary>
public sealed class SentArchive(DataFolder folder, TimeProvider time)
{
    public const int FilesPerDay = 6;

    /// <summary>
    /// Whether something waits to be moved: a crash came between the last receipt and the move, or a forecast was made again.
    /// </summary>
    public static bool HasComplete(StationDbContext db) => FindComplete(db).Count > 0;

    public void MoveComplete(StationDbContext db)
    {
        foreach (var (sensorId, baseDay) in FindComplete(db))
        {
            Move(db, sensorId, baseDay);
        }
    }

    private static List<(string SensorId, DateOnly BaseDay)> FindComplete(StationDbContext db)
    {
        // While no receipt came, none is looked at: thousands wait while a server is away.
        var open = db.Deliveries.Where(delivery => delivery.Kind == DeliveryKind.Forecast && delivery.ArchivedAt == null
                && delivery.State == DeliveryState.Received)
            .Select(delivery => new { delivery.SensorId, delivery.BaseDay }).Distinct().ToList();
        return [.. open.Where(day => IsComplete(
                db.Deliveries.Where(
                    delivery =>
                        delivery.Kind == DeliveryKind.Forecast && delivery.SensorId == day.SensorId && delivery.BaseDay == day.BaseDay)))
            .Select(day => (day.SensorId, day.BaseDay!.Value))];
    }

    private static bool IsComplete(IQueryable<OutboundDelivery> day) =>
        day.All(delivery => delivery.State == DeliveryState.Received)
            && day.Select(delivery => delivery.Step).Distinct().Count() == FilesPerDay;

    private void Move(StationDbContext db, string sensorId, DateOnly baseDay)
    {
        var files = db.Deliveries
            .Where(
                delivery =>
                    delivery.Kind == DeliveryKind.Forecast && delivery.SensorId == sensorId && delivery.BaseDay == baseDay
                        && delivery.ArchivedAt == null)
            .OrderBy(delivery => delivery.Id).ToList();
        foreach (var file in files)
        {
            var name = $"Day{file.Step}prediction.csv";
            AtomicFile.WriteBytes(Path.Combine(folder.Sent(sensorId, baseDay), name), file.Payload);
            RemoveIfSame(Path.Combine(folder.Prediction(sensorId), name), file.Payload);
            file.ArchivedAt = time.GetUtcNow();
        }

        db.SaveChanges();
    }

    private static void RemoveIfSame(string path, byte[] payload)
    {
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(payload))
        {
            File.Delete(path);
        }
    }
}
