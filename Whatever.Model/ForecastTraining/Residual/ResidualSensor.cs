using Whatever.Model.Calendar;
using Whatever.Model.Forecasting;
using Whatever.Model.Forecasting.Residual;
using Whatever.Model.Series;

namespace Whatever.Model.ForecastTraining.Residual;

/// <summary>The hours of one sensor and the samples in them.</summary>
internal sealed class ResidualSensor
{
    /// <summary>A target this far off is a burst or a fault, not a thing to be learned in proportion.</summary>
    private const double LargestTarget = 8;

    /// <summary>Weeks before the first origin where there is no more: the baseline then knows each day of the week three times.</summary>
    private const int FewestDaysBefore = 21;

    private readonly MinuteSeries hours;
    private readonly IHolidays holidays;
    private readonly SeasonalBaseline shifted;
    private readonly SeasonalBaseline unshifted;
    private readonly ResidualSeries series;
    private readonly int contextHours;

    public ResidualSensor(MinuteSeries hours, IHolidays holidays, ResidualTrainingOptions options)
    {
        (this.hours, this.holidays, contextHours) = (hours, holidays, options.ContextHours);
        shifted = new SeasonalBaseline(holidays, options.Baseline);
        unshifted = new SeasonalBaseline(holidays, options.Baseline with { Shift = 0 });
        series = new ResidualSeries(hours, unshifted, 0, hours.Values.Length);
        var days = hours.Values.Length / 24;
        var daysBefore = Math.Max(FewestDaysBefore, Math.Min((7 * options.Baseline.Weeks) + 14, days * 2 / 5));
        FirstOrigin = hours.Start.Date.AddDays(daysBefore);
    }

    public MinuteSeries Hours => hours;

    /// <summary>Midnight from which on enough lies before an origin.</summary>
    public DateTime FirstOrigin { get; }

    /// <summary>Whether a sample can be made: something was measured in the weeks before.</summary>
    public bool CanLearnFrom(DateTime origin) => !double.IsNaN(series.ResidualScale(hours.IndexOf(origin)));

    /// <summary>Inputs of shape (contextHours, features) and targets of shape (toHour - fromHour), NaN where not measured.</summary>
    public void Fill(DateTime origin, int fromHour, int toHour, Span<float> inputs, Span<float> targets)
    {
        var first = hours.IndexOf(origin);
        var scale = series.ResidualScale(first);
        ResidualInputs.Fill(series, first, origin, unshifted.Forecast(hours, origin, HoursPer.Week).P50, scale, holidays, inputs);
        var expected = shifted.Forecast(hours, origin, toHour).P50;
        for (var hour = fromHour; hour < toHour; hour++)
        {
            var residual = (series.ValueAt(first + hour) - expected[hour]) / scale;
            targets[hour - fromHour] = double.IsNaN(residual) ? float.NaN : (float)Math.Clamp(residual, -LargestTarget, LargestTarget);
        }
    }

    /// <summary>What was measured from an origin on, the baseline's forecast, and the scale. Shape (168) each.</summary>
    public (double[] Actual, double[] Expected, double Scale) Outcome(DateTime origin)
    {
        var first = hours.IndexOf(origin);
        return (hours.Slice(first, HoursPer.Week), shifted.Forecast(hours, origin, HoursPer.Week).P50, series.ResidualScale(first));
    }

    /// <summary>Inputs of one origin as a window of <see cref="WindowOutputs"/>.</summary>
    public double[] Window(DateTime origin)
    {
        var inputs = new float[contextHours * ResidualInputs.Names.Count];
        Fill(origin, 0, 1, inputs, new float[1]);
        return Array.ConvertAll(inputs, value => (double)value);
    }
}
