using System.Globalization;
using System.Text;
using System.Text.Json;
using Whatever.Model.Simulation;
using Whatever.Web.Readings.Csv;

namespace Whatever.Web.Commands;

/// <summary>Reads <c>kind@start/hours[/share]</c>.</summary>
public static class EventText
{
    /// <summary>Times the mean flow: beyond it there is no meter any more.</summary>
    private const double LargestShare = 1000;

    private static readonly SimulatedEventKind[] WithoutShare = [SimulatedEventKind.StuckSensor, SimulatedEventKind.Gap];

    /// <summary>A sensor's error may go either way, water that is lost may not.</summary>
    private static readonly SimulatedEventKind[] BothWays = [SimulatedEventKind.Spike, SimulatedEventKind.Drift];

    public static string Kinds { get; } = string.Join(", ", Enum.GetValues<SimulatedEventKind>().Select(NameOf));

    /// <param name="text">The event as written.</param>
    /// <param name="from">First minute that is simulated.</param>
    /// <param name="to">The minute after the last one.</param>
    /// <exception cref="CommandFailedException">The text is not of that form, or the event cannot be.</exception>
    public static SimulatedEvent Parse(string text, DateTime from, DateTime to)
    {
        var parts = text.Split('@', '/');
        if (parts.Length is not (3 or 4))
        {
            throw Wrong(text, "", "kind@start/hours[/share] such as burst@2024-01-09T03:00/6/0.2");
        }

        var kind = KindOf(text, parts[0]);
        if (!TimeParser.TryParse(Encoding.UTF8.GetBytes(parts[1]), out var start, out var offset) || offset is not null)
        {
            throw Wrong(text, $" with the start \"{parts[1]}\"", "a local time such as 2024-01-09T03:00");
        }

        if (start < from || start >= to)
        {
            throw Wrong(
                text, $" with the start \"{parts[1]}\"",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"one in the span that is simulated, {from:yyyy-MM-ddTHH:mm} to {to.AddMinutes(-1):yyyy-MM-ddTHH:mm}"));
        }

        if (!TryRead(parts[2], out var hours) || hours <= 0 || hours > SimulateCommand.MostDays * 24)
        {
            throw Wrong(text, $" with the hours \"{parts[2]}\"", $"more than 0 and at most {SimulateCommand.MostDays * 24}");
        }

        return new SimulatedEvent(kind, start, TimeSpan.FromHours(hours), ShareOf(text, kind, parts.ElementAtOrDefault(3)));
    }

    private static SimulatedEventKind KindOf(string text, string name)
    {
        foreach (var kind in Enum.GetValues<SimulatedEventKind>())
        {
            if (string.Equals(kind.ToString(), name.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase))
            {
                return kind;
            }
        }

        throw Wrong(text, $" with the kind \"{name}\"", $"one of {Kinds}");
    }

    private static double ShareOf(string text, SimulatedEventKind kind, string? written)
    {
        if (WithoutShare.Contains(kind))
        {
            // A script that writes one for every kind means nothing by it.
            return written is null || TryRead(written, out _)
                ? 0
                : throw Wrong(text, $" with the share \"{written}\"", $"none: {NameOf(kind)} takes no share");
        }

        var isEitherWay = BothWays.Contains(kind);
        return TryRead(written ?? "", out var share) && Math.Abs(share) <= LargestShare && (share > 0 || (isEitherWay && share < 0))
            ? share
            : throw Wrong(
                text, $" with the share \"{written}\"",
                $"a share of the mean flow {(isEitherWay ? "other than 0, up or down, " : "above 0 ")}and at most {LargestShare}, such "
                    + "as 0.2");
    }

    private static bool TryRead(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private static string NameOf(SimulatedEventKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    private static CommandFailedException Wrong(string text, string found, string expected) =>
        new($"--event is {text}{found}, expected {expected}.", isUsage: true);
}
