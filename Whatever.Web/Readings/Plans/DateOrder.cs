namespace Whatever.Web.Readings.Plans;

/// <summary>In which order a date stands that its own digits do not tell: 11/07/2024, 09.07.24.</summary>
public enum DateOrder
{
    /// <summary>2024-07-09, 24/07/09.</summary>
    YearFirst = 0,

    /// <summary>09/07/2024, 9.7.24.</summary>
    DayFirst = 1,

    /// <summary>07/09/2024, 7/9/24.</summary>
    MonthFirst = 2,
}

/// <summary>The orders by their names in options and requests.</summary>
public static class DateOrders
{
    public static IReadOnlyList<string> Names { get; } = ["ymd", "dmy", "mdy"];

    public static string NameOf(DateOrder order) => Names[(int)order];

    /// <returns>Null where it is none of <see cref="Names"/>.</returns>
    public static DateOrder? Find(string? name) =>
        Names.ToList().FindIndex(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index
            ? (DateOrder)index
            : null;
}
