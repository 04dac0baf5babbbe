using System.Collections.Concurrent;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;

namespace Whatever.Model.Alarms;

/// <summary>What settings would have meant.</summary>
/// <param name="Judged">Values judged.</param>
/// <param name="PerStage">Shape (5): how many fell into each stage.</param>
/// <param name="Alarms">Alarms of high and low values, in order of time.</param>
/// <param name="BusiestHour">Most alarms that opened within one hour of the clock.</param>
/// <param name="Missed">Known events during which no alarm was open.</param>
/// <param name="Days">Days that hold values.</param>
/// <param name="ByDay">Every day of the span, those without values too.</param>
public sealed record TrialResult(
    int Judged, IReadOnlyList<int> PerStage, IReadOnlyList<MinuteSpan> Alarms, int BusiestHour, IReadOnlyList<MinuteSpan> Missed,
    double Days, IReadOnlyList<TrialDay> ByDay)
{
    private const double MinutesPerDay = 1440;

    /// <summary>Outlier minutes a day of one value a minute.</summary>
    public double MinutesADay => Judged == 0 ? 0 : (Judged - PerStage[0]) * MinutesPerDay / Judged;

    /// <summary>Alarms a day.</summary>
    public double AlarmsADay => Days > 0 ? Alarms.Count / Days : 0;
}

/// <summary>One day of a trial.</summary>
/// <param name="Day">On the wall clock of the station.</param>
/// <param name="PerStage">Shape (5): how many values fell into each stage.</param>
public sealed record TrialDay(DateOnly Day, IReadOnlyList<int> PerStage);

/// <summary>
/// Plays thresholds and delays against past values of one quantity, so that a person sees what they mean before they count. What takes long
/// is done once: each further trial is a walk over the deviations.
/// </summary>
public sealed class ValueTrial
{
    private const int Stages = 5;
    private const double MinutesPerDay = 1440;

    /// <summary>An alarm that opens a little after a short event is over has caught it.</summary>
    private const int Grace = 60;

    private readonly int startMinute;
    private readonly int interval;
    private readonly double[] deviations;
    private readonly double[] smooth;
    private readonly double[] smoothAsWeekday;
    private readonly DateOnly firstDay;
    private readonly int[] dayOf;

    /// <summary>Of every value, once for each way to take them: while a handle is dragged only the limits move.</summary>
    private readonly ConcurrentDictionary<(ValueDistribution Distribution, Tail Tail), double[]> percentiles = new();

    /// <param name="startMinute">Of the first value, minutes since 1970-01-01T00:00Z.</param>
    /// <param name="intervalMinutes">From one value to the next.</param>
    /// <param name="values">Shape (n); NaN where nothing was measured.</param>
    /// <param name="criteria">What is normal.</param>
    /// <param name="cells">The wall clock of the station.</param>
    public ValueTrial(int startMinute, int intervalMinutes, double[] values, ContextCriteria criteria, HourCells cells)
    {
        (this.startMinute, interval, Criteria) = (startMinute, intervalMinutes, criteria);
        deviations = new double[values.Length];
        (smooth, smoothAsWeekday) = (new double[values.Length], new double[values.Length]);
        var asWeekday = new double[values.Length];
        dayOf = new int[values.Length];
        firstDay = cells.DayAt(startMinute);
        for (var i = 0; i < values.Length; i++)
        {
            var minute = startMinute + (i * interval);
            deviations[i] = DeviationOf(values[i], criteria.NormalAt(cells, minute));
            asWeekday[i] = criteria.Cells.Count > 0 && cells.IsHoliday(minute)
                ? DeviationOf(values[i], criteria.NormalAt(cells, minute, asWeekday: true))
                : deviations[i];
            dayOf[i] = cells.DayAt(minute).DayNumber - firstDay.DayNumber;
            smooth[i] = MeanOfLast(deviations, i);
            smoothAsWeekday[i] = MeanOfLast(asWeekday, i);
        }
    }

    /// <summary>What the values are judged by.</summary>
    public ContextCriteria Criteria { get; }

    /// <summary>Values that can be judged.</summary>
    public int Count => deviations.Count(value => !double.IsNaN(value));

    /// <summary>The distribution of the deviations from normal.</summary>
    /// <param name="bars">Bars of equal width, 1 or more.</param>
    /// <param name="reach">They go from -reach to reach, standard deviations; the outermost two hold whatever lies beyond.</param>
    /// <returns>Shape (bars).</returns>
    public int[] Distribution(int bars, double reach)
    {
        var counts = new int[bars];
        foreach (var deviation in deviations.Where(deviation => !double.IsNaN(deviation)))
        {
            counts[(int)Math.Clamp((deviation + reach) / (2 * reach) * bars, 0, bars - 1)]++;
        }

        return counts;
    }

    /// <summary>What these settings would have meant.</summary>
    /// <param name="settings">To be tried.</param>
    /// <param name="events">Events that are known to have been real.</param>
    public TrialResult Run(OutlierSettings settings, IReadOnlyList<MinuteSpan> events)
    {
        var days = CountStages(settings);
        var stages = Enumerable.Range(0, Stages).Select(stage => days.Sum(day => day.PerStage[stage])).ToArray();
        var judged = stages.Sum();
        var alarms = Walk(settings).OrderBy(alarm => alarm.From).ToList();
        var busiest = alarms.GroupBy(alarm => alarm.From / MinutesPer.Hour).Select(hour => hour.Count()).DefaultIfEmpty().Max();
        var missed = events.Where(happened => !alarms.Exists(alarm => alarm.From <= happened.To + Grace && alarm.To >= happened.From))
            .ToList();
        return new TrialResult(judged, stages, alarms, busiest, missed, judged * interval / MinutesPerDay, days);
    }

