using System.Globalization;
using Microsoft.AspNetCore.Components;
using Whatever.Model.Series;
using Whatever.Web.Alarms;
using Whatever.Web.Components.Charts;
using Whatever.Web.Components.Shared;
using Whatever.Web.Delivery;
using Whatever.Web.Domain;
using Whatever.Web.Forecasting;
using Whatever.Web.Monitoring;
using Whatever.Web.Readings;
using Whatever.Web.Scheduling;
using Whatever.Web.Storage;

namespace Whatever.Web.Components.Pages.Live;

/// <summary>What flows now, what came before, what is expected.</summary>
public partial class LivePage
{
    private const int ShownEpisodes = 10;
    private const string DefaultRange = "24h";

    /// <summary>Minutes back, and minutes of forecast ahead.</summary>
    private static readonly Dictionary<string, (int Back, int Ahead)> Ranges = new(StringComparer.Ordinal)
    {
        ["1h"] = (60, 60),
        ["6h"] = (360, 180),
        ["24h"] = (1440, 720),
        ["7d"] = (10080, 8640),
        ["30d"] = (43200, 8640),
        ["1y"] = (525600, 8640),
    };

    private IReadOnlyList<CurrentValue> current = [];
    private IReadOnlyList<OutlierEpisode> episodes = [];
    private IReadOnlyList<Alarm> open = [];
    private Alarm? banner;
    private AlarmCounts? counts;
    private int now;
    private DeliverySummary? summary;
    private DateTimeOffset? nextForecast;
    private TimeModel? chart;
    private LiveWindow? window;
    private Replay? replay;

    [SupplyParameterFromQuery(Name = "range")]
    public string? Range { get; set; }

    /// <summary>The day that is shown up to its end, on the sensor's clock.</summary>
    [SupplyParameterFromQuery(Name = "day")]
    public string? Day { get; set; }

    [Inject]
    private ReadingQueries Readings { get; set; } = null!;

    [Inject]
    private SeriesQueries Series { get; set; } = null!;

    [Inject]
    private ForecastQueries Forecasts { get; set; } = null!;

    [Inject]
    private OutlierQueries Outliers { get; set; } = null!;

    [Inject]
    private AlarmQueries Alarms { get; set; } = null!;

    [Inject]
    private DeliveryQueries Deliveries { get; set; } = null!;

    [Inject]
    private JobQueries Jobs { get; set; } = null!;

    private string RangeName => Range is not null && Ranges.ContainsKey(Range) ? Range : DefaultRange;

    private string SourceText => Sensor switch
    {
        { Source: ReadingSource.Simulator } when MinutesBehind > 1 =>
            L["Demo: simulated water, catching up at {0}×, {1} min behind", LiveSources.DemoSpeed, MinutesBehind],
        { Source: ReadingSource.Simulator } => L["Demo: simulated water"],
        _ when replay is { Running: true } => L["Replay of {0} at {1}×", replay.FileName, replay.Speed],
        _ => "",
    };

    private int MinutesBehind => current.Max(value => value.Minute) is { } newest ? StationClock.MinuteOf(Time.GetUtcNow()) - newest : 0;

    protected override bool Concerns(ChangeKind kind) =>
        kind is ChangeKind.Readings or ChangeKind.Forecasts or ChangeKind.Judgements or ChangeKind.Alarms or ChangeKind.Deliveries
            or ChangeKind.Settings;

