using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;

namespace Whatever.Web.Readings.Plans;

/// <summary>
/// What the dates of a file say together about which of their parts is the day, looked at row by row in the order of the file and decided
/// once: by a date that can only be read one way, by times that would lie in the future, or by midnights that are a step of the clock in
/// one order and a month in every other.
/// </summary>
/// <param name="latest">No row can be later than this minute; null where any time will do.</param>
internal sealed class TimeEvidence(int? latest = null)
{
    /// <summary>Two rows that are this near across a midnight belong together.</summary>
    private static readonly TimeSpan Seamless = TimeSpan.FromHours(6);

    /// <summary>Read in the wrong order, the next day is at least this far away.</summary>
    private static readonly TimeSpan Month = TimeSpan.FromDays(20);

    private static readonly TimeSpan Year = TimeSpan.FromDays(300);
    private static readonly TimeSpan FewWeeks = TimeSpan.FromDays(40);

    /// <summary>So many days in a row are no chance.</summary>
    private const int FewestDaysInARow = 3;

    private readonly OrderTrial[] trials = [.. Enum.GetValues<DateOrder>().Select(order => new OrderTrial(order))];
    private bool isAsked;
    private bool hasShortNames;
    private (string Text, long Line)? example;

    /// <param name="reading">A date of a row.</param>
    /// <param name="text">As it is written.</param>
    /// <param name="line">Where.</param>
    public void Add(TimeReading reading, string text, long line)
    {
        if (reading.Form is DateForm.None or DateForm.Plain)
        {
            return;
        }

        isAsked |= reading.NeedsOrder;
        hasShortNames |= reading.Form == DateForm.TwoDigitNamed;
        var isReadable = Array.Exists(trials, trial => reading.DateBy(trial.Order) is not null);
        foreach (var trial in trials.Where(_ => isReadable))
        {
            trial.Add(reading.TimeBy(trial.Order), text, line);
        }

        example ??= isReadable ? (text, line) : null;
    }

    public DateOrderVerdict Decide()
    {
        if (example is not { } shown)
        {
            return new DateOrderVerdict(null, null, null);
        }

        var left = trials.Where(trial => trial.Refuted is null).ToList();
        if (left.Count == 0)
        {
            return new DateOrderVerdict(null, null, Contradiction());
        }

        if (left.Count == 1)
        {
            return Proven(left[0], Refutation(left[0]));
        }

        return DecideByTime(left) ?? (isAsked || !hasShortNames
            ? new DateOrderVerdict(null, null, Ask(left, shown))
            : new DateOrderVerdict(DateOrder.DayFirst, null, null));
    }

    private DateOrderVerdict? DecideByTime(List<OrderTrial> left)
    {
        foreach (var trial in left)
        {
            var others = left.Where(other => other != trial).ToList();
            if (trial.ShortestStep <= Seamless && others.TrueForAll(other => other.ShortestStep >= Month))
            {
                return Proven(trial, new Phrase("plan.proof-midnight", trial.ShortestAt.Text, trial.ShortestAt.Line));
            }

            if (trial.DaysInARow >= FewestDaysInARow && trial.DaysInARow == trial.Changes
                && others.TrueForAll(other => other.ShortestStep >= Month))
            {
                return Proven(trial, new Phrase("plan.proof-days", trial.DaysInARow));
            }

            if (trial.Changes > 1 && trial.LongestStep <= FewWeeks && others.TrueForAll(other => other.ShortestStep >= Year))
            {
                return Proven(trial, new Phrase("plan.proof-years"));
            }
        }

        var past = left.Where(trial => latest is null || StationClock.MinuteOf(new DateTimeOffset(trial.Latest, TimeSpan.Zero)) <= latest)
            .ToList();
        return past.Count == 1 ? Proven(past[0], new Phrase("plan.proof-future")) : null;
    }

    private static DateOrderVerdict Proven(OrderTrial trial, Phrase proof) => new(trial.Order, proof, null);

    /// <summary>A date that is none in the other orders.</summary>
    private Phrase Refutation(OrderTrial holds)
    {
        var (text, line) = trials.Where(trial => trial != holds && trial.Refuted is not null).Select(trial => trial.Refuted!.Value)
            .MaxBy(refuted => refuted.Line);
        return new Phrase("plan.proof-date", text, line);
    }

    private Problem Contradiction()
    {
        var (day, month) = (trials[(int)DateOrder.MonthFirst].Refuted!.Value, trials[(int)DateOrder.DayFirst].Refuted!.Value);
        return new Problem("plan.date-both", day.Text, day.Line, month.Text, month.Line).At(PlanChoices.Names.DateOrder);
    }

    private static Problem Ask(List<OrderTrial> left, (string Text, long Line) example)
    {
        var readings = left.Select(trial => new Phrase(
            "plan.date-as", DateOrders.NameOf(trial.Order), WireTime.WriteDay(DateOnly.FromDateTime(trial.First)))).ToList();
        var all = readings.Skip(1).Aggregate(readings[0], (joined, next) => new Phrase("plan.or", joined, next));
        return new Problem("plan.date-order", example.Text, example.Line, all).At(PlanChoices.Names.DateOrder);
    }

    /// <summary>What the rows so far would be in one order.</summary>
    private sealed class OrderTrial(DateOrder order)
    {
        private DateTime? last;

        public DateOrder Order => order;
        public (string Text, long Line)? Refuted { get; private set; }
        public DateTime First { get; private set; } = DateTime.MaxValue;
        public DateTime Latest { get; private set; } = DateTime.MinValue;
        public TimeSpan ShortestStep { get; private set; } = TimeSpan.MaxValue;
        public TimeSpan LongestStep { get; private set; } = TimeSpan.Zero;
        public (string Text, long Line) ShortestAt { get; private set; }
        public int Changes { get; private set; }
        public int DaysInARow { get; private set; }

        public void Add(DateTime? read, string text, long line)
        {
            if (read is not { } time)
            {
                Refuted ??= (text, line);
                return;
            }

            First = First == DateTime.MaxValue ? time : First;
            Latest = time > Latest ? time : Latest;
            if (last is { } before && before.Date != time.Date)
            {
                NoteChange(before, time, text, line);
            }

            last = time;
        }

        private void NoteChange(DateTime before, DateTime time, string text, long line)
        {
            Changes++;
            DaysInARow += (time.Date - before.Date).Duration() == TimeSpan.FromDays(1) ? 1 : 0;
            var step = (time - before).Duration();
            LongestStep = step > LongestStep ? step : LongestStep;
            if (step < ShortestStep)
            {
                (ShortestStep, ShortestAt) = (step, (text, line));
            }
        }
    }
}

/// <summary>Which part of a date is the day.</summary>
/// <param name="Order">Null where no date needs it, or where it is not known.</param>
/// <param name="Proof">What says so; null where it is only usual.</param>
/// <param name="Question">What has to be said by a person; null where nothing has.</param>
internal sealed record DateOrderVerdict(DateOrder? Order, Phrase? Proof, Problem? Question);
