using Microsoft.AspNetCore.Components;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Web.Alarms;
using Whatever.Web.Components.Charts;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.Forecasting;
using Whatever.Web.Monitoring;
using Whatever.Web.Readings;
using Whatever.Web.Storage;

namespace Whatever.Web.Components.Pages.Alarms;

/// <summary>One alarm: what it rests on, what was done, what can be done.</summary>
public partial class AlarmPage
{
    /// <summary>Shown before the event, and after its end.</summary>
    private const int HoursAround = 3;

    /// <summary>The lowest flow of a night is seen against the nights before.</summary>
    private const int DaysBeforeNight = 14;

    private AlarmDetail? detail;
    private AlarmSentence? sentence;
    private IReadOnlyList<Sensor> sensors = [];
    private Sensor? own;
    private TimeModel? chart;
    private int now;

    [Parameter]
    public long Id { get; set; }

    [Inject]
    private AlarmQueries Queries { get; set; } = null!;

    [Inject]
    private SeriesQueries Series { get; set; } = null!;

    [Inject]
    private ForecastQueries Forecasts { get; set; } = null!;

    private Alarm Alarm => detail!.Alarm;

    /// <summary>Whose clock the times are on.</summary>
    private Sensor? Clock => own ?? sensors.FirstOrDefault();

    private IEnumerable<(string Name, double Value, double? Expected, string Unit)> Numbers
    {
        get
        {
            if (Alarm.FlowRate is { } flow)
            {
                yield return (L["Flow rate"], flow, Alarm.ExpectedFlowRate, own?.FlowRateUnit ?? "");
            }

            if (Alarm.Pressure is { } pressure)
            {
                yield return (L["Pressure"], pressure, Alarm.ExpectedPressure, own?.PressureUnit ?? "");
            }
        }
    }

    /// <summary>
    /// Those of nights are followed night by night. Others are not followed minute by minute: they are taken when the alarm is raised and
    /// when it gets worse. Null where there are none.
    /// </summary>
    private string? NumbersOf =>
        Alarm.Cause is AlarmCause.Leak or AlarmCause.NightFlowStep
            ? L["The numbers are those of the last night that was judged."]
            : detail!.Entries.LastOrDefault(entry => entry.Kind is AlarmEntryKind.Opened or AlarmEntryKind.StageRose) is { } taken
                && Numbers.Any()
        ? (string)L[
            taken.Kind == AlarmEntryKind.Opened
                ? "The numbers are those of when it was raised, {0}; the chart shows what came later."
                : "The numbers are those of when its stage rose last, {0}; the chart shows what came later.",
            Show.Minute(Clock, taken.Minute)]
        : null;

    protected override bool ConcernsEverySensor => true;

    protected override bool Concerns(ChangeKind kind) => kind is ChangeKind.Alarms;

    protected override async Task LoadAsync()
    {
        now = StationClock.MinuteOf(Time.GetUtcNow());
        sensors = await Stations.ListAsync();
        detail = await Queries.FindAsync(Id);
        own = sensors.FirstOrDefault(sensor => sensor.Key == detail?.Alarm.SensorKey);
        sentence = new AlarmSentence(L, own);
        chart = detail is null || own is null ? null : await DrawAsync(own);
        if (own is not null && own.Id != SensorId)
        {
            // The header shows the sensor that the address names.
            Navigation.NavigateTo(AlarmWords.LinkTo(Alarm, own), replace: true);
        }
    }

    private async Task<TimeModel> DrawAsync(Sensor sensor)
    {
        var builder = new TimeModelBuilder(sensor, L);
        var before = Alarm.Cause.KindOf() == JudgementKind.NightFlow ? DaysBeforeNight * MinutesPer.Day : HoursAround * 60;
        var end = Math.Max(Alarm.ClearedMinute ?? now, Alarm.RaisedMinute);
        var (from, to) = (Alarm.SinceMinute - before, Math.Min(end + (HoursAround * 60), Alarm.RaisedMinute + (30 * MinutesPer.Day)));
        var measured = await Series.ReadAsync(sensor.Key, from, to);
        var panels = new List<TimePanel>();
        foreach (var quantity in QuantityNames.All)
        {
            panels.Add(
                builder.Panel(
                    quantity, measured, await Forecasts.NearestAsync(sensor.Key, quantity, from, to), Array.Empty<OutlierMinute>()));
        }

        return new TimeModel
        {
            Panels = panels,
            Min = builder.ToChart(from),
            Max = builder.ToChart(to),
            Now = now <= to ? builder.ToChart(now) : null,
            NowLabel = L["now"],
            MarkedFrom = builder.ToChart(Alarm.SinceMinute),
            MarkedTo = builder.ToChart(Math.Min(end, to)),
            Empty = L["Readings appear here as soon as there are some."],
            Dark = Dark,
            Height = 210,
            Key = $"alarm {Id}",
        };
    }
}
