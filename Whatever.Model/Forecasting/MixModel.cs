using Whatever.Model.Calendar;
using Whatever.Model.Forecasting.Residual;
using Whatever.Model.Forecasting.Trees;
using Whatever.Model.Problems;
using Whatever.Model.Series;

namespace Whatever.Model.Forecasting;

/// <summary>
/// What needs no training as a model of the station: last day, last week, means and seasonal baselines of different memory, mixed by what
/// did best on this sensor lately (<see cref="RecentMix"/>), with a band. It forecasts from the second day of a sensor on, at any interval,
/// and learns as the history grows.
/// </summary>
/// <param name="quantity">What it forecasts.</param>
/// <param name="hasBand">Without one where forecasts are only compared: it costs more than they do.</param>
public sealed class MixModel(Quantity quantity, bool hasBand = true) : IStationModel
{
    /// <summary>The name under which it is chosen; no folder may have it.</summary>
    public const string ReservedName = "recent-mix";

    /// <summary>Days by whose errors the members are weighed.</summary>
    private const int MixDays = 14;

    private const string CurrentVersion = "recent-mix-2";

    private readonly CalendarForecasters forecasters =
        new(holidays => hasBand ? On(holidays) : new RememberingForecaster(() => Center(holidays), isWary: true));

    /// <inheritdoc/>
    public string Name => ReservedName;

    /// <inheritdoc/>
    public string Version => CurrentVersion;

    /// <inheritdoc/>
    public Quantity Quantity { get; } = quantity;

    /// <inheritdoc/>
    public int ContextDays => DaysLookedBack + (hasBand ? RollingBand.DaysBack : 0);

    /// <inheritdoc/>
    public bool ReadsHours => true;

    /// <inheritdoc/>
    public Problem? ForecastProblem => null;

    /// <summary>The forecaster; it remembers what it forecast for the origins of the series that it was given last.</summary>
    /// <param name="holidays">Known in advance.</param>
    public static IHourlyForecaster On(IHolidays holidays) =>
        new RememberingForecaster(() => WithBand(Center(holidays), holidays), isWary: true);

    /// <inheritdoc/>
    public bool Takes(int samplingIntervalMinutes) => 60 % samplingIntervalMinutes == 0;

    /// <inheritdoc/>
    public DayForecast Forecast(DateOnly baseDay, MinuteSeries readings, IHolidays holidays) =>
        HourlyStationForecast.Of(forecasters.Of(holidays), Quantity, Version, baseDay, readings);

    /// <summary>From an origin, without a band.</summary>
    private static int DaysLookedBack => TreeForecaster.DaysBack + BaselineVariants.DaysBack + (2 * RecentMix.DaysBack(MixDays));

    private static RollingBand WithBand(CachedForecaster center, IHolidays holidays) =>
        new(center, past: new RecallingForecaster(center, CurrentVersion, DaysLookedBack, holidays));

    private static CachedForecaster Center(IHolidays holidays)
    {
        List<CachedForecaster> baselines =
        [
            .. HourlyForecasters.Simple(holidays).Concat(BaselineVariants.All(holidays)).Select(baseline => new CachedForecaster(baseline)),
        ];
        var mix = new CachedForecaster(new RecentMix([.. baselines.Select(baseline => new MixMember(baseline))], MixDays));
        var trees = new CachedForecaster(new TreeForecaster(holidays, baselines));
        return new CachedForecaster(
            new RecentMix([new MixMember(mix), new MixMember(trees), new MixMember(new MeanForecaster(mix, trees))], MixDays));
    }
}
