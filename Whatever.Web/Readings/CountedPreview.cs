using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Readings;

/// <summary>
/// Of a counter the first rows alone do not show its flows: in a file whose newest row comes first, each needs the next one.
/// </summary>
internal sealed class CountedPreview(CounterPlan counter)
{
    /// <summary>So many rows are looked at.</summary>
    public const int Rows = 400;

    private readonly List<(int Row, long Ticks, double Count)> counts = [];

    public void Add(int row, RowParser parsed) => counts.Add((
        row, DateTime.UnixEpoch.AddMinutes(parsed.Minute).AddSeconds(parsed.Second).Ticks, parsed.FlowRate));

    public IReadOnlyList<PreviewRow> ToFlows(List<PreviewRow> rows)
    {
        var flows = counts.ConvertAll(one => one.Count).ToArray();
        CounterSeries.ToFlows(counter, counts.ConvertAll(one => one.Ticks).ToArray(), flows, new CounterEvents());
        for (var i = 0; i < flows.Length; i++)
        {
            rows[counts[i].Row] = rows[counts[i].Row] with { FlowRate = CsvPreview.OrNull(flows[i]) };
        }

        return rows;
    }
}