    /// <summary>Shares of the values by stage.</summary>
    /// <param name="settings">Thresholds, tail and distribution.</param>
    /// <returns>Shape (5), 0..1; all 0 without values.</returns>
    public double[] Shares(OutlierSettings settings)
    {
        var thresholds = settings.Thresholds;
        var (counts, judged) = (new double[Stages], 0);
        foreach (var percentile in PercentilesBy(settings))
        {
            if (!double.IsNaN(percentile))
            {
                counts[(int)thresholds.StageOf(percentile)]++;
                judged++;
            }
        }

        return Array.ConvertAll(counts, count => count / Math.Max(1, judged));
    }

    private double[] PercentilesBy(OutlierSettings settings) => percentiles.GetOrAdd(
        (settings.Distribution, settings.Tail),
        key => Array.ConvertAll(deviations, value => Criteria.ScaleOf(key.Distribution).Percentile(value, key.Tail)));

    private TrialDay[] CountStages(OutlierSettings settings)
    {
        var (reached, thresholds) = (PercentilesBy(settings), settings.Thresholds);
        var counts = new int[dayOf.Length == 0 ? 0 : dayOf[^1] + 1][];
        for (var day = 0; day < counts.Length; day++)
        {
            counts[day] = new int[Stages];
        }

        for (var i = 0; i < deviations.Length; i++)
        {
            if (!double.IsNaN(deviations[i]))
            {
                counts[dayOf[i]][(int)thresholds.StageOf(reached[i])]++;
            }
        }

        return [.. counts.Select((stages, day) => new TrialDay(firstDay.AddDays(day), stages))];
    }

    private List<MinuteSpan> Walk(OutlierSettings settings)
    {
        var (rule, scale) = (MonitorRules.Value(settings, interval), DeviationScale.Normal);
        var (high, low) = (default(AlarmTimer), default(AlarmTimer));
        var (level, levelNow, day) = (new LevelMemory(), 0.0, -1);
        var unusual = new SortedDictionary<int, double>();
        var alarms = new List<MinuteSpan>();
        for (var i = 0; i < smooth.Length; i++)
        {
            // In the order of the monitor: what is open does not become the level of its day.
            SeasonTracker.Add(level, firstDay.AddDays(dayOf[i]), interval, high.IsOpen || low.IsOpen ? double.NaN : deviations[i]);
            if (day != dayOf[i])
            {
                (day, levelNow) = (dayOf[i], SeasonTracker.Of(level));
            }

            var (asHoliday, asWeekday) = (smooth[i] - levelNow, smoothAsWeekday[i] - levelNow);
            var seen = Math.Abs(asWeekday) < Math.Abs(asHoliday) ? asWeekday : asHoliday;
            var minute = startMinute + (i * interval);
            var score = scale.Percentile(seen, settings.Tail);
            var (above, below) = Sides(settings.Tail, seen, score);
            var isHabit = score >= rule.RaiseAt && double.IsFinite(seen) && DailyHabit.Note(unusual, minute, seen);
            high = Step(high, rule, minute, isHabit && !high.IsOpen ? 0 : above, alarms);
            low = Step(low, rule, minute, isHabit && !low.IsOpen ? 0 : below, alarms);
        }

        var end = startMinute + ((smooth.Length - 1) * interval);
        alarms.AddRange(from timer in new[] { high, low } where timer.IsOpen select new MinuteSpan(timer.OpenedMinute!.Value, end));
        return alarms;
    }

    /// <summary>How high and how low a value is, of a percentile that does not say which.</summary>
    internal static (double High, double Low) Sides(Tail tail, double deviation, double percentile) => tail switch
    {
        _ when double.IsNaN(percentile) => (percentile, percentile),
        Tail.Upper => (percentile, 0),
        Tail.Lower => (0, percentile),
        _ => deviation >= 0 ? (percentile, 0) : (0, percentile),
    };

    private static AlarmTimer Step(AlarmTimer timer, AlarmRule rule, int minute, double score, List<MinuteSpan> alarms)
    {
        var next = timer.Next(rule, minute, score);
        if (timer.IsOpen && !next.IsOpen)
        {
            alarms.Add(new MinuteSpan(timer.OpenedMinute!.Value, minute));
        }

        return next;
    }

    private static double DeviationOf(double value, (double Mean, double Deviation) normal) =>
        NormalCriteria.DeviationOf(value, normal.Mean, normal.Deviation);

    /// <summary>NaN where this value or half of the last ones were not measured.</summary>
    private static double MeanOfLast(double[] deviations, int index)
    {
        var (sum, count, first) = (0.0, 0, Math.Max(0, index + 1 - MinuteView.Smoothing));
        for (var i = first; i <= index; i++)
        {
            if (!double.IsNaN(deviations[i]))
            {
                (sum, count) = (sum + deviations[i], count + 1);
            }
        }

        return !double.IsNaN(deviations[index]) && count * 2 >= index + 1 - first ? sum / count : double.NaN;
    }
}
