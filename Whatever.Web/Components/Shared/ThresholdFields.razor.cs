using Microsoft.AspNetCore.Components;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Web.Detection;

namespace Whatever.Web.Components.Shared;

/// <summary>The outlier settings of one quantity as fields. A number that was taken out is not 0: it is missed until there is one.</summary>
public partial class ThresholdFields
{
    [Parameter]
    [EditorRequired]
    public Quantity Quantity { get; set; }

    [Parameter]
    [EditorRequired]
    public string Unit { get; set; } = "";

    [Parameter]
    [EditorRequired]
    public ThresholdDraft Draft { get; set; } = null!;

    /// <summary>Fields without a number, by their names before translation; the fields keep it up to date.</summary>
    [Parameter]
    [EditorRequired]
    public ISet<string> Missing { get; set; } = null!;

    /// <summary>The draft after each change; the same one where a number was taken out.</summary>
    [Parameter]
    [EditorRequired]
    public EventCallback<ThresholdDraft> Edited { get; set; }

    /// <summary>The name of the field of a threshold.</summary>
    public static string NameOf(int index) => ((OutlierStage)(index + 1)).ToString();

    private T? Shown<T>(string name, T value)
        where T : struct => Missing.Contains(name) ? null : value;

    private Task SetAsync<T>(string name, T? value, Func<T, ThresholdDraft> with)
        where T : struct
    {
        if (value is not { } number)
        {
            Missing.Add(name);
            return Edited.InvokeAsync(Draft);
        }

        Missing.Remove(name);
        return Edited.InvokeAsync(with(number));
    }
}
