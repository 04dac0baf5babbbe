using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Readings.Plans;

/// <summary>Whether the column of the flow holds flows, counts or volumes of intervals, and how volumes become flows.</summary>
internal sealed class VolumeDecision(
    PlanColumns columns, TimeRole time, PlanContext context, List<Phrase> notes, Action<Problem?> ask)
{
    private const string BaseUnit = "m³/h";
    private static readonly string[] Begins = ["start", "begin", "beginning", "starting", "from", "beginn", "anfang", "von", "시작"];
    private static readonly string[] Ends = ["end", "ending", "stop", "until", "ende", "bis", "종료", "끝"];
    private readonly PlanChoices choices = context.Choices;

    /// <returns>None where the column holds flows.</returns>
    public VolumePlans Decide(QuantityRoles roles)
    {
        if (roles.Flow < 0)
        {
            return new VolumePlans();
        }

        var column = columns[roles.Flow];
        var tag = roles.Tag is { IsLong: true, Flow: { } named } ? ColumnName.Of(named) : null;
        var volume = tag?.Volume ?? column.Volume ?? StatedUnits.VolumeOf(columns, roles.Tag);
        var kind = KindOf(column, tag, volume, roles.Tag);
        if (kind is null or FlowKind.Rate)
        {
            return new VolumePlans();
        }

        if (UnitOf(column, volume) is { } unit)
        {
            return kind == FlowKind.Counter ? new VolumePlans(Counter: CounterOf(column, unit)) : IntervalOf(column, unit);
        }

        ask((column.Name.Addition ?? tag?.Addition) is { } written
            ? new Problem("plan.volume-unit", column.Shown, written, string.Join(", ", VolumeUnits.Names))
                .At(PlanChoices.Names.CounterUnit)
            : new Problem("plan.counter-unit", column.Shown, string.Join(", ", VolumeUnits.Names)).At(PlanChoices.Names.CounterUnit));
        return new VolumePlans();
    }

    /// <summary>Where a file has counters of several sensors, what is said is said of those whose names do not say it.</summary>
    private VolumeUnit? UnitOf(PlanColumn column, VolumeUnit? named)
    {
        var said = VolumeUnits.Find(choices.CounterUnit);
        if (!context.IsFed && choices.Feeds is not { Count: > 0 } && said is not null && named is not null && said.Name != named.Name)
        {
            notes.Add(new Phrase("plan.counter-unit-said", column.Shown, named.Name, said.Name));
            return said;
        }

        return named ?? said;
    }

    /// <returns>What a volume an hour comes to in the unit of the sensor; null where that has none.</returns>
    private double? ScaleOf(PlanColumn column, VolumeUnit unit)
    {
        var flowUnit = context.FlowUnit ?? BaseUnit;
        if (Units.Factor(BaseUnit, flowUnit) is { } factor)
        {
            return unit.InCubicMetres * factor;
        }

        ask(new Problem("plan.counter-sensor", column.Shown, flowUnit).At(PlanChoices.Names.FlowKind));
        return null;
    }

    private CounterPlan? CounterOf(PlanColumn column, VolumeUnit unit)
    {
        if (ScaleOf(column, unit) is not { } scale)
        {
            return null;
        }

        notes.Add(new Phrase("plan.counter-flow", column.Shown, unit.Name, context.FlowUnit ?? BaseUnit));
        if (choices.CounterRange is { } range)
        {
            notes.Add(new Phrase("plan.counter-range", column.Shown, range));
        }

        return new CounterPlan(scale, choices.CounterRange) { MayBeSlow = choices.FlowKind == FlowKind.Counter };
    }

    private VolumePlans IntervalOf(PlanColumn column, VolumeUnit unit)
    {
        if (ScaleOf(column, unit) is not { } scale)
        {
            return new VolumePlans();
        }

        if ((choices.IntervalBegins ?? BeginsByName()) is not { } begins)
        {
            ask(new Problem("plan.interval-time", column.Shown).At(PlanChoices.Names.IntervalTime));
            return new VolumePlans();
        }

        var into = context.FlowUnit ?? BaseUnit;
        notes.Add(begins
            ? new Phrase("plan.interval-begins", column.Shown, unit.Name, into)
            : new Phrase("plan.interval-ends", column.Shown, unit.Name, into));
        return new VolumePlans(Interval: new IntervalPlan(scale, begins, choices.IntervalMinutes));
    }

    /// <summary>Interval start, Period end, 시작시간.</summary>
    private bool? BeginsByName()
    {
        if (time.Column < 0)
        {
            return null;
        }

        var name = columns[time.Column].Name;
        var (begins, ends) = (Array.Exists(Begins, word => Says(name, word)), Array.Exists(Ends, word => Says(name, word)));
        return begins == ends ? null : begins;
    }

    private static bool Says(ColumnName name, string word) => name.Words.Contains(word)
        || (word[0] > '\u0FFF' && name.Plain.Contains(word, StringComparison.Ordinal));

    /// <returns>Null where it is asked about.</returns>
    private FlowKind? KindOf(PlanColumn column, ColumnName? tag, VolumeUnit? volume, TagPlan? rows)
    {
        var isVolume = volume is not null && column.Unit is null && tag?.Unit is null
            && column.Evidence.Numbers.Unit is null;
        if (choices.FlowKind is { } said)
        {
            // Taken as it stands, m³ would be m³/h.
            return said == FlowKind.Rate && isVolume ? Ask(new Problem("plan.volume-no-rate", column.Shown, volume!.Name)) : said;
        }

        var rank = CounterWords.Rank(tag ?? column.Name);

        // Rows of many meters go up and down among each other: there the name alone speaks.
        var falls = rows is null && column.Evidence.FallsOften;
        if (rank == 2 && !falls && column.Unit is null)
        {
            notes.Add(new Phrase("plan.counter-named", column.Shown));
            return FlowKind.Counter;
        }

        return isVolume ? Ask(new Problem("plan.volume", column.Shown, volume!.Name))
            : rank == 0 || (rank < 2 && rows is null && !column.Evidence.IsRising && !CounterWords.IsVolume(tag ?? column.Name))
                ? FlowKind.Rate
            : column.Unit is not null && !column.Evidence.IsRising && rank < 2 ? FlowKind.Rate
            : Ask(new Problem("plan.counter", column.Shown));
    }

    private FlowKind? Ask(Problem question)
    {
        ask(question.At(PlanChoices.Names.FlowKind));
        return null;
    }
}

/// <summary>How volumes become flows; neither where the column holds flows, or has to be asked about.</summary>
internal sealed record VolumePlans(CounterPlan? Counter = null, IntervalPlan? Interval = null)
{
    public bool IsNone => Counter is null && Interval is null;
}
