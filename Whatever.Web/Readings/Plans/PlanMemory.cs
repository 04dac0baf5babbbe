using System.Globalization;

namespace Whatever.Web.Readings.Plans;

/// <summary>Turns what was decided about a file into choices, so that the next file of its layout needs no decision.</summary>
internal static class PlanMemory
{
    public static PlanChoices ChoicesOf(ReadingPlan plan, PlanColumns columns, PlanChoices said)
    {
        // Of a single column of values the file's name may have said what it holds: the next one has another name.
        var isLong = plan.Tag is { IsLong: true } || plan.Decisions.Any(decision => decision.Code == QuantityFinder.FileSays);
        return said with
        {
            Encoding = null,
            Separator = said.Separator,
            TimeColumn = plan.Time.Parts is null ? Number(plan.Time.Column) : said.TimeColumn,
            ClockColumn = Number(plan.Time.ClockColumn),
            DateOrder = plan.Time.Order,
            FlowColumn = isLong || said.ValueQuantity is not null ? said.FlowColumn : Number(plan.FlowRate?.Column ?? -1) ?? PlanChoices
                .NoColumn,
            PressureColumn = isLong || said.ValueQuantity is not null
                ? said.PressureColumn
                : Number(plan.Pressure?.Column ?? -1) ?? PlanChoices.NoColumn,
            TagColumn = Number(plan.Tag?.Column ?? -1) ?? said.TagColumn,
            FlowTag = plan.Tag?.Flow,
            PressureTag = plan.Tag?.Pressure,
            FlowKind = said.FlowKind,
            DecimalComma = DecimalOf(plan, columns) ?? said.DecimalComma,
        };
    }

    /// <summary>
    /// Something was said, or decided by what stands in this file: the own layout, whose every file is read in one way, needs no memory.
    /// </summary>
    public static bool IsWorthKeeping(ReadingPlan plan, PlanColumns columns, PlanChoices said) =>
        said != new PlanChoices() || plan.Time.Order is not null || plan.Tag is not null || DecimalOf(plan, columns) is true
            || (DecimalOf(plan, columns) is not null && plan.Layout.Separator is ';' or '\t')
            || plan.FlowRate?.Counter is not null || plan.FlowRate?.Quality is not null || plan.Pressure?.Quality is not null;

    private static string? Number(int column) => column < 0 ? null : (column + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>Null where no number had either sign.</summary>
    private static bool? DecimalOf(ReadingPlan plan, PlanColumns columns)
    {
        var used = new[] { plan.FlowRate, plan.Pressure }.OfType<ValuePlan>().ToList();
        return used.Exists(value => value.Form.DecimalComma) ? true
            : used.Exists(value => columns[value.Column].Evidence.Numbers.Point is not null) ? false
            : null;
    }
}
