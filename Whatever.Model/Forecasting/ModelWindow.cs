using Whatever.Model.Calendar;
using Whatever.Model.Series;

namespace Whatever.Model.Forecasting;

/// <summary>One window as the network sees it.</summary>
internal sealed class ModelWindow
{
    /// <summary>More than this share of made-up values marks a forecast.</summary>
    public const double LowConfidenceShare = 0.2;

    /// <summary>More than this share and there is none.</summary>
    public const double LargestRepairedShare = 0.5;

    /// <summary>How far before the window the left end of a gap is looked for.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(1);

    /// <summary>By the minute: the steps of a window lie on whole ones, and a night asks for a hundred thousand of each sensor.</summary>
    private static readonly (double Sin, double Cos)[] TimesOfDay =
        [.. Enumerable.Range(0, MinutesPer.Day).Select(minute => 2 * Math.PI * TimeSpan.FromMinutes(minute).TotalDays)
            .Select(angle => (Math.Sin(angle), Math.Cos(angle)))];

    private readonly ModelDescription model;
    private readonly DateTime end;
    private readonly IHolidays holidays;
    private readonly double[] values;

    /// <summary>Of the other quantity; null where the model does not look at it.</summary>
    private readonly double[]? others;

    /// <summary>How many values at the end are the network's own, each a day further.</summary>
    private readonly int own;

    private ModelWindow(
        ModelDescription model, DateTime end, IHolidays holidays, double[] values, double[]? others, int own, WindowContext context) =>
        (this.model, this.end, this.holidays, this.values, this.others, this.own, Context) = (
            model, end, holidays, values, others, own, context);

    public double RepairedShare { get; private init; }

    /// <summary>The same of the other quantity; 0 where the model does not look at it.</summary>
    public double OtherRepairedShare { get; private init; }
    public WindowContext Context { get; }
    public bool IsLowConfidence => Math.Max(RepairedShare, OtherRepairedShare) > LowConfidenceShare || Context.IsThin;

    /// <summary>The quantity that the model does not forecast.</summary>
    public Quantity Other => SensorSeries.OtherThan(Forecast);

    private Quantity Forecast => QuantityNames.TryParse(model.Quantity, out var quantity) ? quantity : Quantity.FlowRate;

    /// <param name="model">That is fed with it.</param>
    /// <param name="series">With the other quantity for a model that looks at both.</param>
    /// <param name="end">Nothing at or after it is looked at.</param>
    /// <param name="holidays">None where null.</param>
    /// <param name="sums">Of that series, where several windows of it are built.</param>
    public static ModelWindow Build(
        ModelDescription model, MinuteSeries series, DateTime end, IHolidays? holidays = null, HourSums? sums = null)
    {
        var (values, share) = Values(series, end, model.Window.Steps);
        var window = new ModelWindow(
            model, end, holidays ?? HolidayCalendars.Empty, values, null, 0,
            new WindowContext(series, end, model, sums ?? new HourSums(series)))
        { RepairedShare = share };
        if (!model.Features.Contains(window.Other.ToWireName()))
        {
            return window;
        }

        var (others, otherShare) = series.Other is { } other ? Values(other, end, values.Length) : (new double[values.Length], 1);
        return new ModelWindow(model, end, window.holidays, values, others, 0, window.Context)
        {
            RepairedShare = share,
            OtherRepairedShare = otherShare,
        };
    }

    /// <summary>The window of the next recursion: one value on, the last one the network's own.</summary>
    /// <param name="value">The mean of the hour that lies a day further than that of the value before.</param>
    /// <param name="other">The same of the other quantity; without it the last one known stays.</param>
    public ModelWindow Append(double value, double? other = null) =>
        new(
            model, end, holidays, [.. values[1..], value], others is null ? null : [.. others[1..], other ?? others[^1]], own + 1, Context)
        {
            RepairedShare = RepairedShare,
            OtherRepairedShare = OtherRepairedShare,
        };

    /// <summary>Shape (steps, features), row-major.</summary>
    public double[] ToInputs()
    {
        var features = model.Features;
        var inputs = new double[values.Length * features.Count];
        for (var feature = 0; feature < features.Count; feature++)
        {
            var (name, setting) = (features[feature], model.FeatureSettings?[feature]);
            var (first, isOfTheWindow) = (Feature(name, setting, 0), IsOfTheWindow(name));
            for (var step = 0; step < values.Length; step++)
            {
                inputs[(step * features.Count) + feature] = step == 0 || isOfTheWindow ? first : Feature(name, setting, step);
            }
        }

        return inputs;
    }

