using Whatever.Web.Domain;

namespace Whatever.Web.Readings;

/// <summary>How often a logger writes, by the rows of its file.</summary>
public static class FileInterval
{
    /// <returns>The usual distance of the first rows in minutes; null where it is none that a sensor can have.</returns>
    public static int? Of(IReadOnlyList<PreviewRow> rows)
    {
        var times = rows.Select(row => row.Time).OfType<DateTime>().Order().ToList();
        var usual = times.Zip(times.Skip(1), (a, b) => (int)(b - a).TotalMinutes).GroupBy(minutes => minutes)
            .OrderByDescending(group => group.Count()).FirstOrDefault()?.Key;
        return usual is { } minutes && Sensor.SamplingIntervals.Contains(minutes) ? minutes : null;
    }
}
