using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Whatever.Web.Components.Charts;

/// <summary>Panels of values over one time axis.</summary>
public partial class TimeChart
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);
    private const int PanelsUsually = 2;
    private const int BelowAxis = 15;
    private ElementReference host;
    private IJSObjectReference? module;
    private IJSObjectReference? chart;
    private Task? creation;
    private TimeModel? drawn;
    private bool disposed;

    [Parameter]
    [EditorRequired]
    public TimeModel? Model { get; set; }

    public async ValueTask DisposeAsync()
    {
        disposed = true;
        try
        {
            if (chart is not null)
            {
                await chart.InvokeVoidAsync("dispose");
                await chart.DisposeAsync();
            }

            if (module is not null)
            {
                await module.DisposeAsync();
            }
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException)
        {
            // The browser is gone, whether or not it said so, and the chart with it.
        }
    }

    /// <summary>Kept free before it is drawn, so that nothing below it jumps.</summary>
    private int Place => (Model?.Panels.Count ?? PanelsUsually) * ((Model?.Height ?? TimeModel.UsualHeight) + BelowAxis);

    protected override bool ShouldRender() => !ReferenceEquals(Model, drawn);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Model is null || ReferenceEquals(Model, drawn))
        {
            return;
        }

        drawn = Model;
        try
        {
            await DrawAsync(drawn);
        }
        catch (JSDisconnectedException)
        {
            // The browser went away while a new point was on its way to it.
        }
        catch (TaskCanceledException) when (disposed)
        {
            // The page was left while it was being drawn.
        }
    }

    private async Task CreateAsync()
    {
        module = await Script.InvokeAsync<IJSObjectReference>("import", "./charts.js");
        chart = await module.InvokeAsync<IJSObjectReference>("create", host);
    }

    private async Task DrawAsync(TimeModel model)
    {
        // A new point may come while the chart is still being created: there must be one chart, not two on one element.
        creation ??= CreateAsync();
        await creation;
        if (!disposed && chart is not null)
        {
            await chart.InvokeVoidAsync("show", JsonSerializer.SerializeToElement(model, Options));
        }
    }
}
