using NodaTime;
using NodaTime.Text;
using Whatever.Model.Problems;

namespace Whatever.Web.Readings.Plans;

/// <summary>Times in a way of their own, by a pattern that a person gave, such as <c>HH'h'mm dd/MM/yyyy</c>; the letters are those of
/// .NET and of NodaTime.</summary>
internal sealed class TimePattern(string pattern)
{
    private readonly LocalDateTimePattern parser = LocalDateTimePattern.CreateWithInvariantCulture(pattern);

    /// <returns>Null where it is a pattern.</returns>
    public static Problem? Explain(string pattern)
    {
        try
        {
            LocalDateTimePattern.CreateWithInvariantCulture(pattern);
            return null;
        }
        catch (InvalidPatternException problem)
        {
            return new Problem("plan.pattern", pattern, FileProblems.Clause(problem.Message));
        }
    }

    public bool TryRead(string text, out DateTime time)
    {
        var result = parser.Parse(text.Trim());
        time = result.Success ? result.Value.ToDateTimeUnspecified() : default;
        return result.Success;
    }
}
