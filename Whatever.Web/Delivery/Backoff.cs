namespace Whatever.Web.Delivery;

/// <summary>
/// Exponential backoff with jitter: 1, 2, 4 ... seconds up to <see cref="Longest"/>, each shortened by up to a half, so that a hundred
/// stations do not come back to a recovering server in one second. The jitter follows from the delivery and the try, so that a run can be
/// repeated.
/// </summary>
public static class Backoff
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>A server that refuses by mistake is mended within a day; what it refuses even then it refuses for ever.</summary>
    private static readonly TimeSpan[] AfterRefusals = [TimeSpan.FromHours(1), TimeSpan.FromHours(5), TimeSpan.FromHours(18)];

    /// <summary>What a server may ask for is not more.</summary>
    public static readonly TimeSpan LongestOfAll = TimeSpan.FromDays(1);
    private const int LargestExponent = 20;

    /// <param name="attempts">Tries so far, 1 or more.</param>
    public static TimeSpan After(int attempts, string idempotencyKey)
    {
        var seconds = Math.Min(Math.Pow(2, Math.Min(attempts - 1, LargestExponent)), Longest.TotalSeconds);
        return TimeSpan.FromSeconds(seconds * (1 - (0.5 * Fraction(idempotencyKey, attempts))));
    }

    /// <param name="refusals">In a row, 1 or more.</param>
    /// <returns>Null where it is set aside.</returns>
    public static TimeSpan? AfterRefusal(int refusals) => refusals <= AfterRefusals.Length ? AfterRefusals[refusals - 1] : null;

    /// <summary>
    /// Whether a delivery waits until a time. One that is further away than any pause was written by a clock that was wrong.
    /// </summary>
    /// <param name="until">Null where nothing was tried yet.</param>
    /// <param name="now">By the clock of now.</param>
    public static bool Waits(DateTimeOffset? until, DateTimeOffset now) => until > now && until <= now + LongestOfAll;

    /// <summary>FNV-1a: <see cref="string.GetHashCode()"/> differs from process to process.</summary>
    private static double Fraction(string key, int attempts)
    {
        var hash = 2166136261u ^ (uint)attempts;
        foreach (var letter in key)
        {
            hash = unchecked((hash ^ letter) * 16777619);
        }

        return hash / (double)uint.MaxValue;
    }
}
