using System.Globalization;
using Microsoft.AspNetCore.Components;
using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;

namespace Whatever.Web.Components.Charts;

/// <summary>What is normal at each hour, by two versions of the criteria.</summary>
public partial class HourProfile
{
    private int hours;
    private double low;
    private double high;

    [Parameter]
    [EditorRequired]
    public ContextCriteria Old { get; set; } = null!;

    [Parameter]
    [EditorRequired]
    public ContextCriteria New { get; set; } = null!;

    [Parameter]
    [EditorRequired]
    public string Unit { get; set; } = "";

    private IEnumerable<string> Labels => hours == HoursPer.Day
        ? ["0:00", "6:00", "12:00", "18:00", "24:00"]
        : Enumerable.Range(0, 7).Select(day => CultureInfo.CurrentCulture.DateTimeFormat.GetAbbreviatedDayName((DayOfWeek)((day + 1) % 7)));

    protected override void OnParametersSet()
    {
        var contexts = new[] { Old, New };
        hours = contexts.All(criteria => criteria.Cells.Count == 0) ? 0
            : contexts.Any(criteria => criteria is { Cells.Count: > 0, Context: CriteriaContext.HourOfWeek })
                ? HourCells.Count
                : HoursPer.Day;
        var all = Enumerable.Range(0, hours).SelectMany(hour => contexts.Select(criteria => At(criteria, hour))).ToList();
        low = all.Select(normal => normal.Mean - normal.StandardDeviation).DefaultIfEmpty().Min();
        high = all.Select(normal => normal.Mean + normal.StandardDeviation).DefaultIfEmpty().Max();
    }

    private static NormalCriteria At(ContextCriteria criteria, int hour) => criteria.Cells.Count == 0 ? criteria.All : criteria.Cells[hour];

    private string Line(ContextCriteria criteria) => Path(Enumerable.Range(0, hours).Select(hour => (hour + 0.5, At(criteria, hour).Mean)));

    private string Band(ContextCriteria criteria) =>
        Path(Enumerable.Range(0, hours).Select(hour => (hour + 0.5, At(criteria, hour).Mean + At(criteria, hour).StandardDeviation))
        .Concat(
            Enumerable.Range(0, hours).Reverse()
                .Select(hour => (hour + 0.5, At(criteria, hour).Mean - At(criteria, hour).StandardDeviation)))) + "z";

    private string Path(IEnumerable<(double X, double Value)> points) => "M" + string.Join("L", points.Select(point =>
        string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#} {100 * (high - point.Value) / (high > low ? high - low : 1):0.##}")));
}
