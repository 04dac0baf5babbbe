using Whatever.Model.Series;

namespace Whatever.Web.Readings.Csv;

/// <summary>The distance that the rows of a file usually have, where they have one: six of ten are followed after it, to the
/// minute.</summary>
internal static class RegularStep
{
    /// <summary>Of fewer nobody knows what is usual.</summary>
    private const int FewestSteps = 2;
    private const int ShortestOfDays = 12 * MinutesPer.Hour;

    /// <summary>A day in which the clock changes has 23 or 25 hours, and half a day one more or less.</summary>
    /// <param name="usual">Minutes.</param>
    /// <param name="found">To the neighbour; null where there is none.</param>
    /// <returns>Minutes.</returns>
    public static int LengthOf(int usual, int? found) =>
        usual >= ShortestOfDays && found is { } minutes && Math.Abs(minutes - usual) == MinutesPer.Hour ? minutes : usual;

    /// <param name="ticks">In ascending order; rows of one time are one.</param>
    /// <returns>Whole minutes; null where it is not regular, or shorter than a minute.</returns>
    public static TimeSpan? Of(IReadOnlyList<long> ticks)
    {
        var steps = new Dictionary<long, int>();
        var count = 0;
        for (var row = 1; row < ticks.Count; row++)
        {
            if (ticks[row] > ticks[row - 1])
            {
                var minutes = (long)Math.Round((ticks[row] - ticks[row - 1]) / (double)TimeSpan.TicksPerMinute);
                steps[minutes] = steps.GetValueOrDefault(minutes) + 1;
                count++;
            }
        }

        if (count < FewestSteps)
        {
            return null;
        }

        var usual = steps.MaxBy(step => step.Value);
        return usual.Value * 10 >= count * 6 && usual.Key > 0 ? TimeSpan.FromMinutes(usual.Key) : null;
    }
}
