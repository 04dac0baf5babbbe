using Whatever.Model.Calendar;
using Whatever.Model.Forecasting;
using Whatever.Model.Series;

namespace Whatever.Benchmarks;

/// <summary>
/// What the forecast of one quantity costs a night: the first one after a start, when the trees of the last months are fitted, and those of
/// the nights after it, each by a model made anew as the station does.
/// </summary>
internal static class NightBenchmark
{
    private const int Years = 3;

    public static void Run(int nights)
    {
        var model = new MixModel(Quantity.FlowRate);
        var random = new Random(1);
        var start = new DateTime(2021, 1, 4);
        var hours = new double[Years * 365 * HoursPer.Day];
        for (var i = 0; i < hours.Length; i++)
        {
            var time = start.AddHours(i);
            hours[i] = 50 + (20 * Math.Sin(2 * Math.PI * time.Hour / 24)) + (5 * (int)time.DayOfWeek) + (10 * random.NextDouble());
        }

        var (first, later) = (new Measure("forecast of a sensor, the first night"), new Measure("forecast of a sensor, a night later"));
        for (var night = 0; night <= nights; night++)
        {
            // A series begins as many days before the night as the model looks back, and so on another day each night.
            var end = hours.Length - ((nights - night) * HoursPer.Day);
            var from = end - ((model.ContextDays + 1) * HoursPer.Day);
            var known = new MinuteSeries(start.AddHours(from), HourSeries.Interval, hours[from..end]);
            (night == 0 ? first : later).Time(
                () => new MixModel(Quantity.FlowRate).Forecast(
                    DateOnly.FromDateTime(known.TimeAt(known.Values.Length - 1)), known, HolidayCalendars.Empty));
        }

        first.Print();
        later.Print();
    }
}
