using System.Globalization;
using Microsoft.AspNetCore.Components;
using Whatever.Model.Alarms;

namespace Whatever.Web.Components.Charts;

/// <summary>The days of a trial, each as high as it has outlier minutes.</summary>
public partial class DayStrip
{
    private const int AlarmHeight = 4;
    private IReadOnlyList<(int Stage, string Path)> stages = [];
    private string alarms = "";

    [Parameter]
    [EditorRequired]
    public TrialResult Result { get; set; } = null!;

    /// <summary>The day of a minute on the station's clock.</summary>
    [Parameter]
    [EditorRequired]
    public Func<int, DateOnly> DayOf { get; set; } = null!;

    /// <summary>Minutes between two values.</summary>
    [Parameter]
    [EditorRequired]
    public int Interval { get; set; }

    /// <summary>Minutes at the full height; it stays while a handle is moved.</summary>
    [Parameter]
    [EditorRequired]
    public int Top { get; set; }

    private DateOnly? First => Result.ByDay.Count > 0 ? Result.ByDay[0].Day : null;

    private DateOnly? Last => Result.ByDay.Count > 0 ? Result.ByDay[^1].Day : null;

    protected override void OnParametersSet()
    {
        var scale = (100.0 - AlarmHeight) * Interval / Top;
        stages =
        [
            .. Enumerable.Range(1, 4)
                .Select(stage => (stage, string.Concat(Result.ByDay.Select((day, x) => Bar(x, day.PerStage, stage, scale))))),
        ];
        var withAlarm = Result.Alarms.Select(alarm => DayOf(alarm.From)).ToHashSet();
        alarms = string.Concat(Result.ByDay.Select((day, x) => withAlarm.Contains(day.Day) ? $"M{x} 0h0.9v{AlarmHeight}h-0.9z" : ""));
    }

    /// <summary>The worst stage stands at the bottom, where it is seen best.</summary>
    private static string Bar(int x, IReadOnlyList<int> perStage, int stage, double scale)
    {
        var from = Math.Min(100 - AlarmHeight, perStage.Skip(stage + 1).Sum() * scale);
        var height = Math.Min(100 - AlarmHeight - from, perStage[stage] * scale);
        return height <= 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"M{x} {100 - from:0.##}h0.9v{-height:0.##}h-0.9z");
    }
}
