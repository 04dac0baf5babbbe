namespace Whatever.Web.Readings.Plans;

/// <summary>How the numbers of a column are written.</summary>
/// <param name="DecimalComma">1,5 and not 1.5.</param>
/// <param name="HasThousands">A sign stands between groups of three digits: the other one of comma and point, or a blank, or ’.</param>
/// <param name="Unit">The unit that stands behind each number, by its usual name; null where none does.</param>
public readonly record struct NumberForm(bool DecimalComma = false, bool HasThousands = false, string? Unit = null)
{
    /// <summary>Whether every number is read without looking for anything but digits, a sign and a point.</summary>
    public bool IsPlain => !DecimalComma && !HasThousands && Unit is null;
}
