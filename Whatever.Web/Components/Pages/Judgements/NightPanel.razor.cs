using Microsoft.AspNetCore.Components;
using Whatever.Model.Alarms.Monitor;
using Whatever.Web.Alarms;
using Whatever.Web.Components.Charts;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;

namespace Whatever.Web.Components.Pages.Judgements;

/// <summary>The nights that are remembered: the lowest flow of each, what is usual, and what the newest one loses.</summary>
public partial class NightPanel
{
    private const int DayMilliseconds = 86_400_000;
    private TimeModel? model;
    private (NightOverview? Night, bool Dark) drawn;

    [Parameter]
    [EditorRequired]
    public Sensor Sensor { get; set; } = null!;

    [Parameter]
    [EditorRequired]
    public NightOverview Night { get; set; } = null!;

    [CascadingParameter(Name = "Dark")]
    public bool Dark { get; set; }

    private RememberedNight Newest => Night.Nights[^1];

    private AlarmSentence Sentence => new(L, Sensor);

    protected override void OnParametersSet()
    {
        if (Night.Nights.Count > 0 && drawn != (Night, Dark))
        {
            drawn = (Night, Dark);
            model = Draw();
        }
    }

    private TimeModel Draw()
    {
        // Of another season than the newest night's the usual flow is another one, too.
        var levelled = Night.Finding.Usual / Newest.Level;
        double?[][] lowest = [.. Night.Nights.Select(night => new[] { At(night), Round(night.Flow) })];
        var series = new List<TimeSeries> { new(L["Lowest hour"], "measured", lowest) };
        if (double.IsFinite(levelled))
        {
            series.Add(
                new TimeSeries(
                    L["Usual"], "forecast", [.. Night.Nights.Select(night => new[] { At(night), Round(levelled * night.Level) })]));
        }

        return new TimeModel
        {
            Panels = [new TimePanel("night_flow", $"{L["Night flow"]} ({Sensor.FlowRateUnit})", Sensor.FlowRateUnit, series)],
            Min = (long)At(Night.Nights[0])!.Value - DayMilliseconds,
            Max = (long)At(Newest)!.Value + DayMilliseconds,
            Dark = Dark,
            Key = $"nights {Sensor.Key}",
        };
    }

    private static double? At(RememberedNight night) =>
        new DateTimeOffset(night.Day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static double? Round(double? value) => value is { } number ? Math.Round(number, 3) : null;
}
