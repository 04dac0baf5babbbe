using Microsoft.AspNetCore.Components;
using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Web.Alarms;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Components.Pages.Alarms;

/// <summary>What needs a person, and what did.</summary>
public partial class AlarmsPage
{
    private const int ShownRows = 200;
    private const int DefaultDays = 7;
    private static readonly int[] DayChoices = [1, 7, 30, 90, 365];
    private IReadOnlyList<Alarm> rows = [];
    private IReadOnlyList<Sensor> sensors = [];
    private int total;
    private int now;

    [SupplyParameterFromQuery(Name = "only")]
    public string? Only { get; set; }

    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    [SupplyParameterFromQuery(Name = "cause")]
    public string? Cause { get; set; }

    [SupplyParameterFromQuery(Name = "days")]
    public int? Days { get; set; }

    [Inject]
    private AlarmQueries Queries { get; set; } = null!;

    private int ShownDays => Days is { } days && DayChoices.Contains(days) ? days : DefaultDays;

    private string StateName => Enum.TryParse<AlarmState>(State, out var state) ? state.ToString() : "";

    private string CauseName => Enum.TryParse<AlarmCause>(Cause, out var cause) ? cause.ToString() : "";

    protected override bool ConcernsEverySensor => true;

    protected override bool Concerns(ChangeKind kind) => kind is ChangeKind.Alarms;

    protected override async Task LoadAsync()
    {
        now = StationClock.MinuteOf(Time.GetUtcNow());
        sensors = await Stations.ListAsync();
        var filter = new AlarmFilter(
            Only is null ? null : Sensor?.Key,
            Enum.TryParse<AlarmState>(State, out var state) ? state : null,
            Enum.TryParse<AlarmCause>(Cause, out var cause) ? cause : null,
            now - (ShownDays * 1440));
        (rows, total) = await Queries.ListAsync(filter, ShownRows);
    }

    private void Choose(string name, ChangeEventArgs change) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameter(name.ToLowerInvariant(), change.Value is string { Length: > 0 } value ? value : null));
}
