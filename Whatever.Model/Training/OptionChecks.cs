using System.Globalization;

namespace Whatever.Model.Training;

/// <summary>Gathers what is wrong with some options, so that all of it can be told at once.</summary>
internal sealed class OptionChecks
{
    private readonly List<string> sentences = [];

    public IReadOnlyList<string> Sentences => sentences;

    public void Expect(bool holds, string name, double found, string expected)
    {
        if (!holds)
        {
            sentences.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {found}, expected {expected}."));
        }
    }

    public void Add(IEnumerable<string> more) => sentences.AddRange(more);

    public void Add(string sentence) => sentences.Add(sentence);
}
