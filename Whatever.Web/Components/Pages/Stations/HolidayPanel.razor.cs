using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using MudBlazor;
using Whatever.Model.Problems;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Stations;

namespace Whatever.Web.Components.Pages.Stations;

/// <summary>Shows and changes the holidays of a sensor's station.</summary>
public partial class HolidayPanel
{
    private const int ShownMonths = 12;

    private IReadOnlyList<ListedHoliday> holidays = [];
    private IReadOnlyList<ListedHoliday> edited = [];
    private IReadOnlyList<string> problems = [];
    private HolidaySources? sources;
    private string day = "";
    private string name = "";
    private bool busy;
    private bool isPast;

    [Parameter]
    [EditorRequired]
    public Sensor Sensor { get; set; } = null!;

    [Inject]
    private SensorHolidays Holidays { get; set; } = null!;

    [Inject]
    private StationRights Rights { get; set; } = null!;

    [Inject]
    private HolidayEditor Editor { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    private bool IsStopped => busy || !Rights.May(Right.SetStations);

    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var today = Sensor.Clock.DayOf(Time.GetUtcNow());
        holidays = isPast
            ? await Holidays.ListAsync(Sensor.Key, today.AddMonths(-ShownMonths), today.AddDays(-1))
            : await Holidays.ListAsync(Sensor.Key, today, today.AddMonths(ShownMonths));
        edited = await Holidays.ListEditedAsync(Sensor.Key);
        sources = await Holidays.SourcesAsync(Sensor.Key);
    }

    private Task TurnAroundAsync()
    {
        isPast = !isPast;
        return LoadAsync();
    }

    /// <summary>An event of a calendar file need not have a name.</summary>
    private string NameOf(ListedHoliday holiday) => string.Join(
        ", ",
        holiday.Names.Select(
            known => known.Length == 0 ? L["Holiday"].Value : holiday.Origin == HolidayOrigin.Country ? L[known].Value : known));

    private Task<bool> ChooseCountryAsync(ChangeEventArgs change) =>
        ChangeAsync(() => Editor.ChooseCountryAsync(Sensor.StationId, change.Value is string { Length: > 0 } country ? country : null));

    private async Task AddAsync()
    {
        if (!WireTime.TryReadDay(day, out var added))
        {
            problems = [L["Choose a day first."]];
        }
        else if (await ChangeAsync(() => Editor.AddDayAsync(Sensor.StationId, added, name)))
        {
            (day, name) = ("", "");
        }
    }

    /// <summary>
    /// Of a day that a person added nothing is kept; one of the calendar or the file stays listed, so that it can be put back.
    /// </summary>
    private Task<bool> ToggleAsync(ListedHoliday holiday) =>
        ChangeAsync(() => holiday is { IsHoliday: true, Origin: not HolidayOrigin.Person }
        ? Editor.RemoveDayAsync(Sensor.StationId, holiday.Day)
        : Editor.ForgetDayAsync(Sensor.StationId, holiday.Day));

    private Task<bool> ForgetAsync(ListedHoliday holiday) => ChangeAsync(() => Editor.ForgetDayAsync(Sensor.StationId, holiday.Day));

    private Task<bool> RemoveFileAsync() => ChangeAsync(() => Editor.RemoveFileAsync(Sensor.StationId));

    private Task<bool> TakeFileAsync(InputFileChangeEventArgs change) => ChangeAsync(async () =>
    {
        if (change.File.Size > HolidayFile.LargestBytes)
        {
            return [HolidayFile.TooLarge(change.File.Name)];
        }

        try
        {
            await using var content = change.File.OpenReadStream(HolidayFile.LargestBytes);
            var copy = new MemoryStream((int)change.File.Size);
            await content.CopyToAsync(copy);
            return await Editor.TakeFileAsync(Sensor.StationId, change.File.Name, copy.ToArray());
        }
        catch (IOException failure)
        {
            return [Failure.Of(failure)];
        }
    });

    private async Task<bool> ChangeAsync(Func<Task<IReadOnlyList<Problem>>> change)
    {
        if (busy || !await Rights.DemandAsync(Right.SetStations))
        {
            return false;
        }

        busy = true;
        try
        {
            problems = (await change()).Say();
        }
        finally
        {
            busy = false;
        }

        await LoadAsync();
        if (problems.Count == 0)
        {
            Snackbar.Add(L["Saved."], Severity.Success);
        }

        return problems.Count == 0;
    }
}
