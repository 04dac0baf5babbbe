using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Devices;

/// <summary>
/// The flows of a counter in the last day. They are kept in memory, for a counter speaks every minute, and read again now and then: others
/// store readings as well, and a range may be set.
/// </summary>
internal sealed class SeenFlows
{
    /// <summary>Of fewer flows nobody knows what is usual.</summary>
    private const int Fewest = 10;

    /// <summary>One or two large flows may be faults, and nothing would be doubted for a day.</summary>
    private const int Reaching = 3;

    private static readonly TimeSpan Lasting = TimeSpan.FromHours(1);

    /// <summary>By their minutes.</summary>
    private readonly SortedDictionary<int, double> flows = [];
    private (int Minute, DateTimeOffset At)? read;
    private (int Minute, double Flow)? believed;

    /// <param name="minute">Of the count that is looked at: what counts is the day before it.</param>
    /// <param name="now">The station's clock.</param>
    /// <param name="stored">The stored rows from a minute to another, without impossible values.</param>
    public void Refresh(int minute, DateTimeOffset now, Func<int, int, ReadingColumns> stored)
    {
        if (read is { } last && minute >= last.Minute && (now - last.At).Duration() < Lasting)
        {
            return;
        }

        flows.Clear();
        var rows = stored(minute - MinutesPer.Day, minute - 1);
        for (var i = 0; i < rows.Count; i++)
        {
            Add(rows.Minutes[i], rows.FlowRate[i]);
        }

        read = (minute, now);
    }

    /// <param name="minute">Of the count that is looked at.</param>
    /// <returns>The largest flow that at least three minutes reached; null where too little is known, or nothing flowed yet.</returns>
    public double? Largest(int minute)
    {
        if (flows.Count < Fewest)
        {
            return null;
        }

        var largest = flows.Values.OrderDescending().ElementAt(Reaching - 1);
        largest = believed is { } known && Math.Abs(minute - known.Minute) <= CounterFlow.LongestGap.TotalMinutes
            ? Math.Max(largest, known.Flow)
            : largest;
        return largest > 0 ? largest : null;
    }

    /// <summary>What went on after it was doubted is no fault; for a while it need not be reached three times.</summary>
    public void Believe(int minute, double flow) => believed = (minute, flow);

    public void Add(int minute, double? flow)
    {
        if (flow is { } known && double.IsFinite(known))
        {
            flows[minute] = known;
        }

        while (flows.Count > 0 && flows.First().Key is var oldest && oldest < minute - MinutesPer.Day)
        {
            flows.Remove(oldest);
        }
    }
}
