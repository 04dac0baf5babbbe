using System.Globalization;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Components.Pages.Data;

/// <summary>What a column of a file can be.</summary>
public enum ColumnRole
{
    None = 0,
    Time = 1,
    Clock = 2,
    FlowRate = 3,
    Pressure = 4,
    Value = 5,
    Tag = 6,
    Quality = 7,

    /// <summary>A volume that is counted on; the flow is how much it grows.</summary>
    Counter = 8,
}

/// <summary>Between a plan, in which a role has a column, and a table, in which a column has a role.</summary>
internal static class ColumnRoles
{
    public static ColumnRole Of(ReadingPlan plan, int column) =>
        column == plan.Time.Column ? ColumnRole.Time
        : column == plan.Time.ClockColumn ? ColumnRole.Clock
        : column == plan.FlowRate?.Column && column == plan.Pressure?.Column ? ColumnRole.Value
        : column == plan.FlowRate?.Column ? plan.FlowRate.Counter is null ? ColumnRole.FlowRate : ColumnRole.Counter
        : column == plan.Pressure?.Column ? ColumnRole.Pressure
        : column == plan.Texts.TagColumn ? ColumnRole.Tag
        : column == plan.Texts.QualityColumn ? ColumnRole.Quality
        : ColumnRole.None;

    /// <summary>The choices with another role of a column; who had the role before has none.</summary>
    public static PlanChoices With(ReadingPlan plan, PlanChoices choices, int column, ColumnRole role)
    {
        var number = (column + 1).ToString(CultureInfo.InvariantCulture);
        var left = Without(plan, choices, column);
        return role switch
        {
            ColumnRole.Time => left with { TimeColumn = number },
            ColumnRole.Clock => left with { ClockColumn = number, TimeColumn = left.TimeColumn ?? Number(plan.Time.Column) },
            ColumnRole.FlowRate => left with { FlowColumn = number, ValueColumn = null, FlowKind = KindOf(plan, column) },
            ColumnRole.Counter => left with { FlowColumn = number, ValueColumn = null, FlowKind = FlowKind.Counter },
            ColumnRole.Pressure => left with { PressureColumn = number, ValueColumn = null },
            ColumnRole.Value => left with { ValueColumn = number, FlowColumn = null, PressureColumn = null },
            ColumnRole.Tag => left with { TagColumn = number },
            ColumnRole.Quality => left with { QualityColumn = number, FlowQualityColumn = null, PressureQualityColumn = null },
            _ => left,
        };
    }

    /// <summary>Who says that a counter is the flow itself means it; of other columns there is nothing to say.</summary>
    private static FlowKind? KindOf(ReadingPlan plan, int column) => plan.Candidates is { AreTags: false }
        && plan.Candidates.All.Any(one => one.IsCounter && one.Key == Number(column)) ? FlowKind.Rate : null;

    private static PlanChoices Without(ReadingPlan plan, PlanChoices choices, int column) => Of(plan, column) switch
    {
        ColumnRole.Time => choices with { TimeColumn = null },
        ColumnRole.Clock => choices with { ClockColumn = null },
        ColumnRole.FlowRate => choices with { FlowColumn = PlanChoices.NoColumn },
        ColumnRole.Counter => choices with { FlowColumn = PlanChoices.NoColumn, FlowKind = null },
        ColumnRole.Pressure => choices with { PressureColumn = PlanChoices.NoColumn },
        ColumnRole.Value => choices with { ValueColumn = null },
        ColumnRole.Tag => choices with { TagColumn = PlanChoices.NoColumn, FlowTag = null, PressureTag = null },
        ColumnRole.Quality => choices with { QualityColumn = PlanChoices.NoColumn, Good = null },
        _ => choices,
    };

    private static string? Number(int column) => column < 0 ? null : (column + 1).ToString(CultureInfo.InvariantCulture);
}
