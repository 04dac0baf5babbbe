using Microsoft.EntityFrameworkCore;
using Whatever.Model.Forecasting;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Forecasting;

/// <summary>Stores a day's forecasts as issued and queues its six files, in one transaction.</summary>
public sealed class ForecastStore(IDbContextFactory<StationDbContext> contexts, ChangeFeed changes, TimeProvider time) : IDisposable
{
    /// <summary>Sensors are forecast side by side; who waits here waits less long than for the database's lock.</summary>
    private readonly SemaphoreSlim turn = new(1);

    public void Dispose() => turn.Dispose();

    /// <param name="stepFiles">The bytes of Day1..Day6, in that order.</param>
    /// <returns>How many files were queued that had not been before.</returns>
    public async Task<int> SaveAsync(
        Sensor sensor, DateOnly baseDay, IEnumerable<DayForecast> forecasts, IReadOnlyList<byte[]> stepFiles,
        CancellationToken cancellation)
    {
        var deliveries = stepFiles.Select((file, index) => ToDelivery(sensor.Id, baseDay, index + 1, file)).ToList();
        int queued;
        await turn.WaitAsync(cancellation);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            ForecastWriter.Replace(db, sensor.Key, baseDay, forecasts.SelectMany(forecast => ToRows(sensor, forecast)));
            queued = OutboxWriter.Add(db, deliveries);
            await transaction.CommitAsync(CancellationToken.None);
        }
        finally
        {
            turn.Release();
        }

        changes.Publish(ChangeKind.Forecasts, sensor.Key);
        changes.Publish(ChangeKind.Deliveries, sensor.Key);
        return queued;
    }

    private IEnumerable<StoredForecast> ToRows(Sensor sensor, DayForecast forecast)
    {
        var issuedAt = time.GetUtcNow();

        // An hour that the clock skips does not come; stored, it would stand in the place of the hour after it.
        return forecast.Values.Where(value => !sensor.Clock.IsSkipped(value.TargetHour)).Select(value => new StoredForecast
        {
            SensorKey = sensor.Key,
            Quantity = forecast.Quantity,
            BaseDay = forecast.BaseDay,
            Step = value.Step,
            Hour = value.Hour,
            TargetMinute = sensor.Clock.ToMinute(value.TargetHour),
            Value = value.Value,
            P10 = value.P10,
            P90 = value.P90,
            LowConfidence = value.LowConfidence,
            ModelVersion = forecast.ModelVersion,
            IssuedAt = issuedAt,
        });
    }

    private OutboundDelivery ToDelivery(string sensorId, DateOnly baseDay, int step, byte[] file)
    {
        var digest = OutboundDelivery.DigestOf(file);
        return new OutboundDelivery
        {
            Kind = DeliveryKind.Forecast,
            SensorId = sensorId,

            // The content is part of the key: a forecast made again from the same data is the same message, one from corrected data is
            // another.
            IdempotencyKey = $"forecast/{sensorId}/{WireTime.WriteDay(baseDay)}/{step}/{digest[..16]}",
            BaseDay = baseDay,
            Step = step,
            Payload = file,
            Sha256 = digest,
            CreatedAt = time.GetUtcNow(),
        };
    }
}
