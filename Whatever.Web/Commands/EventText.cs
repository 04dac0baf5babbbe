using System.Globalization;
using System.Text;
using System.Text.Json;
using Whatever.Model.Problems;
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
            throw Wrong(text, "", new Phrase("event.form"));
        }

        var kind = KindOf(text, parts[0]);
        if (!TimeParser.TryParse(Encoding.UTF8.GetBytes(parts[1]), null, out var start, out var offset) || offset is not null)
        {
            throw Wrong(text, new Phrase("event.start", parts[1]), new Phrase("event.a-local-time"));
        }

        if (start < from || start >= to)
        {
            throw Wrong(
                text, new Phrase("event.start", parts[1]),
                new Phrase("event.in-span", from, to.AddMinutes(-1)));
        }

        if (!TryRead(parts[2], out var hours) || hours <= 0 || hours > SimulateCommand.MostDays * 24)
        {
            throw Wrong(text, new Phrase("event.hours", parts[2]), Expected.AboveTo(0, SimulateCommand.MostDays * 24));
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

        throw Wrong(text, new Phrase("event.kind", name), new Phrase("expected.one-of", Kinds));
    }

    private static double ShareOf(string text, SimulatedEventKind kind, string? written)
    {
        if (WithoutShare.Contains(kind))
        {
            // A script that writes one for every kind means nothing by it.
            return written is null || TryRead(written, out _)
                ? 0
                : throw Wrong(text, new Phrase("event.share", written), new Phrase("event.no-share", NameOf(kind)));
        }

        var isEitherWay = BothWays.Contains(kind);
        return TryRead(written ?? "", out var share) && Math.Abs(share) <= LargestShare && (share > 0 || (isEitherWay && share < 0))
            ? share
            : throw Wrong(
                text, new Phrase("event.share", written),
                isEitherWay ? new Phrase("event.share-either-way", LargestShare) : new Phrase("event.share-above", LargestShare));
    }

    private static bool TryRead(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private static string NameOf(SimulatedEventKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    private static CommandFailedException Wrong(string text, object found, Phrase expected) =>
        new(new Problem("event.wrong", text, found, expected), isUsage: true);
}
