using Whatever.Model.Calendar;

namespace Whatever.Model.Forecasting.Residual;

/// <summary>
/// Seasonal baselines that remember longer or shorter and follow the week more or less, so that one of them is at home in whatever has
/// become of the demand since the networks were trained.
/// </summary>
internal static class BaselineVariants
{
    private static readonly SeasonalBaselineOptions[] Options =
    [
        Of(12, 0.8, 0, 0.6), Of(12, 0.8, 0, 0), Of(12, 0.8, 0.5, 0), Of(12, 0.8, 1, 0), Of(4, 0.5, 0.5, 0.6), Of(4, 0.5, 1, 0),
        Of(4, 0.2, 0, 0), Of(4, 0.2, 0.25, 0.6), Of(4, 0.2, 1, 0),
    ];

    /// <summary>Days before an origin that any of them looks at.</summary>
    public static int DaysBack => Options.Max(options => (7 * options.Weeks) + options.ShiftDays);

    public static IEnumerable<IHourlyForecaster> All(IHolidays holidays) =>
        Options.Select(options => new SeasonalBaseline(holidays, options));

    private static SeasonalBaselineOptions Of(int weeks, double decay, double allDaysShare, double shift) =>
        new() { Weeks = weeks, DecayPerWeek = decay, AllDaysShare = allDaysShare, Shift = shift };
}
