using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Behaviour;
using Whatever.Model.Series;
using Whatever.Model.Statistics;

namespace Whatever.Model.Alarms.Monitor;

/// <summary>The readings around one minute, set against what is normal.</summary>
internal sealed class MinuteView(SensorProfile profile, MonitorInput input, MonitorState state)
{
    internal const int Smoothing = 10;
    private const int ForecastSmoothing = 30;
    private const int Evidence = 5;
    private const int LevelMinutes = 15;
    private int interval = 1;

    private readonly QuantityView flow = new(profile.FlowRate, input.FlowRate);
    private readonly QuantityView pressure = new(profile.Pressure, input.Pressure);

    public int Minute { get; private set; }
    public int Index { get; private set; }
    public DateTime Local { get; private set; }

    public void MoveTo(int minute, int index, int interval)
    {
        (Minute, Index, Local) = (minute, index, input.Cells.LocalAt(minute));
        this.interval = interval;
        flow.MoveTo(input, minute, index, interval);
        pressure.MoveTo(input, minute, index, interval);
    }

    public QuantityView Of(Quantity quantity) => quantity == Quantity.FlowRate ? flow : pressure;

    public double Value(Quantity quantity) => input.Of(quantity)[Index];

    public ReadOnlySpan<double> Until(Quantity quantity) => input.Of(quantity).AsSpan(..(Index + 1));

    public ForecastBand Forecast(Quantity quantity) => input.Forecasts?.Invoke(quantity, Minute) ?? ForecastBand.None;

    /// <summary>Whether a person has said by now that the open alarm of a channel is none.</summary>
    public bool IsFalseAlarm(AlarmChannel channel) => IsSaid(channel, isFalse: true);

    /// <summary>Whether a person has taken the open alarm of a channel on by now, or wants it kept.</summary>
    public bool IsAttended(AlarmChannel channel) => IsSaid(channel, isFalse: false);

    private bool IsSaid(AlarmChannel channel, bool isFalse)
    {
        foreach (var said in input.Words)
        {
            if (
                said.Channel == channel && said.IsFalse == isFalse && Minute >= said.FromMinute && state.IsOpen(channel)
                    && state.Timers[channel.Name].SinceMinute <= said.LastSinceMinute)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Mean deviation of the last minutes from what is normal at the level of the last days, in standard deviations; NaN where this minute
    /// or half of them were not measured.
    /// </summary>
    /// <param name="quantity">Flow rate or pressure.</param>
    /// <param name="told">How much of what lies above normal is told by another alarm already, unit of the quantity.</param>
    public double Deviations(Quantity quantity, double told)
    {
        if (double.IsNaN(Value(quantity)))
        {
            return double.NaN;
        }

        var level = SeasonTracker.Of(state.Of(quantity).Level);
        var (asHoliday, asWeekday) = (Mean(Of(quantity).Scaled, Smoothing) - level, Mean(Of(quantity).ScaledAsWeekday, Smoothing) - level);
        var nearer = Math.Abs(asWeekday) < Math.Abs(asHoliday) ? asWeekday : asHoliday;
        return told > 0 && nearer > 0 ? Math.Max(0, nearer - (told / Of(quantity).Deviation)) : nearer;
    }

    /// <summary>
    /// How far the level of the last minutes lies from the one before. On a holiday the smaller of both ways to see the day, and the level
    /// as the day is rather seen.
    /// </summary>
    public (double Step, double LevelBefore, bool AsWeekday) StepOf(Quantity quantity)
    {
        var own = Of(quantity);
        var holiday = LevelStep.Of(interval).At(own.Residuals.AsSpan(..(Index + 1)));
        var weekday = LevelStep.Of(interval).At(own.ResidualsAsWeekday.AsSpan(..(Index + 1)));
        var asWeekday = Math.Abs(weekday.LevelBefore) < Math.Abs(holiday.LevelBefore);
        return (
            Math.Abs(weekday.Step) < Math.Abs(holiday.Step) ? weekday.Step : holiday.Step,
            asWeekday ? weekday.LevelBefore : holiday.LevelBefore, asWeekday);
    }

    /// <summary>Median of the last minutes, which single spikes do not move; NaN where this one was not measured.</summary>
    public double Smooth(Quantity quantity)
    {
        if (double.IsNaN(Value(quantity)))
        {
            return double.NaN;
        }

        Span<double> known = stackalloc double[Evidence];
        var count = 0;
        foreach (var value in input.Of(quantity).AsSpan(Math.Max(0, Index + 1 - Evidence)..(Index + 1)))
        {
            if (!double.IsNaN(value))
            {
                known[count++] = value;
            }
        }

        return Robust.Median(known[..count]);
    }

    /// <summary>Mean of the last half hour: of more, values far apart would be another hour's.</summary>
    public double ForecastMean(Quantity quantity) =>
        double.IsNaN(Value(quantity)) ? double.NaN : Mean(input.Of(quantity), Math.Max(1, ForecastSmoothing / interval));

    /// <summary>Median of the flow less normal flow over the last minutes.</summary>
    public double ResidualLevel(Quantity quantity, bool asWeekday)
    {
        Span<double> known = stackalloc double[LevelMinutes];
        var count = 0;
        var own = Of(quantity);
        var residuals = asWeekday ? own.ResidualsAsWeekday : own.Residuals;
        foreach (var residual in residuals.AsSpan(Math.Max(0, Index + 1 - known.Length)..(Index + 1)))
        {
            if (!double.IsNaN(residual))
            {
                known[count++] = residual;
            }
        }

        return Robust.Median(known[..count]);
    }

    /// <summary>
    /// What was measured over the last minutes of an event and what is normal for them; what was before it is not its measure.
    /// </summary>
    /// <param name="since">When the event began.</param>
    public AlarmEvidence Describe(int since)
    {
        var length = Math.Clamp(((Minute - since) / interval) + 1, 1, Evidence);
        return new(
            Number(Mean(input.FlowRate, length)), Number(flow.Normal), Number(Mean(input.Pressure, length)), Number(pressure.Normal));
    }

    public AlarmEvidence DescribeForecast(int since) => Describe(since) with
    {
        ExpectedFlowRate = Number(Forecast(Quantity.FlowRate).Value),
        ExpectedPressure = Number(Forecast(Quantity.Pressure).Value),
    };

    private double Mean(double[] values, int length)
    {
        var (sum, count) = (0.0, 0);
        foreach (var value in values.AsSpan(Math.Max(0, Index + 1 - length)..(Index + 1)))
        {
            if (!double.IsNaN(value))
            {
                (sum, count) = (sum + value, count + 1);
            }
        }

        return count * 2 >= Math.Min(length, Index + 1) && count > 0 ? sum / count : double.NaN;
    }

    private static double? Number(double value) => double.IsFinite(value) ? value : null;
}
