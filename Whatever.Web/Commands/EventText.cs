using System.Globalization;
using System.Text;
using Whatever.Model.Simulation;
using Whatever.Web.Readings.Csv;

namespace Whatever.Web.Commands;

/// <summary>Reads <c>kind@start/hours[/share]</c>.</summary>
internal static class EventText
{
    /// <exception cref="CommandFailedException">The text is not of that form.</exception>
    public static SimulatedEvent Parse(string text)
    {
        var parts = text.Split('@', '/');
        var magnitude = 0.0;
        var good = parts.Length is 3 or 4
            & Enum.TryParse<SimulatedEventKind>(parts[0].Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var kind)
            & TimeParser.TryParse(Encoding.UTF8.GetBytes(parts.ElementAtOrDefault(1) ?? ""), out var start, out _)
            & double.TryParse(parts.ElementAtOrDefault(2), NumberStyles.Float, CultureInfo.InvariantCulture, out var hours)
            & (parts.Length < 4 || double.TryParse(parts[3], NumberStyles.Float, CultureInfo.InvariantCulture, out magnitude));
        return good && hours > 0
            ? new SimulatedEvent(kind, start, TimeSpan.FromHours(hours), magnitude)
            : throw new CommandFailedException($"--event is {text}, expected kind@start/hours[/share] such as burst@2024-01-09T03:00/6/0.2.", isUsage: true);
    }
}
