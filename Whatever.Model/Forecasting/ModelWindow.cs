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

    private readonly ModelDescription model;
    private readonly DateTime end;
    private readonly double[] values;

    private ModelWindow(ModelDescription model, DateTime end, double[] values, double repairedShare, WindowContext context) =>
        (this.model, this.end, this.values, RepairedShare, Context) = (model, end, values, repairedShare, context);

    public double RepairedShare { get; }
    public WindowContext Context { get; }
    public bool IsLowConfidence => RepairedShare > LowConfidenceShare || Context.IsThin;

    public static ModelWindow Build(ModelDescription model, MinuteSeries series, DateTime end)
    {
        var steps = model.Window.Steps;
        var before = (int)(LookBack / series.Interval);
        var repaired = GapRepair.Repair(series.Before(end, before + steps));
        var (values, madeUp) = HoldEnds(repaired, before);
        return new ModelWindow(model, end, values, madeUp / (double)steps, new WindowContext(series, end, model));
    }

    /// <summary>The window of the next recursion: one value on, the last one the network's own.</summary>
    public ModelWindow Append(double value) => new(model, end, [.. values[1..], value], RepairedShare, Context);

    /// <summary>Shape (steps, features), row-major.</summary>
    public double[] ToInputs()
    {
        var features = model.Features;
        var inputs = new double[values.Length * features.Count];
        for (var feature = 0; feature < features.Count; feature++)
        {
            for (var step = 0; step < values.Length; step++)
            {
                inputs[(step * features.Count) + feature] = Feature(features[feature], step);
            }
        }

        return inputs;
    }

    private double Feature(string name, int step) => name switch
    {
        FeatureNames.Value => Scale(values[step]),
        FeatureNames.TimeOfDaySin => Math.Sin(2 * Math.PI * TimeOf(step).TimeOfDay.TotalDays),
        FeatureNames.TimeOfDayCos => Math.Cos(2 * Math.PI * TimeOf(step).TimeOfDay.TotalDays),
        FeatureNames.DayOfWeekSin => Math.Sin(2 * Math.PI * (int)end.DayOfWeek / 7),
        FeatureNames.DayOfWeekCos => Math.Cos(2 * Math.PI * (int)end.DayOfWeek / 7),
        FeatureNames.HourMean => Scale(Context.HourMean),
        _ => Scale(Context.LastWeek(name[^1] - '0')),
    };

    private double Scale(double value) => (value - Context.Offset) / Context.Scale;

    private DateTime TimeOf(int step) => end.AddMinutes((step - values.Length) * model.SamplingIntervalMinutes);

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
