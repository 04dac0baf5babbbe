using Whatever.Model.Calendar;
using Whatever.Model.Problems;
using Whatever.Model.Series;

namespace Whatever.Model.Forecasting;

/// <summary>The seasonal baseline as a model of the station: what forecasts where no network does better.</summary>
/// <param name="Quantity">What it forecasts.</param>
public sealed record SeasonalModel(Quantity Quantity) : IStationModel
{
    /// <summary>The name under which it is chosen; no folder may have it.</summary>
    public const string ReservedName = "seasonal";

    /// <inheritdoc/>
    public string Name => ReservedName;

    /// <inheritdoc/>
    public string Version => "seasonal-1";

    /// <inheritdoc/>
    public int ContextDays =>
        (7 * new SeasonalBaselineOptions().Weeks) + new SeasonalBaselineOptions().ShiftDays + RollingBand.DaysBack;

    /// <inheritdoc/>
    public bool ReadsHours => true;

    /// <inheritdoc/>
    public Problem? ForecastProblem => null;

    /// <inheritdoc/>
    public bool Takes(int samplingIntervalMinutes) => 60 % samplingIntervalMinutes == 0;

    /// <inheritdoc/>
    public DayForecast Forecast(DateOnly baseDay, MinuteSeries readings, IHolidays holidays) =>
        HourlyStationForecast.Of(
            new RollingBand(new CachedForecaster(new SeasonalBaseline(holidays))), Quantity, Version, baseDay, readings);
}
