using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Readings;

/// <summary>One exported point; null where nothing was measured.</summary>
public sealed record ExportedPoint(string Time, double? FlowRate, double? Pressure)
{
    /// <summary>The quantities whose value, as measured, lies outside the physical range and counts nowhere; left out where none does.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? OutOfRange { get; init; }
}

/// <summary>Gives readings out: the seed's five columns as CSV, or points at a resolution.</summary>
public static class ReadingExport
{
    public const string Header = "time,flow_rate,pressure,flow_rate_predict,pressure_predict";
    private const int MinutesPerChunk = 30 * 1440;

    public static IReadOnlyList<ExportedPoint> ReadPoints(StationDbContext db, Sensor sensor, MinuteSpan range, int resolutionMinutes)
    {
        var bounds = Clip(db, sensor, range);
        if (bounds is not { } span)
        {
            return [];
        }

        if (resolutionMinutes == 1)
        {
            return ReadMinutes(db, sensor, span);
        }

        var from = AlignDown(span.From, resolutionMinutes);
        return [.. ReadingReader.ReadBuckets(db, sensor.Key, from, span.To, resolutionMinutes)
            .Select(
                point =>
                    new ExportedPoint(
                        WireTime.Write(sensor.Clock.ToLocal(point.Minute)), OrNull(point.FlowRate.Mean), OrNull(point.Pressure.Mean)))];
    }

    /// <summary>As measured, with a mark on what cannot be.</summary>
    private static List<ExportedPoint> ReadMinutes(StationDbContext db, Sensor sensor, MinuteSpan span)
    {
        var (rows, ranges) = (ReadingReader.ReadMinutes(db, sensor.Key, span.From, span.To), SensorRangeStore.Read(db, sensor.Key));
        var points = new List<ExportedPoint>(rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            var (flowRate, pressure) = (rows.FlowRate[i], rows.Pressure[i]);
            points.Add(new ExportedPoint(WireTime.Write(sensor.Clock.ToLocal(rows.Minutes[i])), OrNull(flowRate), OrNull(pressure))
            {
                OutOfRange = ranges.OutsideOf(flowRate, pressure) is { Count: > 0 } outside
                    ? [.. outside.Select(quantity => quantity.ToWireName())]
                    : null,
            });
        }

        return points;
    }

    /// <summary>
    /// Predictions are the as-issued forecasts of the hour with the smallest step. Estimated values stand in columns of their own.
    /// </summary>
    public static async Task<int> WriteCsvAsync(
        StationDbContext db, Sensor sensor, MinuteSpan range, Stream stream, CancellationToken cancellation)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        await writer.WriteLineAsync(Header);
        var rows = 0;
        if (Clip(db, sensor, range) is { } span)
        {
            for (var from = span.From; from <= span.To; from += MinutesPerChunk)
            {
                rows += await WriteChunkAsync(db, sensor, from, Math.Min(span.To, from + MinutesPerChunk - 1), writer, cancellation);
            }
        }

        return rows;
    }

    private static async Task<int> WriteChunkAsync(
        StationDbContext db, Sensor sensor, int from, int to, StreamWriter writer, CancellationToken cancellation)
    {
        var predictions = await ReadPredictionsAsync(db, sensor, from, to, cancellation);
        var readings = ReadingReader.ReadMinutes(db, sensor.Key, from, to);
        for (var i = 0; i < readings.Count; i++)
        {
            var local = sensor.Clock.ToLocal(readings.Minutes[i]);

            // Where the clock is put back, a local time stands twice: with its offset each comes back as the minute that it was.
            var offset = WireTime.WriteOffset(sensor.Clock.OffsetAt(readings.Minutes[i]));
            var (flowRate, pressure) = predictions.GetValueOrDefault(readings.Minutes[i] - (local.Minute % MinutesPer.Hour));
            await writer.WriteLineAsync(
                $"{WireTime.Write(local)}{offset},{Number(readings.FlowRate[i])},{Number(readings.Pressure[i])},{Number(flowRate)},{Number(pressure)}".AsMemory(), cancellation);
        }

        return readings.Count;
    }

    private static async Task<Dictionary<int, (double? FlowRate, double? Pressure)>> ReadPredictionsAsync(
        StationDbContext db, Sensor sensor, int from, int to, CancellationToken cancellation)
    {
        var forecasts = await db.Forecasts.AsNoTracking()
            .Where(
                forecast =>
                    forecast.SensorKey == sensor.Key && forecast.TargetMinute > from - MinutesPer.Hour && forecast.TargetMinute <= to)
            .Select(forecast => new { forecast.Quantity, forecast.TargetMinute, forecast.Step, forecast.Value }).ToListAsync(cancellation);
        return forecasts.GroupBy(forecast => forecast.TargetMinute).ToDictionary(
            hour => hour.Key,
            hour =>
                (
                    Nearest(
                        hour.Where(forecast => forecast.Quantity == Quantity.FlowRate).Select(forecast => (forecast.Step, forecast.Value))),
                Nearest(
                    hour.Where(forecast => forecast.Quantity == Quantity.Pressure).Select(forecast => (forecast.Step, forecast.Value)))));
    }

    private static double? Nearest(IEnumerable<(int Step, double Value)> forecasts) =>
        forecasts.OrderBy(forecast => forecast.Step).Select(forecast => (double?)forecast.Value).FirstOrDefault();

    private static MinuteSpan? Clip(StationDbContext db, Sensor sensor, MinuteSpan range)
    {
        var readings = db.Readings.Where(reading => reading.SensorKey == sensor.Key);
        var first = readings.Min(reading => (int?)reading.Minute);
        var last = readings.Max(reading => (int?)reading.Minute);
        if (first is null || last is null)
        {
            return null;
        }

        var clipped = new MinuteSpan(Math.Max(range.From, first.Value), Math.Min(range.To, last.Value));
        return clipped.From <= clipped.To ? clipped : null;
    }

    private static int AlignDown(int minute, int resolution) => minute - (((minute % resolution) + resolution) % resolution);

    /// <summary>JSON has no word for what is not finite.</summary>
    private static double? OrNull(double value) => double.IsFinite(value) ? value : null;

    private static string Number(double value) => !double.IsFinite(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Number(double? value) => value?.ToString("0.000###", CultureInfo.InvariantCulture) ?? "";
}
