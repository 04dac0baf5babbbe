using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Whatever.Tests.Support;
using Whatever.Web.Delivery;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Delivery;

/// <summary>Steps that the delivery tests share.</summary>
internal static class DeliverySteps
{
    private const int MostRounds = 200;

    /// <summary>Lets time pass and runs all lanes until nothing is left.</summary>
    public static async Task DeliverUntilDoneAsync(this TestStation station)
    {
        var round = station.Get<DeliveryPass>();
        for (var i = 0; i < MostRounds; i++)
        {
            var result = default(DeliveryResult);
            foreach (var kind in Enum.GetValues<DeliveryKind>())
            {
                result += await round.RunAsync(kind, TestStation.Cancellation);
            }

            if (result.Left == 0)
            {
                return;
            }

            station.Time.Advance(Backoff.Longest);
        }

        Assert.Fail($"Something is left after {MostRounds} rounds.");
    }

    /// <summary>The step files in the output folder, by name.</summary>
    public static IReadOnlyDictionary<string, byte[]> StepFiles(this TestStation station) =>
        Directory.GetFiles(station.Folder.Prediction("sensor_01"), "Day*.csv")
            .ToDictionary(path => Path.GetFileName(path), File.ReadAllBytes);

    public static async Task<Sensor> FirstSensorAsync(this TestStation station)
    {
        await using var db = await station.OpenAsync();
        return await db.Sensors.AsNoTracking().OrderBy(sensor => sensor.Key).FirstAsync(TestStation.Cancellation);
    }

    public static async Task SetTargetAsync(this TestStation station, string url, int parallel) => Assert.Empty(
        await station.Get<TargetEditor>()
            .SaveAsync(new TargetDraft { Url = url, TimeoutSeconds = 10, ParallelSensors = parallel }, TestStation.Cancellation));

    /// <summary>By turns: the sensors' messages lie between each other.</summary>
    public static async Task QueueAsync(this TestStation station, DeliveryKind kind, int sensors, int each)
    {
        await using var db = await station.OpenAsync();
        db.Deliveries.AddRange(
            from number in Enumerable.Range(0, each)
            from sensor in Enumerable.Range(0, sensors)
            select new OutboundDelivery
            {
                Kind = kind,
                SensorId = $"s{sensor}",
                IdempotencyKey = $"{kind}/s{sensor}/{number}",
                Payload = "{}"u8.ToArray(),
                Sha256 = OutboundDelivery.DigestOf("{}"u8),
                CreatedAt = station.Time.GetUtcNow(),
                ReleasedAt = station.Time.GetUtcNow(),
            });
        await db.SaveChangesAsync(TestStation.Cancellation);
    }

    public static async Task<WebApplication> ServerAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync(TestStation.Cancellation);
        return app;
    }
}
