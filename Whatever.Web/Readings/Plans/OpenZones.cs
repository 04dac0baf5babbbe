using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;

namespace Whatever.Web.Readings.Plans;

/// <summary>Names of zones behind times that mean several: the one that the clock of the sensor can show is meant; where it shows none of
/// them, somebody says the zone.</summary>
internal static class OpenZones
{
    private const int MinutesOfHalfAYear = 182 * 1440;

    public static IReadOnlyDictionary<string, int> Find(
        PlanColumns columns, TimeRole time, string zone, List<Phrase> notes, Action<Problem?> ask)
    {
        var known = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var column = time.ClockColumn >= 0 ? time.ClockColumn : time.Column;
        if (column < 0 || time.Kind != TimeKind.Written)
        {
            return known;
        }

        foreach (var (word, example) in WordsIn(columns[column]))
        {
            // Whatever was looked at: a later row may have another one.
            if (OffsetOf(word, zone) is { } minutes)
            {
                known[word] = minutes;
                notes.Add(new Phrase("plan.open-zone", word, WireTime.WriteOffset(minutes), zone));
            }
            else
            {
                ask(new Problem("plan.open-zone-ask", Excerpt.Of(example), word, zone).At(PlanChoices.Names.TimeZone));
            }
        }

        foreach (var word in TimeWords.OpenZones.Where(word => !known.ContainsKey(word)))
        {
            if (OffsetOf(word, zone) is { } minutes)
            {
                known[word] = minutes;
            }
        }

        return known;
    }

    private static IEnumerable<(string Word, string Example)> WordsIn(PlanColumn column) => column.Evidence.Texts
        .Select(text => (Word: TimeText.TryRead(text.AsSpan(), out var reading) ? reading.OpenZone : null, Text: text))
        .Where(found => found.Word is not null).DistinctBy(found => found.Word).Select(found => (found.Word!, found.Text));

    private static int? OffsetOf(string word, string zone)
    {
        var clock = StationClock.For(zone);
        var january = StationClock.MinuteOf(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return TimeWords.OffsetOf(word, Math.Min(clock.OffsetAt(january), clock.OffsetAt(january + MinutesOfHalfAYear)));
    }
}
