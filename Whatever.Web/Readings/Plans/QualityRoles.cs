using Whatever.Model.Problems;

namespace Whatever.Web.Readings.Plans;

/// <summary>Which columns say whether a value is good: of the flow, of the pressure, or of the whole row.</summary>
internal sealed record QualityRoles(QualityPlan? Flow, QualityPlan? Pressure, IReadOnlyList<Problem> Questions)
{
    /// <summary>The column whose words are good or not, or have to be told apart; -1 where there is none.</summary>
    public int Column { get; init; } = -1;

    public static QualityRoles Find(PlanColumns columns, IReadOnlySet<int> taken, QuantityRoles roles, PlanContext context) =>
        new QualityFinder(columns, taken, roles, context).Find();
}
