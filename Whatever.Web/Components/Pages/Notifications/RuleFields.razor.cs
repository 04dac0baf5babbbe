using System.Globalization;
using Microsoft.AspNetCore.Components;
using Whatever.Model.Outliers;
using Whatever.Web.Domain;
using Whatever.Web.Notifications;

namespace Whatever.Web.Components.Pages.Notifications;

/// <summary>What a rule says.</summary>
public partial class RuleFields
{
    /// <summary>More boxes than this nobody ticks: whole stations are chosen then.</summary>
    private const int MostSensors = 60;

    private static readonly OutlierStage[] Stages =
        [OutlierStage.Interest, OutlierStage.Caution, OutlierStage.Alert, OutlierStage.Serious];

    [Parameter, EditorRequired]
    public RuleDraft Draft { get; set; } = new();

    [Parameter, EditorRequired]
    public EventCallback<RuleDraft> DraftChanged { get; set; }

    /// <summary>As they were typed.</summary>
    [Parameter, EditorRequired]
    public string? Group { get; set; }

    [Parameter, EditorRequired]
    public EventCallback<string> GroupChanged { get; set; }

    [Parameter, EditorRequired]
    public string? Escalate { get; set; }

    [Parameter, EditorRequired]
    public EventCallback<string> EscalateChanged { get; set; }

    [Parameter, EditorRequired]
    public IReadOnlyList<NotificationContact> Contacts { get; set; } = [];

    [Parameter, EditorRequired]
    public IReadOnlyList<Sensor> Sensors { get; set; } = [];

    /// <summary>From the first day of the week on, as the language has it.</summary>
    private static IEnumerable<DayOfWeek> Days =>
        Enumerable.Range((int)CultureInfo.CurrentCulture.DateTimeFormat.FirstDayOfWeek, 7).Select(day => (DayOfWeek)(day % 7));

    private static string NameOf(DayOfWeek day) => CultureInfo.CurrentCulture.DateTimeFormat.GetDayName(day);

    private bool HasDay(DayOfWeek day) => (Draft.Days >> (int)day & 1) == 1;

    private Task SetAsync(RuleDraft next) => DraftChanged.InvokeAsync(next);

    private Task ToggleDayAsync(DayOfWeek day) => SetAsync(Draft with { Days = Draft.Days ^ (1 << (int)day) });

    private Task SetStageAsync(ChangeEventArgs change) =>
        int.TryParse(change.Value as string, CultureInfo.InvariantCulture, out var stage) && Stages.Contains((OutlierStage)stage)
            ? SetAsync(Draft with { FromStage = (OutlierStage)stage })
            : Task.CompletedTask;

    private static IReadOnlyList<int> Toggle(IReadOnlyList<int> ids, int id) => ids.Contains(id) ? [.. ids.Except([id])] : [.. ids, id];

    private static string TextOf(ChangeEventArgs change) => change.Value as string ?? "";
}
