using System.Globalization;
using Microsoft.AspNetCore.Components;
using Whatever.Model.Alarms;
using Whatever.Web.Alarms;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Components.Pages.Figures;

/// <summary>What alarms ask of persons, against what persons can give.</summary>
public partial class FiguresPage
{
    private const int ShownFloods = 5;
    private const int DefaultDays = 30;
    private static readonly int[] DayChoices = [1, 7, 30, 90, 365];
    private IReadOnlyList<Sensor> sensors = [];
    private AlarmFigures? figures;

    [SupplyParameterFromQuery(Name = "days")]
    public int? Days { get; set; }

    [Inject]
    private AlarmFigureQueries Queries { get; set; } = null!;

    private int ShownDays => Days is { } days && DayChoices.Contains(days) ? days : DefaultDays;

    /// <summary>A budget that is null has none; a figure without a base says so and is not held against one.</summary>
    private IEnumerable<(string Name, string Value, string Budget, bool? Holds)> Load
    {
        get
        {
            var known = figures!;
            yield return (
                L["Alarms an hour, mean"], Number(known.PerHourMean), Whole(AlarmFigures.BudgetPerHour),
                known.PerHourMean <= AlarmFigures.BudgetPerHour);
            yield return (
                L["Alarms an hour, most"], Whole(known.PerHourMax), Whole(AlarmFigures.BudgetPerHour),
                known.PerHourMax <= AlarmFigures.BudgetPerHour);
            yield return (L["Hours with more than {0}", AlarmFigures.BudgetPerHour], Percent(known.BusyHourShare), "–", null);
            yield return (
                L["Alarms in ten minutes, most"], Whole(known.PerTenMinutesMax), Whole(AlarmFigures.BudgetPerTenMinutes),
                known.PerTenMinutesMax <= AlarmFigures.BudgetPerTenMinutes);
            yield return (
                L["Floods: more than {0} in ten minutes", AlarmFigures.BudgetPerTenMinutes], Floods(known), "0", known.Floods.Count == 0);
            yield return (L["Alarms a day and station"], Number(known.PerDayAndStation), "–", null);
            yield return (
                L["Chattering: {0} of one cause in {1} minutes", AlarmFigures.ChatterCalls, AlarmFigures.ChatterMinutes],
                Whole(known.Chattering.Count), "0", known.Chattering.Count == 0);
            yield return (L["Standing for more than 24 h"], Whole(known.Standing), "–", null);
            yield return (L["Acknowledged"], L["{0} of {1}", known.Acknowledged, known.Acknowledgeable], "–", null);
            yield return (L["Time to acknowledge, median"], Waited(known.MinutesToAcknowledgeMedian), "–", null);
            yield return (L["Time to acknowledge, 90th percentile"], Waited(known.MinutesToAcknowledge90), "–", null);
        }
    }

    protected override bool ConcernsEverySensor => true;

    protected override bool Concerns(ChangeKind kind) => kind is ChangeKind.Alarms;

    protected override async Task LoadAsync()
    {
        sensors = await Stations.ListAsync();
        figures = await Queries.ComputeAsync(ShownDays);
    }

    private static string Number(double value) => value.ToString(value is > 0 and < 0.1 ? "0.000" : "0.##", CultureInfo.CurrentCulture);

    private static string Whole(int value) => value.ToString(CultureInfo.CurrentCulture);

    private static string Percent(double share) => share.ToString(share is > 0 and < 0.1 ? "0.0 %" : "0 %", CultureInfo.CurrentCulture);

    private string Floods(AlarmFigures known) => known.Floods.Count == 0
        ? Whole(0)
        : L["{0}, {1} in all", known.Floods.Count, AlarmWords.Duration(L, known.Floods.Sum(flood => flood.Minutes))];

    private string Waited(double? minutes) => minutes is { } known ? AlarmWords.Duration(L, known) : L["nobody did yet"];

    private string NameOf(int? key) => sensors.FirstOrDefault(sensor => sensor.Key == key)?.Id ?? L["several"];

    private void Choose(ChangeEventArgs change) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("days", (string?)change.Value));

    private string ChatterOf(AlarmFigures known, AlarmSource source) =>
        known.Chattering.FirstOrDefault(other => (other.Sensor, other.Cause) == (source.Sensor, source.Cause)) is { } chatter
            ? $" · {L["chatters: {0} of them", chatter.Count]}"
            : "";
}
