namespace Whatever.Model.Calendar;

/// <summary>The days on which people do not go to work although the day of the week says so.</summary>
public interface IHolidays
{
    /// <summary>Whether <paramref name="day"/> is a holiday. The same day always gives the same answer.</summary>
    bool Contains(DateOnly day);

    /// <summary>
    /// Whether <paramref name="day"/> is a working day of a season in which many stay at home. The same day always gives the same answer.
    /// </summary>
    bool IsQuiet(DateOnly day) => false;
}
