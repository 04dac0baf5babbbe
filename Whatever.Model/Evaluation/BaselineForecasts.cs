using Whatever.Model.Calendar;
using Whatever.Model.Forecasting;
using Whatever.Model.Series;

namespace Whatever.Model.Evaluation;

/// <summary>All baselines from one origin, in the order of <see cref="BaselineErrors"/>.</summary>
internal sealed class BaselineForecasts(MinuteSeries hours, IHolidays holidays)
{
    public const int Count = 5;

    private readonly SeasonalBaseline seasonal = new(holidays);

    /// <summary>Shape (<see cref="Count"/>)(horizon).</summary>
    public double[][] From(DateTime origin, int horizonHours) =>
    [
        SimpleBaselines.LastDay(hours, origin, horizonHours),
        SimpleBaselines.LastWeek(hours, origin, horizonHours),
        SimpleBaselines.FourWeekMean(hours, origin, horizonHours),
        SimpleBaselines.SevenDayMean(hours, origin, horizonHours),
        seasonal.Forecast(hours, origin, horizonHours).P50,
    ];
}
