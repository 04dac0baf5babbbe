using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;

namespace Whatever.Web.Readings.Plans;

/// <summary>What the file says of its units, against the sensor's: another known one is converted where a person agreed, and asked about
/// where nobody did.</summary>
internal sealed class UnitRules(
    PlanColumns columns, QuantityRoles roles, PlanContext context, List<Phrase> notes, Action<Problem?> ask)
{
    private static readonly string[] Volumes = ["m3", "m³", "㎥", "l", "kl", "ml", "gal", "톤", "t", "liter", "litre"];

    /// <summary>What an input of a logger measures before it is scaled, and what else is measured beside water.</summary>
    private static readonly string[] OtherQuantities =
        ["%", "ma", "v", "mv", "pulse", "pulses", "imp", "imp.", "impulse", "impulses", "펄스", "count", "counts", "cnt", "raw", "hz", "khz",
            "°c", "℃", "°f", "kwh", "kw", "mg/l", "ntu", "ph", "µs/cm", "us/cm"];

    /// <summary>The code of the decision that the sensor takes the file's units.</summary>
    public const string Taken = "plan.unit-taken";

    /// <summary>By its usual name; null where the file names none.</summary>
    public string? NameOf(Quantity quantity, int column) => columns[column].Unit?.Name ?? columns[column].Evidence.Numbers.Unit
        ?? StatedUnits.Of(columns, quantity, roles.Tag).FirstOrDefault();

    /// <summary>A volume, or something per something that is not known: m3 is no flow, and t/wk none that is understood.</summary>
    private static bool IsOtherUnit(string? addition) => addition is { Length: > 0 }
        && (char.IsAsciiDigit(addition[0]) || addition[0] is 'x' or '×' or '*' || addition.Contains('/', StringComparison.Ordinal)
            || Volumes.Contains(addition.Trim().ToLowerInvariant())
            || OtherQuantities.Contains(addition.Trim().ToLowerInvariant()));

    private bool IsSaidTwice(Quantity quantity, int column) =>
        columns[column].Unit is null && StatedUnits.Of(columns, quantity, roles.Tag).Count > 1;

    private static bool HasMixedUnits(PlanColumn column) => column.Evidence.Numbers.HasMixedUnits
        || (column.Unit is { } named && column.Evidence.Numbers.Unit is { } behind && named.Name != behind);

    /// <summary>What is said of units is said of the values of the sensor that the file is given to: it answers for no other column, and
    /// for rows of no other tag.</summary>
    private bool IsMixedOfFed(Quantity quantity, PlanColumn column) => context.OwnersColumns is { } owners
        && ((HasMixedUnits(column) && !owners.Contains(column.Index)) || (roles.Tag is not null && IsSaidTwice(quantity, column.Index)));

    public double FactorOf(Quantity quantity, int column)
    {
        var (found, choice) = (columns[column], PlanChoices.Names.Units);
        if (IsMixedOfFed(quantity, found))
        {
            ask(new Problem("plan.mixed-units-fed", found.Shown));
            return 1;
        }

        if (context.Choices.Convert is null && (HasMixedUnits(found) || IsSaidTwice(quantity, column)))
        {
            ask(new Problem("plan.mixed-units", found.Shown).At(choice));
            return 1;
        }

        if (context.Choices.Convert is null && found.Unit is null && IsOtherUnit(found.Name.Addition))
        {
            ask(new Problem("plan.unknown-unit", found.Shown, found.Name.Addition).At(choice));
            return 1;
        }

        var expected = quantity == Quantity.FlowRate ? context.FlowUnit : context.PressureUnit;
        if (NameOf(quantity, column) is not { } written || expected is null || Units.Find(expected)?.Name == written)
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
                notes.Add(new Phrase("plan.unit-taken", Phrases.Of(quantity), written, expected));
                return 1;
            default:
                ask((factor is { } by
                    ? new Problem("plan.unit", columns[column].Shown, written, expected, by)
                    : new Problem("plan.other-unit", columns[column].Shown, written, expected)).At(PlanChoices.Names.Units));
                return 1;
        }
    }
}