    /// <summary>The same in each step: means over an hour are not taken sixty times.</summary>
    private static bool IsOfTheWindow(string name) => name is FeatureNames.DayOfWeekSin or FeatureNames.DayOfWeekCos
        or FeatureNames.Constant or FeatureNames.HourMean || name.StartsWith(FeatureNames.LastWeekPrefix, StringComparison.Ordinal);

    /// <summary>A feature with a scaler of its own has no other.</summary>
    private double Feature(string name, FeatureSetting? setting, int step) => setting is { Offset: { } offset, Scale: { } scale }
        ? ((name == FeatureNames.Value ? values[step] : Unscaled(name, setting, step)) - offset) / scale
        : Unscaled(name, setting, step);

    private double Unscaled(string name, FeatureSetting? setting, int step) => name switch
    {
        FeatureNames.Value => Scale(values[step]),
        FeatureNames.FlowRate or FeatureNames.Pressure => (name == model.Quantity ? values : others!)[step],
        FeatureNames.TimeOfDaySin => TimesOfDay[(int)TimeOf(step).TimeOfDay.TotalMinutes].Sin,
        FeatureNames.TimeOfDayCos => TimesOfDay[(int)TimeOf(step).TimeOfDay.TotalMinutes].Cos,
        FeatureNames.DayOfWeekSin => Math.Sin(2 * Math.PI * (int)end.DayOfWeek / 7),
        FeatureNames.DayOfWeekCos => Math.Cos(2 * Math.PI * (int)end.DayOfWeek / 7),
        FeatureNames.Hour => HourOf(step).Hour,
        FeatureNames.HourSin => Math.Sin(2 * Math.PI * HourOf(step).Hour / HoursPer.Day),
        FeatureNames.HourCos => Math.Cos(2 * Math.PI * HourOf(step).Hour / HoursPer.Day),
        FeatureNames.Weekday => WeekdayOf(step),
        FeatureNames.WeekdaySin => Math.Sin(2 * Math.PI * WeekdayOf(step) / 7),
        FeatureNames.WeekdayCos => Math.Cos(2 * Math.PI * WeekdayOf(step) / 7),
        FeatureNames.Month => HourOf(step).Month,
        FeatureNames.Holiday => holidays.Contains(DateOnly.FromDateTime(HourOf(step))) ? 1 : 0,
        FeatureNames.Constant => setting!.Constant!.Value,
        FeatureNames.HourMean => Scale(Context.HourMean),
        _ => Scale(Context.LastWeek(name[^1] - '0')),
    };

    /// <summary>0 on Monday.</summary>
    private int WeekdayOf(int step) => ((int)HourOf(step).DayOfWeek + 6) % 7;

    /// <summary>When a value was measured; of one that the network gave itself, the hour that it is of.</summary>
    private DateTime HourOf(int step)
    {
        var beyond = step - (values.Length - own);
        return beyond < 0 ? end.AddMinutes(beyond * model.SamplingIntervalMinutes) : end.AddDays(beyond + 1);
    }

    private double Scale(double value) => (value - Context.Offset) / Context.Scale;

    private DateTime TimeOf(int step) => end.AddMinutes((step - values.Length) * model.SamplingIntervalMinutes);

    private static (double[] Values, double RepairedShare) Values(MinuteSeries series, DateTime end, int steps)
    {
        var measured = series.Before(end, steps);
        if (!Array.Exists(measured, double.IsNaN))
        {
            // Nothing to repair, which is nearly always so, and a day before it is not looked at.
            return (measured, 0);
        }

        var before = (int)(LookBack / series.Interval);
        var repaired = GapRepair.Repair(series.Before(end, before + steps));
        var (values, madeUp) = HoldEnds(repaired, before);
        return (values, madeUp / (double)steps);
    }

    /// <summary>What was trimmed at an end takes the nearest known value and counts as made up.</summary>
    private static (double[] Values, int MadeUp) HoldEnds(RepairedSeries repaired, int before)
    {
        var all = repaired.Values;
        for (var i = 1; i < all.Length; i++)
        {
            if (double.IsNaN(all[i]) && !double.IsNaN(all[i - 1]))
            {
                (all[i], repaired.IsRepaired[i]) = (all[i - 1], true);
            }
        }

        for (var i = all.Length - 2; i >= 0; i--)
        {
            if (double.IsNaN(all[i]))
            {
                (all[i], repaired.IsRepaired[i]) = (all[i + 1], true);
            }
        }

        return double.IsNaN(all[^1])
            ? (new double[all.Length - before], all.Length - before)
            : (all[before..], repaired.IsRepaired.Skip(before).Count(made => made));
    }
}