    protected override async Task LoadAsync()
    {
        if (Sensor is null)
        {
            return;
        }

        now = StationClock.MinuteOf(Time.GetUtcNow());
        current = await Readings.CurrentAsync(Sensor.Key);
        window = LiveWindow.Of(Sensor.Clock, Day, current.Max(value => value.Minute), now, Ranges[RangeName]);
        replay = await Readings.ReplayAsync(Sensor.Key);
        var outliers = new Dictionary<Quantity, IReadOnlyList<OutlierMinute>>();
        foreach (var quantity in QuantityNames.All)
        {
            outliers[quantity] = await Outliers.MinutesAsync(Sensor.Key, quantity, window.From, window.To);
        }

        episodes =
        [
            .. outliers.SelectMany(pair => OutlierQueries.Group(pair.Key, pair.Value)).OrderByDescending(episode => episode.ToMinute)
                .Take(ShownEpisodes),
        ];
        banner = await Alarms.WorstAsync(Sensor.Key);
        counts = await Alarms.CountAsync(Sensor.Key);
        open = (await Alarms.ListAsync(new AlarmFilter(Sensor.Key, IsOpen: true), ShownEpisodes)).Rows;
        summary = await Deliveries.SummarizeAsync(
            Sensor.Id, StationClock.InstantOf(Sensor.Clock.StartOfDay(Sensor.Clock.DayOf(Time.GetUtcNow()))));
        nextForecast = await Jobs.NextDueAsync(JobNames.ForecastDays, Sensor.TimeZone);
        chart = await DrawAsync(Sensor, outliers, window);
    }

    private async Task<TimeModel> DrawAsync(
        Sensor sensor, Dictionary<Quantity, IReadOnlyList<OutlierMinute>> outliers, LiveWindow shown)
    {
        var builder = new TimeModelBuilder(sensor, L);
        var measured = await Series.ReadAsync(sensor.Key, shown.From, shown.To);
        var panels = new List<TimePanel>();
        foreach (var quantity in QuantityNames.All)
        {
            var forecast = await Forecasts.NearestAsync(sensor.Key, quantity, shown.From, shown.Until);
            panels.Add(builder.Panel(quantity, measured, forecast, outliers[quantity]));
        }

        return new TimeModel
        {
            Panels = panels,
            Min = builder.ToChart(shown.From),
            Max = builder.ToChart(shown.Until),
            Now = builder.ToChart(now),
            NowLabel = L["now"],
            Empty = L["Readings appear here as soon as there are some."],
            Dark = Dark,
            Key = $"{sensor.Id} {RangeName} {Day}",
        };
    }

    private string RangeLink(string name) => Navigation.GetUriWithQueryParameter("range", name);

    private DateOnly ShownDay => window!.Day ?? DateOnly.FromDateTime(Sensor!.Clock.ToLocal(window.To));

    private string DayLink(int days) =>
        Navigation.GetUriWithQueryParameter("day", LiveWindow.Write(ShownDay.AddDays(days)));

    private string NowLink => Navigation.GetUriWithQueryParameter("day", (string?)null);

    private void ChooseDay(ChangeEventArgs change) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("day", change.Value is string { Length: > 0 } day ? day : null));

    /// <summary>No longer of now: the next one is late by more than a hiccup of the network.</summary>
    private bool IsStale(CurrentValue value) => value.Minute is { } minute
        && now - minute > (3 * Sensor!.SamplingIntervalMinutes) + 7;

    private string Describe(CurrentValue value)
    {
        if (value.Minute is not { } minute)
        {
            return L["Nothing measured yet"];
        }

        var age = AgeWords.OfMinutes(L, StationClock.MinuteOf(Time.GetUtcNow()) - minute);
        return Sensor!.RangeOf(value.Quantity).Excludes(value.Value ?? double.NaN) ? $"{L["outside the physical range"]} · {age}"
            : value.Mean is null ? age
            : value.IsWithinNormal ? $"{L["normal for this hour"]} · {age}"
            : $"{L["{0} against the mean of this hour", Show.Percent(value.Deviation)]} · {age}";
    }

    /// <summary>The tick of now, with the band from P5 to P95 in the middle half.</summary>
    private static string? BandOf(CurrentValue value) => value is { Value: { } now, P5: { } low, P95: { } high } && high > low
        ? $"{((Math.Clamp((now - low) / (high - low), -0.48, 1.48) * 50) + 25).ToString("0.#", CultureInfo.InvariantCulture)}%"
        : null;
}
