using Whatever.Model.Calendar;

namespace Whatever.Model.Forecasting;

/// <summary>
/// Keeps the forecaster of the calendar that was asked for last: day after day of one comparison the same days are looked at.
/// </summary>
/// <param name="make">Makes one for a calendar.</param>
internal sealed class CalendarForecasters(Func<IHolidays, IHourlyForecaster> make)
{
    private readonly Lock access = new();
    private (IHolidays Holidays, IHourlyForecaster Forecaster)? last;

    public IHourlyForecaster Of(IHolidays holidays)
    {
        lock (access)
        {
            last = last is { } known && ReferenceEquals(known.Holidays, holidays) ? last : (holidays, make(holidays));
            return last.Value.Forecaster;
        }
    }
}
