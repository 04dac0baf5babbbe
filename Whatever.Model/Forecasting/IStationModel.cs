using Whatever.Model.Calendar;
using Whatever.Model.Problems;
using Whatever.Model.Series;

namespace Whatever.Model.Forecasting;

/// <summary>What gives the 144 hours of a base day.</summary>
public interface IStationModel
{
    /// <summary>Name of the model.</summary>
    string Name { get; }

    /// <summary>Goes with every forecast.</summary>
    string Version { get; }

    /// <summary>What it forecasts.</summary>
    Quantity Quantity { get; }

    /// <summary>What it can forecast; of two, <see cref="Quantity"/> is the one that this is the model of.</summary>
    IReadOnlyList<Quantity> Quantities => [Quantity];

    /// <summary>Days before the base day that it looks at.</summary>
    int ContextDays { get; }

    /// <summary>
    /// Whether whole hours are all that it looks at: given the hours of the readings (<see cref="HourSeries.ToHours"/>) in their place it
    /// forecasts the same.
    /// </summary>
    bool ReadsHours { get; }

    /// <summary>Why the station cannot forecast with it, and what to change in model.json; null where it can.</summary>
    Problem? ForecastProblem { get; }

    /// <summary>Whether it can forecast a sensor of that sampling interval.</summary>
    /// <param name="samplingIntervalMinutes">1, 5, 10, 15 or 60.</param>
    bool Takes(int samplingIntervalMinutes);

    /// <summary>Forecasts six days from the end of the base day on; nothing that comes later has an influence.</summary>
    /// <param name="baseDay">The last day looked at.</param>
    /// <param name="readings">
    /// Wall-clock series up to the end of the base day, from the context before it on (at least from 23:00 of the day before); NaN where
    /// missing. With <see cref="MinuteSeries.Other"/> for a model that looks at both quantities.
    /// </param>
    /// <param name="holidays">Known in advance.</param>
    /// <exception cref="UnusableModelException">The model is one that the station cannot forecast with.</exception>
    /// <exception cref="ArgumentException">The series has a sampling interval that the model does not take.</exception>
    DayForecast Forecast(DateOnly baseDay, MinuteSeries readings, IHolidays holidays);
}
