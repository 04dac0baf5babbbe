using Whatever.Model.Calendar;
using Whatever.Model.Forecasting;
using Whatever.Model.ForecastTraining.Residual;
using Whatever.Model.Series;

namespace Whatever.Benchmarks;

/// <summary>Makes the forecaster of one district and week.</summary>
/// <param name="known">Hours of every district, all of them ending where the week begins: nothing later can be learned from.</param>
/// <param name="district">The one to forecast.</param>
/// <param name="origin">Where the week begins.</param>
internal delegate IHourlyForecaster BwdfFit(IReadOnlyDictionary<string, MinuteSeries> known, string district, DateTime origin);

/// <summary>What can be compared with the published solutions.</summary>
internal static class BwdfForecasters
{
    private const string Residual = "residual";

    /// <summary>LSTM networks on the seasonal baseline, one model for all districts, made anew for each week of what precedes it.</summary>
    private static readonly Dictionary<DateTime, IHourlyForecaster> Trained = [];

    public static IReadOnlyList<string> Names { get; } = [.. HourlyForecasters.Names, Residual];

    public static BwdfFit? Find(string name, int members) =>
        name == Residual ? (known, _, origin) => Train(known, origin, members)
        : HourlyForecasters.Names.Contains(name) ? (_, _, _) => HourlyForecasters.Find(name, ItalianHolidays.Official)!
        : null;

    private static IHourlyForecaster Train(IReadOnlyDictionary<string, MinuteSeries> known, DateTime origin, int members)
    {
        if (!Trained.TryGetValue(origin, out var forecaster))
        {
            var options = new ResidualTrainingOptions
            {
                Quantity = Quantity.FlowRate,
                Name = "bwdf",
                Members = members,
                MaxThreads = Environment.ProcessorCount,
            };
            Trained[origin] = forecaster = ResidualTrainer.Train(options, [.. known.Values], ItalianHolidays.Official)
                .On(ItalianHolidays.Official);
        }

        return forecaster;
    }
}
