using System.Collections.Frozen;

namespace Whatever.Model.Calendar;

/// <summary>A calendar with days added and taken out; a day that is both is taken out.</summary>
/// <param name="original">What is edited; null for none.</param>
/// <param name="added">Days that are holidays too.</param>
/// <param name="removed">Days that are none.</param>
public sealed class EditedHolidays(IHolidays? original, IEnumerable<DateOnly> added, IEnumerable<DateOnly> removed) : IHolidays
{
    private readonly FrozenSet<DateOnly> added = added.ToFrozenSet();
    private readonly FrozenSet<DateOnly> removed = removed.ToFrozenSet();

    /// <inheritdoc/>
    public bool Contains(DateOnly day) => !removed.Contains(day) && (added.Contains(day) || original?.Contains(day) == true);

    /// <inheritdoc/>
    public bool IsQuiet(DateOnly day) => !removed.Contains(day) && original?.IsQuiet(day) == true;
}
