using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Web.Delivery;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;

namespace Whatever.Tests.Support;

/// <summary>A sensor that is judged by known criteria: flow N(200, 10) by the upper tail, pressure N(40, 2) by both.</summary>
public static class DetectionSetup
{
    public const double Mean = 200;
    public const double Deviation = 10;

    public static async Task<Sensor> AddJudgedSensorAsync(this TestStation station, string id = "sensor_01", bool withPressure = true)
    {
        var sensor = await station.AddSensorAsync(new() { Id = id });
        await station.SetCriteriaAsync(sensor, Quantity.FlowRate, Mean, Deviation);
        if (withPressure)
        {
            await station.SetCriteriaAsync(sensor, Quantity.Pressure, 40, 2);
        }

        return sensor;
    }

    public static async Task SetCriteriaAsync(this TestStation station, Sensor sensor, Quantity quantity, double mean, double deviation)
    {
        await using var db = await station.OpenAsync();
        db.Criteria.Add(new CriteriaVersion
        {
            SensorKey = sensor.Key,
            Quantity = quantity,
            Version = 1,
            Mean = mean,
            StandardDeviation = deviation,
            Count = 2000,
            Origin = CriteriaOrigin.InitialData,
        });
        await db.SaveChangesAsync(TestStation.Cancellation);
    }

    /// <summary>Flow rates at these numbers of standard deviations from the mean.</summary>
    public static double[] Flows(params double[] deviations) => Array.ConvertAll(deviations, z => Mean + (Deviation * z));

    /// <summary>One pass of monitoring.</summary>
    /// <returns>What it did with the values of the sensor.</returns>
    /// <exception cref="InvalidOperationException">A sensor failed.</exception>
    public static async Task<DetectionReport> DetectNewAsync(this TestStation station, Sensor sensor)
    {
        var pass = await station.Get<MonitoringPass>().RunAsync(TestStation.Cancellation);
        return pass.Problems.Count > 0
            ? throw new InvalidOperationException(pass.Problems[0].ToString())
            : pass.Reports.FirstOrDefault(report => report.Sensor == sensor.Id) ?? DetectionReport.NothingFor(sensor.Id);
    }

    public static async Task SetPolicyAsync(this TestStation station, AlertPolicy policy) =>
        Assert.Empty(await station.Get<TargetEditor>().SaveAsync(new TargetDraft { AlertPolicy = policy }, TestStation.Cancellation));

    /// <summary>Queued alerts in the order of their minutes, as the JSON that is sent.</summary>
    public static async Task<string[]> AlertsAsync(this TestStation station, string sensorId = "sensor_01")
    {
        await using var db = await station.OpenAsync();
        var rows = await db.Deliveries.AsNoTracking().Where(row => row.Kind == DeliveryKind.Alert && row.SensorId == sensorId)
            .ToListAsync(TestStation.Cancellation);
        return [
            .. rows.OrderBy(row => row.IdempotencyKey, StringComparer.Ordinal)
                .Select(row => System.Text.Encoding.UTF8.GetString(row.Payload))];
    }
}
