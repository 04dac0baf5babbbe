using Whatever.Model.Calendar;
using Whatever.Model.Series;

namespace Whatever.Model.Forecasting;

/// <summary>The hourly forecasters that need no model file, by name.</summary>
public static class HourlyForecasters
{
    /// <summary>The seasonal baseline with its default options.</summary>
    public const string Seasonal = "seasonal";

    private const string LastDay = "last-day";
    private const string LastWeek = "last-week";
    private const string FourWeekMean = "four-week-mean";
    private const string SevenDayMean = "seven-day-mean";

    /// <summary>Every name.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [MixModel.ReservedName, Seasonal, LastWeek, FourWeekMean, LastDay, SevenDayMean];

    /// <summary>The forecaster of that name; null where there is none.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="holidays">For the seasonal baseline; the others do not know what a holiday is.</param>
    public static IHourlyForecaster? Find(string name, IHolidays holidays) => name switch
    {
        MixModel.ReservedName => MixModel.On(holidays),
        Seasonal => new SeasonalBaseline(holidays),
        LastDay => new Means(SimpleBaselines.LastDay),
        LastWeek => new Means(SimpleBaselines.LastWeek),
        FourWeekMean => new Means(SimpleBaselines.FourWeekMean),
        SevenDayMean => new Means(SimpleBaselines.SevenDayMean),
        _ => null,
    };

    /// <summary>Those that look at the sensor alone, each once.</summary>
    internal static IEnumerable<IHourlyForecaster> Simple(IHolidays holidays) =>
        Names.Where(name => name != MixModel.ReservedName).Select(name => Find(name, holidays)!);

    private sealed class Means(Func<MinuteSeries, DateTime, int, double[]> means) : IHourlyForecaster
    {
        public HourlyForecast Forecast(MinuteSeries knownHours, DateTime origin, int horizonHours) =>
            new(means(knownHours, origin, horizonHours));
    }
}
