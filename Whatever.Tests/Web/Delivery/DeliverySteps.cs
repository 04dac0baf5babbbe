using Microsoft.EntityFrameworkCore;
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
}
