using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Readings.Csv;

/// <summary>Why a count gave no flow, or what was special about it.</summary>
public enum CounterEvent
{
    /// <summary>The first one of the file: from here on flows are known.</summary>
    First = 0,

    /// <summary>The counter fell: it was set back or exchanged.</summary>
    Reset = 1,

    /// <summary>It grew over its range; nothing is missing.</summary>
    RolledOver = 2,

    /// <summary>The count before it is too far away.</summary>
    Gap = 3,

    /// <summary>It grew by more than can flow.</summary>
    Jump = 4,

    /// <summary>It stands beside the counts before and after it: it was no count.</summary>
    Stray = 5,

    /// <summary>Of volumes of intervals: the row lies between two of them.</summary>
    Between = 6,

    /// <summary>Of volumes of intervals: it is the sum of those of a day.</summary>
    Sum = 7,
}

/// <summary>What became of the counts of a file, counted by kind, with the first of each for a sentence.</summary>
public sealed class CounterEvents
{
    private readonly SortedDictionary<CounterEvent, (int Count, int Minute, double From, double To)> seen = [];

    /// <summary>The counts lie so far apart regularly, and nobody said yet that their mean flow is meant.</summary>
    public TimeSpan? SlowStep { get; set; }

    public IReadOnlyDictionary<string, int> Counts => seen.ToDictionary(pair => NameOf(pair.Key), pair => pair.Value.Count);

    /// <param name="kind">What happened.</param>
    /// <param name="minute">When, UTC.</param>
    /// <param name="from">The count before.</param>
    /// <param name="to">The count.</param>
    public void Add(CounterEvent kind, int minute, double from, double to) => seen[kind] = seen.TryGetValue(kind, out var known)
        ? known with { Count = known.Count + 1 }
        : (1, minute, from, to);

    /// <summary>A sentence for each kind that was met.</summary>
    public IReadOnlyList<Phrase> Say(StationClock clock) => [.. seen.Select(pair => new Phrase(
        $"counter.file-{NameOf(pair.Key).Replace('_', '-')}", Counted.Of(pair.Value.Count, "count.rows"),
        WireTime.Write(clock.ToLocal(pair.Value.Minute)), pair.Value.From, pair.Value.To)), .. SaySlow()];

    private IEnumerable<Phrase> SaySlow() => SlowStep is { } step
        ? [new Phrase("counter.file-slow-note", Math.Round(step.TotalHours, 1))]
        : [];

    private static string NameOf(CounterEvent kind) => kind switch
    {
        CounterEvent.First => "first",
        CounterEvent.Reset => "reset",
        CounterEvent.RolledOver => "rolled_over",
        CounterEvent.Gap => "gap",
        CounterEvent.Jump => "jump",
        CounterEvent.Between => "between",
        CounterEvent.Sum => "sum",
        _ => "stray",
    };
}
