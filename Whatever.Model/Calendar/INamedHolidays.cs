namespace Whatever.Model.Calendar;

/// <summary>Holidays that have names.</summary>
public interface INamedHolidays : IHolidays
{
    /// <summary>
    /// What is celebrated on <paramref name="day"/>, in English; several where holidays meet, empty where it is no holiday.
    /// </summary>
    IReadOnlyList<string> NamesOf(DateOnly day);
}
