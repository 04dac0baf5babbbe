using MathNet.Numerics.Statistics;

namespace Whatever.Web.Readings.Plans;

/// <summary>How times and values of a file go with the names in one of its columns.</summary>
internal sealed class SeriesEvidence
{
    /// <summary>One row in so many that has another name than the row before it is no change of shifts.</summary>
    private const int RowsPerChange = 4;
    private const int FewestChanges = 3;
    private const int FewestSteps = 3;

    /// <summary>So many times as far from the row before as from the own series: values that go with the name.</summary>
    private const double FarApart = 2;

    /// <summary>So many times what is a great step within one name.</summary>
    private const double GreatJump = 4;
    private const double GreatStep = .95;

    /// <summary>A clock that is set back in autumn goes back by so much, and its zone has another name then.</summary>
    private static readonly (TimeSpan Least, TimeSpan Most) ClockChange = (TimeSpan.FromMinutes(50), TimeSpan.FromMinutes(70));

    private readonly Dictionary<string, double> lastOf = new(StringComparer.Ordinal);
    private readonly Dictionary<TimeSpan, int> steps = [];
    private int repeats;
    private readonly List<double> across = [];
    private readonly List<double> within = [];
    private readonly List<double> own = [];
    private (DateTime? Time, string Name, double Value)? previous;
    private int rows;
    private int changes;
    private (int All, int AtChanges) forth;
    private (int All, int AtChanges) back;

    /// <param name="time">Null where it cannot be read.</param>
    /// <param name="name">What the row is about.</param>
    /// <param name="value">NaN where there is none.</param>
    public void Add(DateTime? time, string name, double value)
    {
        if (name.Length == 0)
        {
            return;
        }

        rows++;
        if (previous is { } before)
        {
            var isChange = before.Name != name;
            changes += isChange ? 1 : 0;
            Note(isChange ? across : within, value - before.Value);
            NoteStep(time - before.Time, isChange);
        }

        if (lastOf.TryGetValue(name, out var last))
        {
            Note(own, value - last);
        }

        lastOf[name] = value;
        previous = (time, name, value);
    }

    /// <summary>Whether the rows are of several meters.</summary>
    /// <param name="areCodes">The names are digits, which count something more often than they name it.</param>
    /// <param name="areStates">The names are states of something.</param>
    public bool AreSeveral(bool areCodes, bool areStates) =>
        GoesBack || (!areStates && (IsMixed(areCodes) || (!areCodes && JumpsWithName)));

    /// <summary>One meter below the other: at the names, and only there, time begins anew.</summary>
    private bool GoesBack
    {
        get
        {
            var against = forth.All >= back.All ? back : forth;
            return against.All > 0 && against.All == against.AtChanges && against.All * 2 >= changes;
        }
    }

    /// <summary>
    /// Rows of several meters by turns: their values go with the names, or their times are no steps of one clock. Of a single regular
    /// series with like values a column of names tells something else, such as the weather.
    /// </summary>
    private bool IsMixed(bool areCodes) => changes >= FewestChanges && changes * RowsPerChange >= rows - 1
        && (ValuesGoWithName || (!areCodes && !IsRegular));

    private bool ValuesGoWithName => own.Count >= FewestSteps && across.Count > 0 && across.Median() > FarApart * own.Median();

    private bool IsRegular => steps.Count > 0 && steps.Values.Max() * 10 >= (forth.All + back.All + repeats) * 6;

    /// <summary>The values of one meter below those of another.</summary>
    private bool JumpsWithName => within.Count >= FewestSteps && across.Count > 0
        && across.Median() > GreatJump * within.Quantile(GreatStep) && across.Median() > 0;

    private static void Note(List<double> steps, double step)
    {
        if (double.IsFinite(step))
        {
            steps.Add(Math.Abs(step));
        }
    }

    private void NoteStep(TimeSpan? step, bool isChange)
    {
        repeats += step == TimeSpan.Zero ? 1 : 0;
        if (step is { Ticks: not 0 } some)
        {
            steps[some] = steps.GetValueOrDefault(some) + 1;
        }

        if (step is not { } known || known == TimeSpan.Zero
            || (known.Duration() >= ClockChange.Least && known.Duration() <= ClockChange.Most))
        {
            return;
        }

        ref var way = ref (known > TimeSpan.Zero ? ref forth : ref back);
        way = (way.All + 1, way.AtChanges + (isChange ? 1 : 0));
    }
}
