using Whatever.Model.Problems;
using Whatever.Model.Training;

namespace Whatever.Model.Forecasting;

/// <summary>How the seasonal baseline remembers.</summary>
public sealed record SeasonalBaselineOptions
{
    /// <summary>Weeks before the origin that are looked at, 1..52.</summary>
    public int Weeks { get; init; } = 6;

    /// <summary>Weight of a value relative to one a week younger, above 0 and at most 1.</summary>
    public double DecayPerWeek { get; init; } = 0.8;

    /// <summary>Share of the last days' median deviation that is added, 0..1.</summary>
    public double Shift { get; init; } = 0.6;

    /// <summary>Days before the origin whose deviation counts, 1..7.</summary>
    public int ShiftDays { get; init; } = 3;

    /// <summary>
    /// Share of the mean over the days of every kind in the mean over those of the target's kind, 0..1: 0 for demand that follows the week,
    /// 1 for demand that knows no weekdays.
    /// </summary>
    public double AllDaysShare { get; init; }

    /// <summary>One problem per option that is out of its range.</summary>
    public IReadOnlyList<Problem> Validate()
    {
        var problems = new OptionChecks();
        problems.Expect(Weeks is >= 1 and <= 52, nameof(Weeks), Weeks, Expected.Range(1, 52));
        problems.Expect(DecayPerWeek is > 0 and <= 1, nameof(DecayPerWeek), DecayPerWeek, Expected.AboveTo(0, 1));
        problems.Expect(Shift is >= 0 and <= 1, nameof(Shift), Shift, Expected.Range(0, 1));
        problems.Expect(ShiftDays is >= 1 and <= 7, nameof(ShiftDays), ShiftDays, Expected.Range(1, 7));
        problems.Expect(AllDaysShare is >= 0 and <= 1, nameof(AllDaysShare), AllDaysShare, Expected.Range(0, 1));
        return problems.Found;
    }
}
