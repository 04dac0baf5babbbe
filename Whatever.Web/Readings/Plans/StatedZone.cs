using System.Text.RegularExpressions;
using Whatever.Model.Problems;

namespace Whatever.Web.Readings.Plans;

/// <summary>A time zone that a file says in the lines before its header: <c># Time zone: UTC+1</c>, "All times in UTC", 시간대: KST.</summary>
internal static partial class StatedZone
{
    /// <returns>What was said, and what it comes to: both null where it is not understood. Null where nothing is said.</returns>
    public static (string Said, int? OffsetMinutes, string? Zone)? Find(PlanColumns columns)
    {
        foreach (var line in columns.Preamble)
        {
            if ((NamedZone().Match(line) is { Success: true } named ? named : TimesIn().Match(line)) is not { Success: true } match)
            {
                continue;
            }

            var said = match.Groups["zone"].Value.Trim().Trim('"', ';', ',').Trim();
            var (offset, zone) = ColumnName.ReadZone(said);
            if (said.Length > 0)
            {
                return (said, offset, zone);
            }
        }

        return null;
    }

    public static Problem Ask(string said) => new Problem("plan.stated-zone", Excerpt.Of(said)).At(PlanChoices.Names.TimeZone);

    [GeneratedRegex(
        """(?:time[\s_-]?zone|zeitzone|표준\s?시간대|시간대|표준시|\btz)["\s]*[:=;,\t]\s*(?<zone>[^;,\t\r\n]+)""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NamedZone();

    [GeneratedRegex(@"\btimes?(?:stamps?)?\s+(?:are\s+)?(?:given\s+)?in\s+(?<zone>[A-Z]{2,5}(?:[+-][\d:]+)?)\b", RegexOptions
        .CultureInvariant)]
    private static partial Regex TimesIn();
}
