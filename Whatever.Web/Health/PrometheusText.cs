using System.Globalization;
using System.Text;
using OpenTelemetry.Metrics;

namespace Whatever.Web.Health;

/// <summary>
/// Metrics in the text format of Prometheus (0.0.4): names with underscores, the unit and what a counter ends with behind them.
/// </summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(IEnumerable<Metric> metrics)
    {
        var text = new StringBuilder();
        foreach (var family in metrics.GroupBy(NameOf, StringComparer.Ordinal).OrderBy(family => family.Key, StringComparer.Ordinal))
        {
            var first = family.First();
            Line(text, $"# HELP {family.Key} {Escape(first.Description)}");
            Line(text, $"# TYPE {family.Key} {TypeOf(first.MetricType)}");
            foreach (var metric in family)
            {
                foreach (ref readonly var point in metric.GetMetricPoints())
                {
                    Write(text, family.Key, metric.MetricType, point);
                }
            }
        }

        return text.ToString();
    }

    internal static string NameOf(Metric metric)
    {
        var name = new StringBuilder(metric.Name.Replace('.', '_').Replace('-', '_'));
        name.Append(metric.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" });
        return name.Append(IsSum(metric.MetricType) ? "_total" : "").ToString();
    }

    private static void Write(StringBuilder text, string name, MetricType type, in MetricPoint point)
    {
        var tags = TagsOf(point);
        if (type == MetricType.Histogram)
        {
            WriteHistogram(text, name, tags, point);
            return;
        }

        Line(text, $"{name}{Braces(tags)} {Number(type switch
        {
            MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
            MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
            MetricType.LongGauge => point.GetGaugeLastValueLong(),
            _ => point.GetGaugeLastValueDouble(),
        })}");
    }

    private static void WriteHistogram(StringBuilder text, string name, string tags, in MetricPoint point)
    {
        var before = tags.Length == 0 ? "" : tags + ",";
        var total = 0L;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            total += bucket.BucketCount;
            var bound = double.IsPositiveInfinity(bucket.ExplicitBound) ? "+Inf" : Number(bucket.ExplicitBound);
            Line(text, $"{name}_bucket{{{before}le=\"{bound}\"}} {Number(total)}");
        }

        Line(text, $"{name}_sum{Braces(tags)} {Number(point.GetHistogramSum())}");
        Line(text, $"{name}_count{Braces(tags)} {Number(point.GetHistogramCount())}");
    }

    private static string TagsOf(in MetricPoint point)
    {
        var tags = new List<string>();
        foreach (var tag in point.Tags)
        {
            tags.Add($"{tag.Key.Replace('.', '_')}=\"{Escape(Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "")}\"");
        }

        return string.Join(',', tags);
    }

    private static bool IsSum(MetricType type) => type is MetricType.LongSum or MetricType.DoubleSum;

    private static string TypeOf(MetricType type) => IsSum(type) ? "counter" : type == MetricType.Histogram ? "histogram" : "gauge";

    private static string Braces(string tags) => tags.Length == 0 ? "" : $"{{{tags}}}";

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Escape(string text) => text.Replace("\\", @"\\", StringComparison.Ordinal)
        .Replace("\n", @"\n", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    /// <summary>Lines of the format end with a line feed on every system.</summary>
    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
