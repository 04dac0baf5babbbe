using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using Whatever.Model.Problems;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.Notifications;
using Whatever.Web.People;

namespace Whatever.Web.Components.Pages.Notifications;

/// <summary>Who is told of which alarms, and when.</summary>
public partial class RulesPanel
{
    private IReadOnlyList<string> problems = [];
    private RuleDraft draft = new();
    private string editedName = "";
    private string? group = "2";
    private string? escalate;
    private int? removing;

    [Parameter, EditorRequired]
    public IReadOnlyList<NotificationRule> Rules { get; set; } = [];

    [Parameter, EditorRequired]
    public IReadOnlyList<NotificationContact> Contacts { get; set; } = [];

    [Parameter, EditorRequired]
    public IReadOnlyList<Sensor> Sensors { get; set; } = [];

    /// <summary>Of a new rule.</summary>
    [Parameter, EditorRequired]
    public string TimeZone { get; set; } = "UTC";

    [Inject]
    private NotificationEditor Editor { get; set; } = null!;

    [Inject]
    private CommandGuard Guard { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    protected override void OnParametersSet() => draft = draft.TimeZone.Length > 0 ? draft : draft with { TimeZone = TimeZone };

    private void Edit(NotificationRule rule)
    {
        editedName = rule.Name;
        draft = new RuleDraft
        {
            Id = rule.Id,
            Name = rule.Name,
            Enabled = rule.Enabled,
            FromStage = rule.FromStage,
            SensorKeys = NotificationRule.ReadIds(rule.Sensors),
            StationIds = NotificationRule.ReadIds(rule.Stations),
            From = Time(rule.FromMinute),
            To = Time(rule.ToMinute),
            Days = rule.Days,
            TimeZone = rule.TimeZone,
            OnClear = rule.OnClear,
            ContactIds = NotificationRule.ReadIds(rule.Contacts),
            EscalationIds = NotificationRule.ReadIds(rule.EscalationContacts),
        };
        (group, escalate, problems) = (TypedNumber.Write(rule.GroupMinutes), TypedNumber.Write(rule.EscalateMinutes), []);
    }

    private void Clear()
    {
        draft = new RuleDraft { TimeZone = TimeZone };
        (group, escalate, problems) = ("2", null, []);
    }

    private Task SaveAsync() => Guard.RunAsync(Right.SetNotifications, async () =>
    {
        problems = Typed().Say();
        if (problems.Count == 0)
        {
            TypedNumber.TryRead(group, out var minutes);
            TypedNumber.TryRead(escalate, out var after);
            problems = (await Editor.SaveAsync(
                draft with { GroupMinutes = (int)(minutes ?? 0), EscalateMinutes = (int?)after })).Say();
        }

        if (problems.Count > 0)
        {
            return false;
        }

        Clear();
        Snackbar.Add(L["Saved."], Severity.Success);
        return true;
    }, StateHasChanged);

    private IEnumerable<Problem> Typed() => new[]
    {
        TypedNumber.Refuse(group, isWhole: true, 0, NotificationRules.MostGroupMinutes),
        TypedNumber.Refuse(escalate, isWhole: true, 1, NotificationRules.MostEscalateMinutes),
    }.OfType<Problem>();

    /// <summary>Asked once, by the same button.</summary>
    private Task RemoveAsync(NotificationRule rule) => Guard.RunAsync(Right.SetNotifications, async () =>
    {
        if (removing != rule.Id)
        {
            removing = rule.Id;
            return true;
        }

        removing = null;
        problems = await Editor.RemoveRuleAsync(rule.Id) is { } problem ? [problem.Say()] : [];
        return problems.Count == 0;
    }, StateHasChanged);

    private string RemoveText(NotificationRule rule) => removing == rule.Id ? L["Delete {0}", rule.Name] : L["Delete"];

    private string NamesOf(string? ids) => string.Join(
        ", ", NotificationRule.ReadIds(ids).Select(id => Contacts.FirstOrDefault(contact => contact.Id == id)?.Name).OfType<string>());

    private string EscalationOf(NotificationRule rule) => rule.EscalateMinutes is { } minutes
        ? L["(after {0} min: {1})", minutes, NamesOf(rule.EscalationContacts)] : "";

    private string ScopeOf(NotificationRule rule)
    {
        var (keys, stations) = (NotificationRule.ReadIds(rule.Sensors), NotificationRule.ReadIds(rule.Stations));
        var names = Sensors.Select(sensor => sensor.Station).OfType<Station>().DistinctBy(station => station.Id)
            .Where(station => stations.Contains(station.Id)).Select(station => L["sensors of {0}", station.Name].Value)
            .Concat(Sensors.Where(sensor => keys.Contains(sensor.Key)).Select(sensor => sensor.Id)).ToList();
        return keys.Count + stations.Count == 0 ? L["every sensor"] : string.Join(", ", names);
    }

    private string HoursOf(NotificationRule rule)
    {
        var hours = rule.FromMinute == rule.ToMinute ? L["all day"].Value : $"{Time(rule.FromMinute)}–{Time(rule.ToMinute)}";
        var days = rule.Days == NotificationRule.EveryDay ? "" : " · " + string.Join(
            ' ', Enum.GetValues<DayOfWeek>().Where(day => (rule.Days >> (int)day & 1) == 1)
                .Select(day => CultureInfo.CurrentCulture.DateTimeFormat.GetAbbreviatedDayName(day)));
        return hours + days;
    }

    private static string Time(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");
}
