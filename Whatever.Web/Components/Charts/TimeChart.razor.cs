using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Whatever.Web.Components.Charts;

/// <summary>Panels of values over one time axis.</summary>
public partial class TimeChart
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);
    private ElementReference host;
    private IJSObjectReference? module;
    private IJSObjectReference? chart;
    private TimeModel? drawn;

    [Parameter]
    [EditorRequired]
    public TimeModel? Model { get; set; }

    public async ValueTask DisposeAsync()
    {
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
        catch (JSDisconnectedException)
        {
            // The browser is gone, and the chart with it.
        }
    }

    protected override bool ShouldRender() => !ReferenceEquals(Model, drawn);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Model is null || ReferenceEquals(Model, drawn))
        {
            return;
        }

        drawn = Model;
        module ??= await Script.InvokeAsync<IJSObjectReference>("import", "./charts.js");
        chart ??= await module.InvokeAsync<IJSObjectReference>("create", host);
        await chart.InvokeVoidAsync("show", JsonSerializer.SerializeToElement(drawn, Options));
    }
}
