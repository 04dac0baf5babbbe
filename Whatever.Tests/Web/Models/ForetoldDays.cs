namespace Whatever.Tests.Web.Models;

/// <summary>
/// Days at random above and below their week, and two hours of the evening before tell which: a network reads them; levels and the same
/// hour of yesterday, which is all that is looked at without networks, do not show them.
/// </summary>
internal static class ForetoldDays
{
    /// <param name="days">As many.</param>
    /// <param name="contraryFrom">Day from which on the evenings tell the contrary of what comes.</param>
    /// <returns>Shape (days * 24).</returns>
    public static double[] Hours(int days, int contraryFrom = int.MaxValue)
    {
        var random = new Random(5);
        var levels = Enumerable.Range(0, days + 1).Select(_ => random.Next(2) == 0 ? 10 : -10).ToArray();
        return
        [
            .. Enumerable.Range(0, days * 24).Select(i =>
            {
                var (day, hour) = (i / 24, i % 24);
                var told = levels[day + 1] * (day < contraryFrom ? 2 : -2);
                return 100 + levels[day] + (2 * random.NextDouble()) + (hour switch { 19 => told, 20 => -told, _ => 0 });
            }),
        ];
    }
}
