using Whatever.Model.Problems;

namespace Whatever.Web.Readings.Plans;

/// <summary>Which columns hold the flow and the pressure, and which tag a row has to have.</summary>
/// <param name="Flow">-1 where there is none.</param>
/// <param name="Pressure">-1 where there is none.</param>
/// <param name="Tag">Null where each row holds all its values itself.</param>
/// <param name="Notes">What was decided and why.</param>
/// <param name="Questions">What a person has to say.</param>
internal sealed record QuantityRoles(
    int Flow, int Pressure, TagPlan? Tag, IReadOnlyList<Phrase> Notes, IReadOnlyList<Problem> Questions)
{
    /// <summary>The column whose tags have to be told apart; -1 where there is none.</summary>
    public int TagColumn { get; init; } = -1;

    /// <summary>Each of its tags is a meter, whose rows hold all its values.</summary>
    public bool AreMeters { get; init; }

    public static QuantityRoles Find(PlanColumns columns, TimeRole time, PlanContext context) =>
        new QuantityFinder(columns, time, context).Find();
}
