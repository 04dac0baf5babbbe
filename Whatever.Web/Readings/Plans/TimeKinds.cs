namespace Whatever.Web.Readings.Plans;

/// <summary>Times that are written as one number.</summary>
internal static class TimeKinds
{
    /// <summary>1990-01-01 and 2100-01-01: what lies outside is no time that a meter was read.</summary>
    private const double EarliestSecond = 631_152_000;
    private const double EndSecond = 4_102_444_800;
    private const double EarliestDay = 32_874;
    private const double EndDay = 73_051;

    /// <summary>Days from here to 1970.</summary>
    private static readonly DateTime SpreadsheetEpoch = new(1899, 12, 30);

    public static IReadOnlyList<TimeKind> EpochKinds { get; } =
        [TimeKind.EpochSeconds, TimeKind.EpochMilliseconds, TimeKind.EpochMicroseconds, TimeKind.EpochNanoseconds];

    public static double PerSecond(TimeKind kind) => kind switch
    {
        TimeKind.EpochSeconds => 1,
        TimeKind.EpochMilliseconds => 1e3,
        TimeKind.EpochMicroseconds => 1e6,
        _ => 1e9,
    };

    public static bool IsPlausible(TimeKind kind, double number) => kind == TimeKind.SpreadsheetDays
        ? number is >= EarliestDay and < EndDay
        : number / PerSecond(kind) is >= EarliestSecond and < EndSecond;

    /// <summary>
    /// The wall clock of a spreadsheet's day. A day written with few digits lies beside its minute by less than half of its last digit:
    /// it is
    /// that minute.
    /// </summary>
    public static DateTime FromDays(double days, int decimals)
    {
        var minutes = days * MinutesPerDay;
        var tolerance = (0.5 * Math.Pow(10, -decimals) * MinutesPerDay) + 1e-6;
        var near = Math.Round(minutes);
        var exact = Math.Abs(minutes - near) <= Math.Min(tolerance, 0.5) ? near : minutes;
        return SpreadsheetEpoch.AddTicks((long)Math.Round(exact * TimeSpan.TicksPerMinute));
    }

    private const double MinutesPerDay = 1440;
}
