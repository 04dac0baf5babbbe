using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Model.Statistics;

namespace Whatever.Model.Alarms;

/// <summary>What the log knows of one alarm, as far as the figures need it.</summary>
/// <param name="Sensor">Null for the alarm of many sensors.</param>
/// <param name="Cause">What it was about.</param>
/// <param name="Stage">The highest it reached.</param>
/// <param name="Raisings">The minutes in which it called, ascending, since 1970-01-01T00:00Z: more than one where the event came
/// again.</param>
/// <param name="ClearedMinute">When it was over or withdrawn; null where it is open.</param>
/// <param name="IsWithdrawn">The station took it back itself.</param>
/// <param name="IsHistory">It came with old readings: nobody was called.</param>
/// <param name="ShelvedMinutes">How long it was put aside in all.</param>
/// <param name="MinutesToAcknowledge">From the moment it could be seen to the first acknowledgement; null where nobody did.</param>
/// <param name="Verdict">The last one; null where nobody said.</param>
public sealed record AlarmRecord(
    int? Sensor, AlarmCause Cause, OutlierStage Stage, IReadOnlyList<int> Raisings, int? ClearedMinute = null, bool IsWithdrawn = false,
    bool IsHistory = false,
    double ShelvedMinutes = 0, double? MinutesToAcknowledge = null, AlarmVerdict? Verdict = null);

/// <summary>A cause of a sensor and its part of all calls.</summary>
/// <param name="Sensor">Null for the alarm of many sensors.</param>
/// <param name="Cause">What it was about.</param>
/// <param name="Count">How often it called.</param>
/// <param name="Share">0..1.</param>
public sealed record AlarmSource(int? Sensor, AlarmCause Cause, int Count, double Share);

/// <summary>More calls than a person can take in: from the minute they became too many to the minute they were few again.</summary>
/// <param name="FromMinute">The minute that made it a flood.</param>
/// <param name="ToMinute">The minute it was over, or the end of the span.</param>
/// <param name="Count">Calls from the ten minutes before <paramref name="FromMinute"/> to its end.</param>
public sealed record AlarmFlood(int FromMinute, int ToMinute, int Count)
{
    /// <summary>How long it went on.</summary>
    public int Minutes => ToMinute - FromMinute;
}

/// <summary>How far the alarms of a kind can be believed.</summary>
/// <param name="Kind">The kind of judgement.</param>
/// <param name="Real">Found real.</param>
/// <param name="False">Found false.</param>
/// <param name="Maintenance">Made by works: neither right nor wrong, and not counted in.</param>
/// <param name="Unjudged">Without a verdict, or with that of not knowing.</param>
public sealed record KindPrecision(JudgementKind Kind, int Real, int False, int Maintenance, int Unjudged)
{
    /// <summary>Real / (real + false); null where nobody said, for then nothing is known.</summary>
    public double? Precision => Real + False == 0 ? null : (double)Real / (Real + False);
}

