using Microsoft.AspNetCore.Components;
using Whatever.Model.Forecasting;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Components.Charts;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.Forecasting;
using Whatever.Web.People;
using Whatever.Web.Readings;
using Whatever.Web.Storage;

namespace Whatever.Web.Components.Pages.Forecasts;

/// <summary>The forecasts of one base day against what came.</summary>
public partial class ForecastsPage
{
    private IReadOnlyList<DateOnly> days = [];
    private IReadOnlyList<StoredForecast> rows = [];
    private Dictionary<(Quantity, int, int), StoredForecast> byHour = [];
    private DateOnly? baseDay;
    private DateOnly? chosen;
    private TimeModel? chart;
    private string? problem;
    private bool busy;

    [Inject]
    private StationRights Rights { get; set; } = null!;

    [Inject]
    private ForecastQueries Queries { get; set; } = null!;

    [Inject]
    private SeriesQueries Series { get; set; } = null!;

    [Inject]
    private IBackgroundWork Work { get; set; } = null!;

    [Inject]
    private ForecastRunner Runner { get; set; } = null!;

    protected override bool Concerns(ChangeKind kind) => kind is ChangeKind.Forecasts or ChangeKind.Stations;

    protected override async Task LoadAsync()
    {
        if (Sensor is null)
        {
            return;
        }

        days = await Queries.BaseDaysAsync(Sensor.Key);
        baseDay = chosen is { } day && days.Contains(day) ? day : days.Count > 0 ? days[0] : null;
        rows = baseDay is { } found ? await Queries.OfDayAsync(Sensor.Key, found) : [];
        byHour = rows.ToDictionary(row => (row.Quantity, row.Step, row.Hour));
        chart = baseDay is null ? null : await DrawAsync(Sensor, baseDay.Value);
    }

    private async Task<TimeModel> DrawAsync(Sensor sensor, DateOnly day)
    {
        var builder = new TimeModelBuilder(sensor, L);
        var (from, to) = (sensor.Clock.StartOfDay(day), sensor.Clock.StartOfDay(day.AddDays(7)));
        var measured = await Series.ReadAsync(sensor.Key, from, to);
        var panels = QuantityNames.All.Select(quantity => builder.Panel(
            quantity, measured,
            [
                .. rows.Where(row => row.Quantity == quantity).OrderBy(row => row.TargetMinute)
                    .Select(row => new ForecastPoint(row.TargetMinute, row.Value, row.LowConfidence, row.P10, row.P90))],
            []));
        var now = StationClock.MinuteOf(Time.GetUtcNow());
        return new TimeModel
        {
            Panels = [.. panels],
            Min = builder.ToChart(from),
            Max = builder.ToChart(to),
            Now = now < from + (7 * MinutesPer.Day) ? builder.ToChart(now) : null,
            NowLabel = L["now"],
            Dark = Dark,
            Key = $"{sensor.Id} {day}",
        };
    }

    private string ValueOf(Quantity quantity, int step, int hour) =>
        byHour.TryGetValue((quantity, step, hour), out var row) ? Show.Number(row.Value) + (row.LowConfidence ? "°" : "") : "–";

    private string? BandOf(Quantity quantity, int step, int hour) =>
        byHour.TryGetValue((quantity, step, hour), out var row) && row is { P10: { } low, P90: { } high }
            ? $"P10–P90: {Show.Number(low)} – {Show.Number(high)}"
            : null;

    private async Task ChooseDayAsync(ChangeEventArgs change)
    {
        chosen = WireTime.TryReadDay((string?)change.Value, out var day) ? day : null;
        await LoadAsync();
    }

    private static void Describe(JobContext context, ForecastReport report)
    {
        if (report.Refusal is { } stands)
        {
            context.ReportFailure(stands);
        }
        else
        {
            context.Report(
                new Phrase("work.forecast-sensor", report.Sensor, Counted.Of(report.Rows, "count.rows"), report.BaseDay));
        }
    }

    private async Task ForecastNowAsync()
    {
        if (busy || !await Rights.DemandAsync(Right.RunJobs))
        {
            return;
        }

        busy = true;
        try
        {
            var sensor = Sensor!;
            var report = await Work.RunAsync(JobNames.ForecastDays, sensor.Id, async (context, cancellation) =>
            {
                var made = await Runner.RunAsync(sensor, null, cancellation);
                Describe(context, made);
                return made;
            });
            problem = report.Refusal?.Say();
            if (report.Refusal is null)
            {
                Snackbar.Add(
                    L["Forecast from {0}: {1} rows, {2} new files queued.", report.BaseDay!, report.Rows, report.Queued],
                    MudBlazor.Severity.Success);
            }
        }
        catch (Exception failure) when (Failure.Explain(failure) is { } stands)
        {
            problem = stands.Say();
        }
        finally
        {
            busy = false;
        }

        await LoadAsync();
    }
}
