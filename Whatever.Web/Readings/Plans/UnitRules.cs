using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;

namespace Whatever.Web.Readings.Plans;

/// <summary>What the file says of its units, against the sensor's: another known one is converted where a person agreed, and asked about
/// where nobody did.</summary>
internal sealed class UnitRules(PlanColumns columns, PlanContext context, List<Phrase> notes, Action<Problem?> ask)
{
    /// <summary>The code of the decision that the sensor takes the file's units.</summary>
    public const string Taken = "plan.unit-taken";

    /// <summary>By its usual name; null where the file names none.</summary>
    public string? NameOf(int column) => columns[column].Unit?.Name ?? columns[column].Evidence.Numbers.Unit;

    public double FactorOf(Quantity quantity, int column)
    {
        var expected = quantity == Quantity.FlowRate ? context.FlowUnit : context.PressureUnit;
        if (NameOf(column) is not { } written || expected is null || Units.Find(expected)?.Name == written)
        {
            return 1;
        }

        var factor = Units.Factor(written, expected);
        switch (context.Choices.Convert, factor)
        {
            case (true, { } known):
                notes.Add(new Phrase("plan.converted", columns[column].Shown, written, expected, known));
                return known;
            case (false, _):
                notes.Add(new Phrase("plan.not-converted", columns[column].Shown, written, expected));
                return 1;
            case (null, not null) when !context.HasReadings():
                notes.Add(new Phrase(Taken, Phrases.Of(quantity), written, expected));
                return 1;
            default:
                ask(new Problem(
                    factor is null ? "plan.other-unit" : "plan.unit", columns[column].Shown, written, expected, factor ?? 1)
                    .At(PlanChoices.Names.Units));
                return 1;
        }
    }
}
