using Microsoft.AspNetCore.Components;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Stations;

namespace Whatever.Web.Components.Pages.Data;

/// <summary>Who brings a file of their own to the demo gets a sensor of their own for it.</summary>
public partial class OwnSensorPanel
{
    private string id = "";
    private IReadOnlyList<string> problems = [];

    [Parameter, EditorRequired]
    public Sensor Demo { get; set; } = null!;

    [Inject]
    private CommandGuard Guard { get; set; } = null!;

    [Inject]
    private StationEditor Editor { get; set; } = null!;

    [Inject]
    private StationQueries Stations { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <summary>The first that is free, so that nobody has to think of one.</summary>
    protected override async Task OnInitializedAsync()
    {
        var taken = (await Stations.ListAsync()).Select(sensor => sensor.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
        id = Enumerable.Range(2, int.MaxValue - 2).Select(number => $"sensor_{number:00}").First(free => !taken.Contains(free));
    }

    private Task AddAsync() => Guard.RunAsync(Right.SetStations, async () =>
    {
        problems = (await Editor.AddSensorAsync(SensorDraft.Of(Demo) with { Id = id.Trim(), Name = "", StationName = "" })).Say();
        if (problems.Count > 0)
        {
            return false;
        }

        Navigation.NavigateTo($"/data?sensor={id.Trim()}");
        return true;
    }, StateHasChanged);
}
