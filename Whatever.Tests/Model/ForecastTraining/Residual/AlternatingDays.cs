using Whatever.Model.Calendar;
using Whatever.Model.Forecasting;
using Whatever.Model.Forecasting.Residual;
using Whatever.Model.ForecastTraining.Residual;
using Whatever.Model.Series;

namespace Whatever.Tests.Model.ForecastTraining.Residual;

/// <summary>
/// A signal whose days lie above and below its week in turn: the mean of a weekday over some weeks knows nothing of it, the day before
/// tells all.
/// </summary>
internal static class AlternatingDays
{
    public static DateTime Start { get; } = new(2024, 1, 1);

    public static ResidualTrainingOptions Options { get; } = new()
    {
        Quantity = Quantity.FlowRate,
        Name = "alternating",
        Members = 2,
        Units = 8,
        ContextHours = 48,
        Epochs = 14,
        LaterEpochs = 6,
        LearningRate = 0.02,
        HeldBackDays = 28,
        Trees = false,
    };

    /// <summary>Trained once for all tests that only look at it.</summary>
    public static Lazy<ResidualModel> Model { get; } = new(() => ResidualTrainer.Train(Options, [Hours(140)], HolidayCalendars.Empty));

    public static MinuteSeries Hours(int days, double size = 1, int seed = 5)
    {
        var random = new Random(seed);
        return new MinuteSeries(Start, HourSeries.Interval, [.. Enumerable.Range(0, days * 24).Select(i =>
            size * (100 + (20 * Math.Sin(i % 24 * Math.PI / 12)) + (i / 24 % 2 == 0 ? 10 : -10) + (2 * random.NextDouble()) - 1))]);
    }

    public static HourlyForecast Forecast(this ResidualModel model, MinuteSeries hours, int day) =>
        model.On(HolidayCalendars.Empty).Forecast(hours, Start.AddDays(day), 168);
}