/// <summary>
/// What alarms ask of the persons who handle them, from the station's own log. The measures and most of the budgets are those of
/// ANSI/ISA-18.2-2016 (clause 16, monitoring and assessment) and EEMUA 191, as they are commonly reproduced. A call is a raising: an event
/// that comes again calls again, an escalation does not. Alarms that were withdrawn have called all the same and count as load; a shelved
/// one called before it was put aside, and the time on the shelf is not standing time.
/// </summary>
/// <param name="FromMinute">The first minute of the span.</param>
/// <param name="ToMinute">The end of the span, exclusive.</param>
/// <param name="Calls">How many calls there were.</param>
/// <param name="History">How many of them came with old readings.</param>
/// <param name="Withdrawn">Alarms that were taken back.</param>
/// <param name="PerHourMean">Calls an hour.</param>
/// <param name="PerHourMax">Of one hour, counted from the span's begin.</param>
/// <param name="BusyHourShare">0..1: hours with more than <see cref="BudgetPerHour"/> calls.</param>
/// <param name="PerTenMinutesMax">Of any ten minutes.</param>
/// <param name="Floods">More than <see cref="BudgetPerTenMinutes"/> in ten minutes.</param>
/// <param name="PerDayAndStation">Calls a day of one station.</param>
/// <param name="Stages">Calls of stage 1..4, at the index of the stage less one.</param>
/// <param name="TopSources">The ten causes that called most, the most first.</param>
/// <param name="Chattering">Causes that chattered, and how often they called while they did.</param>
/// <param name="Standing">Alarms that stood for more than <see cref="StandingMinutes"/> within the span.</param>
/// <param name="Acknowledged">Alarms that somebody acknowledged; history is left out here and in the times.</param>
/// <param name="Acknowledgeable">Alarms that somebody could have acknowledged.</param>
/// <param name="MinutesToAcknowledgeMedian">Null where nobody acknowledged any.</param>
/// <param name="MinutesToAcknowledge90">The 90th percentile; null where nobody acknowledged any.</param>
/// <param name="Precisions">One per kind, in the order of the enumeration.</param>
public sealed record AlarmFigures(
    int FromMinute, int ToMinute, int Calls, int History, int Withdrawn, double PerHourMean, int PerHourMax, double BusyHourShare,
    int PerTenMinutesMax, IReadOnlyList<AlarmFlood> Floods,
    double PerDayAndStation, IReadOnlyList<int> Stages, IReadOnlyList<AlarmSource> TopSources, IReadOnlyList<AlarmSource> Chattering,
    int Standing, int Acknowledged, int Acknowledgeable,
    double? MinutesToAcknowledgeMedian, double? MinutesToAcknowledge90, IReadOnlyList<KindPrecision> Precisions)
{
    /// <summary>Calls an hour that one operator manages (ISA-18.2: about 6 on average very likely acceptable).</summary>
    public const int BudgetPerHour = 6;

    /// <summary>Calls in ten minutes that one operator manages; more is a flood.</summary>
    public const int BudgetPerTenMinutes = 10;

    /// <summary>A flood is over when ten minutes hold fewer (ISA-18.2: below 5).</summary>
    public const int FloodEndsBelow = 5;

    /// <summary>An alarm that stands longer has become part of the wall (ISA-18.2 calls it stale).</summary>
    public const int StandingMinutes = 1440;

    /// <summary>Calls that make a cause chatter, within <see cref="ChatterMinutes"/>.</summary>
    public const int ChatterCalls = 3;

    /// <summary>
    /// ISA-18.2 defines chattering without a number: an alarm that repeatedly changes between active and not active in a short period.
    /// Practice looks for three in a minute (Hollifield and Habibi, The Alarm Management Handbook); readings that come once a minute cannot
    /// do that, so here it is three within ten minutes, which is stricter.
    /// </summary>
    public const int ChatterMinutes = 10;

    /// <summary>How many causes are listed.</summary>
    public const int Top = 10;

    /// <summary>Counts.</summary>
    /// <param name="alarms">All that were raised in the span, or stood in it.</param>
    /// <param name="fromMinute">The first minute of the span.</param>
    /// <param name="toMinute">Its end, exclusive; now, for an alarm that is open.</param>
    /// <param name="stations">How many stations share them; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The span is empty or there is no station.</exception>
    public static AlarmFigures Compute(IReadOnlyList<AlarmRecord> alarms, int fromMinute, int toMinute, int stations)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(fromMinute, toMinute);
        ArgumentOutOfRangeException.ThrowIfLessThan(stations, 1);
        var calls = alarms.SelectMany(alarm => alarm.Raisings.Select(minute => new Call(minute, alarm)))
            .Where(call => call.Minute >= fromMinute && call.Minute < toMinute).OrderBy(call => call.Minute).ToList();
        var raised = alarms.Where(alarm => alarm.Raisings.Any(minute => minute >= fromMinute && minute < toMinute)).ToList();
        int[] minutes = [.. calls.Select(call => call.Minute)];
        var perHour = minutes.CountBy(minute => (minute - fromMinute) / MinutesPer.Hour).Select(hour => hour.Value).ToList();
        var hours = (toMinute - fromMinute) / (double)MinutesPer.Hour;
        var seen = raised.Where(alarm => !alarm.IsHistory).ToList();
        double[] times = [.. seen.Select(alarm => alarm.MinutesToAcknowledge).OfType<double>().Order()];
        return new AlarmFigures(
            fromMinute, toMinute, calls.Count, calls.Count(call => call.Alarm.IsHistory), raised.Count(alarm => alarm.IsWithdrawn),
            calls.Count / hours, perHour.Count == 0 ? 0 : perHour.Max(),
            perHour.Count(count => count > BudgetPerHour) / Math.Ceiling(hours),
            MostWithin(minutes, 10), FindFloods(minutes, toMinute),
            calls.Count * (double)MinutesPer.Day / (toMinute - fromMinute) / stations,
            [.. Enumerable.Range(1, 4).Select(stage => calls.Count(call => (int)call.Alarm.Stage == stage))],
            [.. Sources(calls, calls.Count).Take(Top)], [.. Sources(Chatter(calls), calls.Count)],
            alarms.Count(alarm => StandsLong(alarm, fromMinute, toMinute)), times.Length, seen.Count, Quantile(times, 0.5),
            Quantile(times, 0.9),
            [.. Enum.GetValues<JudgementKind>().Select(kind => PrecisionOf(kind, raised))]);
    }

    private static IEnumerable<AlarmSource> Sources(IReadOnlyCollection<Call> calls, int all) => calls
        .CountBy(call => (call.Alarm.Sensor, call.Alarm.Cause))
        .Select(source => new AlarmSource(source.Key.Sensor, source.Key.Cause, source.Value, (double)source.Value / all))
        .OrderByDescending(source => source.Count).ThenBy(source => source.Sensor ?? -1).ThenBy(source => source.Cause);

    /// <summary>The most calls in any window of so many minutes.</summary>
    private static int MostWithin(int[] minutes, int window)
    {
        var (most, first) = (0, 0);
        for (var last = 0; last < minutes.Length; last++)
        {
            while (minutes[last] - minutes[first] >= window)
            {
                first++;
            }

            most = Math.Max(most, last - first + 1);
        }

        return most;
    }

    private static List<AlarmFlood> FindFloods(int[] minutes, int toMinute)
    {
        const int Window = 10;
        var floods = new List<AlarmFlood>();
        for (var i = 0; i < minutes.Length; i++)
        {
            if (CountWithin(minutes, minutes[i] - Window + 1, minutes[i]) <= BudgetPerTenMinutes)
            {
                continue;
            }

            var from = minutes[i];
            var end = from + 1;
            while (end < toMinute && CountWithin(minutes, end - Window + 1, end) >= FloodEndsBelow)
            {
                end++;
            }

            floods.Add(new AlarmFlood(from, end, CountWithin(minutes, from - Window + 1, end)));
            while (i + 1 < minutes.Length && minutes[i + 1] <= end)
            {
                i++;
            }
        }

        return floods;
    }

    /// <summary>Of an ascending list; both ends inclusive.</summary>
    private static int CountWithin(int[] minutes, int from, int to) => IndexOf(minutes, to + 1) - IndexOf(minutes, from);

    /// <summary>How many lie before a minute.</summary>
    private static int IndexOf(int[] minutes, int minute)
    {
        var (low, high) = (0, minutes.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = minutes[middle] < minute ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Calls that are among three of one cause within ten minutes.</summary>
    private static List<Call> Chatter(IEnumerable<Call> calls)
    {
        var chatter = new List<Call>();
        foreach (var source in calls.GroupBy(call => (call.Alarm.Sensor, call.Alarm.Cause)))
        {
            var own = source.ToList();
            var among = new bool[own.Count];
            for (var i = ChatterCalls - 1; i < own.Count; i++)
            {
                if (own[i].Minute - own[i - ChatterCalls + 1].Minute < ChatterMinutes)
                {
                    Array.Fill(among, true, i - ChatterCalls + 1, ChatterCalls);
                }
            }

            chatter.AddRange(own.Where((_, index) => among[index]));
        }

        return chatter;
    }

    private static bool StandsLong(AlarmRecord alarm, int from, int to) =>
        !alarm.IsWithdrawn && !alarm.IsHistory && alarm.Raisings.Count > 0 && alarm.Raisings[^1] < to && (alarm.ClearedMinute ?? to) >= from
        && Math.Min(alarm.ClearedMinute ?? to, to) - alarm.Raisings[^1] - alarm.ShelvedMinutes > StandingMinutes;

    private static KindPrecision PrecisionOf(JudgementKind kind, IEnumerable<AlarmRecord> raised)
    {
        var own = raised.Where(alarm => alarm.Cause.KindOf() == kind).ToList();
        return new KindPrecision(
            kind, Count(AlarmVerdict.Real), Count(AlarmVerdict.False), Count(AlarmVerdict.Maintenance),
            own.Count(alarm => alarm.Verdict is null or AlarmVerdict.Unknown));

        int Count(AlarmVerdict verdict) => own.Count(alarm => alarm.Verdict == verdict);
    }

    private static double? Quantile(double[] sorted, double share) => sorted.Length == 0 ? null : Robust.Quantile(sorted, share);

    private readonly record struct Call(int Minute, AlarmRecord Alarm);
}
