using Whatever.Model.Calendar;
using Whatever.Model.Forecasting;
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
    public static IReadOnlyList<string> Names => HourlyForecasters.Names;

    public static BwdfFit? Find(string name) =>
        HourlyForecasters.Find(name, ItalianHolidays.Official) is { } forecaster ? (_, _, _) => forecaster : null;
}
