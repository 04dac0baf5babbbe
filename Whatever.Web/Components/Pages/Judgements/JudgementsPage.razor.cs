using Microsoft.AspNetCore.Components;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Web.Alarms;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Components.Pages.Judgements;

/// <summary>What each kind of judgement says of the sensor, and why it says nothing where it does not.</summary>
public partial class JudgementsPage
{
    private const int ShownSpans = 50;
    private const int DefaultDays = 7;
    private static readonly int[] DayChoices = [1, 7, 30, 90];

    /// <summary>Those that leave findings behind.</summary>
    private static readonly JudgementKind[] Kinds = [JudgementKind.System, JudgementKind.Forecast, JudgementKind.NightFlow];

    private JudgementOverview? overview;
    private FoundSpans found = new([], 0, IsCounted: true);

    [SupplyParameterFromQuery(Name = "days")]
    public int? Days { get; set; }

    [SupplyParameterFromQuery(Name = "kind")]
    public string? Kind { get; set; }

    [Inject]
    private JudgementQueries Judgements { get; set; } = null!;

    [Inject]
    private FindingQueries Findings { get; set; } = null!;

    private int ShownDays => Days is { } days && DayChoices.Contains(days) ? days : DefaultDays;

    private JudgementKind? ShownKind => Enum.TryParse<JudgementKind>(Kind, out var kind) && Kinds.Contains(kind) ? kind : null;

    private string KindName => ShownKind?.ToString() ?? "";

    /// <summary>
    /// Changes come minute by minute, and many a second while history is judged; three months of findings may be a hundred thousand rows.
    /// </summary>
    protected override TimeSpan LooksApart => TimeSpan.FromSeconds(15);

    protected override bool Concerns(ChangeKind kind) =>
        kind is ChangeKind.Judgements or ChangeKind.Alarms or ChangeKind.Settings or ChangeKind.Forecasts or ChangeKind.Stations;

    protected override async Task LoadAsync()
    {
        if (Sensor is null)
        {
            return;
        }

        var now = StationClock.MinuteOf(Time.GetUtcNow());
        overview = await Judgements.LoadAsync(Sensor);
        var (sensor, from, to, kind) = (
            Sensor, now - (ShownDays * MinutesPer.Day), StationClock.LatestReading(Time.GetUtcNow()), ShownKind);
        found = await Findings.SpansAsync(sensor, from, to, kind, ShownSpans);
    }

    private void Choose(string name, ChangeEventArgs change) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameter(name.ToLowerInvariant(), change.Value is string { Length: > 0 } value ? value : null));
}
