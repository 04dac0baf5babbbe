using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Readings;

/// <summary>
/// Of volumes the first rows alone do not show the flows: in a file of counts whose newest row comes first, each needs the next one, and
/// how long an interval is the distance of the rows says.
/// </summary>
internal sealed class CountedPreview(ValuePlan flow)
{
    /// <summary>So many rows are looked at.</summary>
    public const int Rows = 400;

    private readonly List<(int Row, long Ticks, double Count)> counts = [];

    public void Add(int row, RowParser parsed) => counts.Add((
        row, DateTime.UnixEpoch.AddMinutes(parsed.Minute).AddSeconds(parsed.Second).Ticks, parsed.FlowRate));

    public IReadOnlyList<PreviewRow> ToFlows(List<PreviewRow> rows)
    {
        var flows = counts.ConvertAll(one => one.Count).ToArray();
        var ticks = counts.ConvertAll(one => one.Ticks).ToArray();
        if (flow.Counter is { } counter)
        {
            CounterSeries.ToFlows(counter, ticks, flows, new CounterEvents());
        }
        else
        {
            IntervalSeries.ToFlows(flow.Interval!, ticks, flows, new CounterEvents());
        }

        for (var i = 0; i < flows.Length; i++)
        {
            rows[counts[i].Row] = rows[counts[i].Row] with { FlowRate = CsvPreview.OrNull(flows[i]) };
        }

        return rows;
    }
}
