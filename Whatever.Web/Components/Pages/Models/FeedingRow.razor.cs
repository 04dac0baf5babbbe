using Microsoft.AspNetCore.Components;
using Whatever.Model.ModelFiles.Pickle;

namespace Whatever.Web.Components.Pages.Models;

/// <summary>What one input or output of a network is, and how it is scaled.</summary>
public partial class FeedingRow
{
    [Parameter]
    [EditorRequired]
    public FeedingRowDraft Row { get; set; } = null!;

    [Parameter]
    [EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>Names that it may have.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<string> Choices { get; set; } = [];

    /// <summary>The scaler's file; null where there is none.</summary>
    [Parameter]
    public FittedScaler? Fitted { get; set; }

    [Parameter]
    [EditorRequired]
    public string TestName { get; set; } = "";

    [Parameter]
    [EditorRequired]
    public EventCallback Changed { get; set; }

    /// <summary>The feature of its place, where the scaler has one for each input.</summary>
    private int OwnPlace => Row.OwnColumn;

    private async Task Set(Action change)
    {
        change();
        await Changed.InvokeAsync();
    }
}
