using Whatever.Web.Domain;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Components.Pages.Data;

/// <summary>What is to be said of a chosen file before it is imported.</summary>
internal static class PreviewFacts
{
    /// <summary>Columns that no sensor is fed with.</summary>
    public static IEnumerable<string> Ignored(CsvPreview own, IReadOnlyList<(FilePart Part, CsvPreview Preview)> others) =>
        own.Plan.IgnoredColumns.Where(name => others.All(other => other.Part.Plan.IgnoredColumns.Contains(name)));

    /// <summary>
    /// By the first rows, of a file in the order of time, as nearly all are. Others hold to the rule as well; they only do not say so.
    /// </summary>
    public static bool HoldsHistory(Sensor sensor, IEnumerable<CsvPreview> previews, DateTimeOffset now) => previews
        .SelectMany(preview => preview.Rows).Any(row => row.Time is { } at && sensor.Clock.ToMinute(at) < History.ToldFrom(now));

    /// <returns>Null where the sensor has the interval of the file already, or the file has none that a sensor can have.</returns>
    public static int? NewInterval(Sensor sensor, CsvPreview preview) =>
        FileInterval.Of(preview.Rows) is { } minutes && minutes != sensor.SamplingIntervalMinutes ? minutes : null;
}
