using Whatever.Model.Problems;

namespace Whatever.Model.Training;

/// <summary>Gathers what is wrong with some options, so that all of it can be told at once.</summary>
internal sealed class OptionChecks
{
    private readonly List<Problem> found = [];

    public IReadOnlyList<Problem> Found => found;

    /// <param name="holds">Whether the option is as expected.</param>
    /// <param name="name">Of the property that holds it.</param>
    /// <param name="value">What it is.</param>
    /// <param name="expected">What it may be.</param>
    public void Expect(bool holds, string name, double value, Phrase expected)
    {
        if (!holds)
        {
            found.Add(new Problem("option.value", name, value, expected).At(name));
        }
    }

    /// <summary>The same of something that is no property of its own.</summary>
    public void Expect(bool holds, Phrase what, double value, Phrase expected)
    {
        if (!holds)
        {
            found.Add(new Problem("option.value", what, value, expected));
        }
    }

    public void Add(IEnumerable<Problem> more) => found.AddRange(more);

    public void Add(Problem problem) => found.Add(problem);
}
