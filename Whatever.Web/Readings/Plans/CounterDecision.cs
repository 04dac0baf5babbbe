using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Readings.Plans;

/// <summary>Whether the column of the flow holds flows or counts, and how counts become flows.</summary>
internal sealed class CounterDecision(PlanColumns columns, PlanContext context, List<Phrase> notes, Action<Problem?> ask)
{
    private const string BaseUnit = "m³/h";
    private readonly PlanChoices choices = context.Choices;

    /// <returns>Null where the column holds flows.</returns>
    public CounterPlan? Decide(QuantityRoles roles)
    {
        if (roles.Flow < 0)
        {
            return null;
        }

        var column = columns[roles.Flow];
        var tag = roles.Tag is { IsLong: true, Flow: { } named } ? ColumnName.Of(named) : null;
        if (!IsCounter(column, tag, roles.Tag))
        {
            return null;
        }

        var unit = UnitOf(column, tag?.Volume ?? column.Volume);
        if (unit is null)
        {
            ask(new Problem("plan.counter-unit", column.Shown, string.Join(", ", VolumeUnits.Names)).At(PlanChoices.Names.CounterUnit));
            return null;
        }

        return Of(column, unit);
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

    private CounterPlan? Of(PlanColumn column, VolumeUnit unit)
    {
        var flowUnit = context.FlowUnit ?? BaseUnit;
        if (Units.Factor(BaseUnit, flowUnit) is not { } factor)
        {
            ask(new Problem("plan.counter-sensor", column.Shown, flowUnit).At(PlanChoices.Names.FlowKind));
            return null;
        }

        notes.Add(new Phrase("plan.counter-flow", column.Shown, unit.Name, flowUnit));
        if (choices.CounterRange is { } range)
        {
            notes.Add(new Phrase("plan.counter-range", column.Shown, range));
        }

        return new CounterPlan(unit.InCubicMetres * factor, choices.CounterRange);
    }

    private bool IsCounter(PlanColumn column, ColumnName? tag, TagPlan? rows)
    {
        if (choices.FlowKind is { } said)
        {
            return said == FlowKind.Counter;
        }

        var rank = CounterWords.Rank(tag ?? column.Name);
        if (rank == 0 || (rank < 2 && rows is null && !column.Evidence.IsRising))
        {
            return false;
        }

        // Rows of many meters go up and down among each other: there the name alone speaks.
        var falls = rows is null && column.Evidence.FallsOften;
        if (rank == 2 && !falls && column.Unit is null)
        {
            notes.Add(new Phrase("plan.counter-named", column.Shown));
            return true;
        }

        ask(new Problem("plan.counter", column.Shown).At(PlanChoices.Names.FlowKind));
        return false;
    }
}
