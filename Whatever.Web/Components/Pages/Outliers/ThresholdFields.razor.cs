using Microsoft.AspNetCore.Components;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;

namespace Whatever.Web.Components.Pages.Outliers;

/// <summary>
/// The outlier settings of one quantity as fields. What is no number is neither 0 nor another one: it is missed until there is one.
/// </summary>
public partial class ThresholdFields
{
    [Parameter]
    [EditorRequired]
    public Quantity Quantity { get; set; }

    [Parameter]
    [EditorRequired]
    public Sensor Sensor { get; set; } = null!;

    [Parameter]
    [EditorRequired]
    public ThresholdDraft Draft { get; set; } = null!;

    /// <summary>What stands in fields that have no number, by their names before translation; the fields keep it up to date.</summary>
    [Parameter]
    [EditorRequired]
    public IDictionary<string, string> Missing { get; set; } = null!;

    /// <summary>The draft after each change; the same one where there is no number.</summary>
    [Parameter]
    [EditorRequired]
    public EventCallback<ThresholdDraft> Edited { get; set; }

    /// <summary>The name of the field of a threshold.</summary>
    public static string NameOf(int index) => ((OutlierStage)(index + 1)).ToString();

    /// <param name="index">0 for interest to 3 for serious.</param>
    /// <param name="percentile">Where that stage is to begin.</param>
    public static ThresholdDraft WithPercentile(ThresholdDraft draft, int index, double percentile) => draft with
    {
        Settings = index switch
        {
            0 => draft.Settings with { Interest = percentile },
            1 => draft.Settings with { Caution = percentile },
            2 => draft.Settings with { Alert = percentile },
            _ => draft.Settings with { Serious = percentile },
        },
    };

    private static double PercentileOf(OutlierSettings settings, int index) =>
        index switch { 0 => settings.Interest, 1 => settings.Caution, 2 => settings.Alert, _ => settings.Serious };

    private ThresholdDraft With(OutlierSettings settings) => Draft with { Settings = settings };

    private string Unit => Sensor.UnitOf(Quantity);

    private SensorRange? Range => Sensor.Ranges.FirstOrDefault(range => range.Quantity == Quantity);

    private string RangeText => Range?.Origin switch
    {
        RangeOrigin.Person => "Outside {0} to {1} {2}, as set here, a value is stored and marked, but nothing is learned from it.",
        RangeOrigin.Learned => "Outside {0} to {1} {2}, learned from readings, a value is stored and marked, but nothing is learned from it.",
        _ => "Outside {0} to {1} {2}, known from the unit, a value is stored and marked, but nothing is learned from it.",
    };

    private string LabelOf(string name) => Unit.Length == 0 ? L[name] : $"{L[name]} ({Unit})";

    private string Shown(string name, double? value) => Missing.TryGetValue(name, out var typed) ? typed : TypedNumber.Write(value);

    private Task SetAsync(string name, string? text, Func<double, ThresholdDraft> with) =>
        TakeAsync(name, text, TypedNumber.TryRead(text, out var number) && number is not null, () => with(number!.Value));

    private Task SetWholeAsync(string name, string? text, Func<int, ThresholdDraft> with)
    {
        TypedNumber.TryRead(text, out var number);
        return TakeAsync(name, text, number is not null && TypedNumber.Refuse(text, isWhole: true) is null, () => with((int)number!.Value));
    }

    /// <summary>Nothing is an answer here: what the meter can show is learned.</summary>
    private Task SetRangeAsync(string name, string? text, Func<double?, ThresholdDraft> with) =>
        TakeAsync(name, text, TypedNumber.TryRead(text, out var number), () => with(number));

    private Task TakeAsync(string name, string? text, bool isNumber, Func<ThresholdDraft> changed)
    {
        if (!isNumber)
        {
            Missing[name] = text ?? "";
            return Edited.InvokeAsync(Draft);
        }

        Missing.Remove(name);
        return Edited.InvokeAsync(changed());
    }
}
