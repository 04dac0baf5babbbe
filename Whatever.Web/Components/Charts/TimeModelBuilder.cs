using Microsoft.Extensions.Localization;
using Whatever.Model.Series;
using Whatever.Web.Components.Texts;
using Whatever.Web.Domain;
using Whatever.Web.Forecasting;
using Whatever.Web.Monitoring;
using Whatever.Web.Readings;
using Whatever.Web.Storage;

namespace Whatever.Web.Components.Charts;

/// <summary>Turns what was read into what is drawn.</summary>
public sealed class TimeModelBuilder(Sensor sensor, IStringLocalizer<Text> texts)
{
    private readonly StationClock clock = sensor.Clock;

    /// <summary>Outlier minutes drawn of one stage; more cannot be told apart.</summary>
    private const int MostMarks = 400;

    public long ToChart(int minute) => new DateTimeOffset(clock.ToLocal(minute), TimeSpan.Zero).ToUnixTimeMilliseconds();

    public TimePanel Panel(
        Quantity quantity, ReducedSeries? measured, IReadOnlyList<ForecastPoint> forecast, IReadOnlyList<OutlierMinute> outliers)
    {
        var series = new List<TimeSeries>();
        if (measured is not null)
        {
            series.Add(new TimeSeries(texts["Measured"], "measured", Points(measured, quantity, value => value.Mean)));
            if (measured.BucketMinutes > 1)
            {
                series.Add(new TimeSeries(texts["Lowest"], "extreme", Points(measured, quantity, value => value.Min)));
                series.Add(new TimeSeries(texts["Highest"], "extreme", Points(measured, quantity, value => value.Max)));
            }
        }

        if (forecast.Any(point => point.P10 is not null && point.P90 is not null))
        {
            series.Add(
                new TimeSeries(texts["P10 to P90"], "band", Steps(forecast, point => [Round(point.P10), Round(point.P90)], [null, null])));
        }

        if (forecast.Count > 0)
        {
            series.Add(new TimeSeries(texts["Forecast"], "forecast", Steps(forecast, point => [Round(point.Value)], [null])));
        }

        // One of what cannot be would leave a flat line of all others.
        series.AddRange(
            outliers.Where(minute => minute.Value is { } value && sensor.RangeOf(quantity).Contains(value)).GroupBy(minute => minute.Stage)
                .OrderBy(stage => stage.Key)
                .Select(stage => new TimeSeries(texts[stage.Key.ToString()], "outlier", Marks(stage), stage.Key)));
        var name = texts[quantity == Quantity.FlowRate ? "Flow rate" : "Pressure"];
        return new TimePanel(quantity.ToWireName(), $"{name} ({sensor.UnitOf(quantity)})", sensor.UnitOf(quantity), series);
    }

    private List<double?[]> Points(ReducedSeries measured, Quantity quantity, Func<Aggregate, double> pick)
    {
        var points = new List<double?[]>(measured.Points.Count);
        var expected = int.MaxValue;
        foreach (var point in measured.Points)
        {
            if (point.Minute > expected)
            {
                // Nothing was stored in between: the line must not pretend otherwise.
                points.Add([ToChart(expected), null]);
            }

            var value = pick(quantity == Quantity.FlowRate ? point.FlowRate : point.Pressure);
            points.Add([ToChart(point.Minute), double.IsFinite(value) ? Math.Round(value, 3) : null]);
            expected = point.Minute + Math.Max(measured.BucketMinutes, sensor.SamplingIntervalMinutes);
        }

        return points;
    }

    /// <summary>A forecast is the mean of an hour, so it is drawn in the middle of it.</summary>
    private List<double?[]> Steps(IReadOnlyList<ForecastPoint> forecast, Func<ForecastPoint, double?[]> values, double?[] gap)
    {
        var points = new List<double?[]>(forecast.Count);
        for (var i = 0; i < forecast.Count; i++)
        {
            if (i > 0 && forecast[i].TargetMinute - forecast[i - 1].TargetMinute > 60)
            {
                points.Add([ToChart(forecast[i - 1].TargetMinute + 60), .. gap]);
            }

            points.Add([ToChart(forecast[i].TargetMinute + 30), .. values(forecast[i])]);
        }

        return points;
    }

    private static double? Round(double? value) => value is { } number ? Math.Round(number, 3) : null;

    private List<double?[]> Marks(IEnumerable<OutlierMinute> minutes)
    {
        var all = minutes.ToList();
        var every = (all.Count / MostMarks) + 1;
        return [.. all.Where((_, index) => index % every == 0).Select(minute => new double?[] { ToChart(minute.Minute), minute.Value })];
    }
}
