using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using Whatever.Model.Problems;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Storage;

namespace Whatever.Web.Components.Pages.Schedules;

/// <summary>How long readings are kept.</summary>
public partial class RetentionPanel
{
    private int days;
    private string? wanted;
    private string? problem;

    [Inject]
    private StationSettings Settings { get; set; } = null!;

    [Inject]
    private CommandGuard Guard { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    protected override async Task OnInitializedAsync() => days = await Settings.GetRetentionDaysAsync();

    private Task SaveAsync() => Guard.RunAsync(Right.SetSchedules, async () =>
    {
        var typed = wanted is null ? days
            : int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        problem = (await Settings.SetRetentionDaysAsync(typed))?.Say();
        if (problem is not null)
        {
            return false;
        }

        (days, wanted) = (typed, null);
        Snackbar.Add(L["Saved; it counts from now on."], Severity.Success);
        return true;
    }, StateHasChanged);
}
