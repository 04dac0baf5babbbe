using Whatever.Model.Series;

namespace Whatever.Web.Readings.Plans;

/// <summary>Columns that nothing calls a flow or a pressure and that may be one all the same: FIT-102, or a unit alone.</summary>
internal static class QuantityRivals
{
    /// <summary>Running or not: no column of measured values.</summary>
    private const int MostStates = 2;

    /// <param name="quantity">What they may be.</param>
    /// <param name="free">Columns that nothing else is known of.</param>
    /// <param name="named">Those that are called so.</param>
    public static IEnumerable<PlanColumn> Of(Quantity quantity, IEnumerable<PlanColumn> free, IReadOnlyCollection<PlanColumn> named) =>
        free.Where(column => !named.Contains(column) && column.Evidence.HoldsNumbers && column.Evidence.Texts.Count > MostStates
            && !ColumnWords.IsOther(column.Name) && CounterWords.Rank(column.Name) == 0
            && ColumnWords.FlowRank(column.Name) + ColumnWords.PressureRank(column.Name) == 0
            && (column.Unit is { } unit
                ? unit.Quantity == quantity && !Instruments.IsOfLength(column.Name)
                : column.Name.Addition is null && Instruments.Of(column.Name) == (quantity, false)));
}
