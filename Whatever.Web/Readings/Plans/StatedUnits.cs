using Whatever.Model.Series;
using Whatever.Web.Domain;

namespace Whatever.Web.Readings.Plans;

/// <summary>Units that a file says beside the names of its columns: in a column of their own, or in the lines before its header.</summary>
internal static class StatedUnits
{
    /// <summary>A column of texts that differ more is none of units.</summary>
    private const int MostUnits = 12;

    private static readonly string[] Names =
        ["unit", "units", "uom", "engunits", "engineeringunits", "einheit", "einheiten", "단위", "unité", "unite", "unidad"];

    /// <summary>Columns that hold names of units and nothing else.</summary>
    public static IEnumerable<PlanColumn> ColumnsOf(PlanColumns columns) => columns.Where(IsOfUnits);

    public static bool IsOfUnits(PlanColumn column) => column.Evidence.Filled > 0 && column.Evidence.NumberCount == 0
        && column.Evidence.Texts.Count <= MostUnits
        && (Names.Contains(column.Name.Plain) || column.Evidence.Texts.All(text => text.Length > 1 && Units.Find(text) is not null));

    /// <summary>What rows of a quantity say in such columns.</summary>
    /// <param name="columns">Of the file.</param>
    /// <param name="quantity">Whose units.</param>
    /// <param name="tag">Rows of other tags say theirs.</param>
    public static IReadOnlyList<string> Of(PlanColumns columns, Quantity quantity, TagPlan? tag)
    {
        var meant = quantity == Quantity.FlowRate ? tag?.Flow : tag?.Pressure;
        var said = ColumnsOf(columns).SelectMany(column => columns.TextsOf(column.Index, tag?.Column ?? -1, meant))
            .Select(text => (Text: text, Unit: Units.Find(text)))
            .Where(unit => unit.Unit is null ? tag is { IsLong: true } : unit.Unit.Quantity == quantity)
            .Select(unit => unit.Unit?.Name ?? unit.Text).Distinct().ToList();
        return said.Count > 0 ? said : InPreamble(columns, quantity);
    }

    /// <summary>A volume that all rows of the flow are said to be in.</summary>
    public static VolumeUnit? VolumeOf(PlanColumns columns, TagPlan? tag)
    {
        var said = ColumnsOf(columns).SelectMany(column => columns.TextsOf(column.Index, tag?.Column ?? -1, tag?.Flow))
            .Where(text => tag is { IsLong: true } || Units.Find(text)?.Quantity != Quantity.Pressure).Distinct().ToList();
        said = said.Count > 0 ? said : [.. columns.Preamble.SelectMany(TextsIn).Where(text => Units.Find(text) is null).Distinct()];
        return said is [var one] ? VolumeUnits.Find(one) : null;
    }

    /// <summary><c># Unit: L/s</c>, <c>단위: kPa</c> before the header.</summary>
    private static List<string> InPreamble(PlanColumns columns, Quantity quantity) =>
    [
        .. columns.Preamble.SelectMany(UnitsIn).Where(unit => unit.Quantity == quantity).Select(unit => unit.Name).Distinct(),
    ];

    private static IEnumerable<Unit> UnitsIn(string line) => TextsIn(line).Select(Units.Find).OfType<Unit>();

    private static IEnumerable<string> TextsIn(string line)
    {
        var parts = line.Trim('#', ' ', '\t', '"', ';', ',').Split([':', '=', ';', ',', '\t', '"'], StringSplitOptions.TrimEntries
            | StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 1 && Array.Exists(Names, ColumnName.Of(parts[0]).Words.Contains)
            ? parts.Skip(1)
            : [];
    }
}
