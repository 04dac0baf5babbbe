using System.Globalization;
using System.Resources;

namespace Whatever.Model.Problems;

/// <summary>
/// The one place where a problem becomes a sentence, whoever reads it: command line, API and pages. The wordings stand in
/// <c>ProblemTexts.resx</c> (English) and <c>ProblemTexts.ko.resx</c> (Korean), by code.
/// </summary>
public static class ProblemTexts
{
    private static readonly ResourceManager Wordings = new(typeof(ProblemTexts).FullName!, typeof(ProblemTexts).Assembly);

    /// <summary>The sentence in a language.</summary>
    /// <param name="phrase">What to say.</param>
    /// <param name="culture">Language and number format; of a language that is not known the sentence is English.</param>
    public static string Say(Phrase phrase, CultureInfo culture)
    {
        if (Wordings.GetString(phrase.Code, culture) is not { } wording)
        {
            return SayUnknown(phrase);
        }

        try
        {
            object?[] arguments = [.. phrase.Arguments.Select(argument => argument is Phrase part ? Say(part, culture) : argument)];
            var fitting = culture.TwoLetterISOLanguageName == "ko" ? KoreanParticles.Fit(wording, culture, arguments) : wording;
            return string.Format(culture, fitting, arguments);
        }
        catch (FormatException)
        {
            // Stored by another version, with fewer arguments or with others.
            return SayUnknown(phrase);
        }
    }

    /// <summary>The English sentence, with numbers as in code.</summary>
    /// <param name="phrase">What to say.</param>
    public static string English(Phrase phrase) => Say(phrase, CultureInfo.InvariantCulture);

    /// <summary>All of them in one line, in English.</summary>
    /// <param name="problems">One sentence each.</param>
    public static string English(IEnumerable<Phrase> problems) => string.Join(" ", problems.Select(English));

    /// <summary>What a newer version stored has no wording here: better the bare data than nothing.</summary>
    private static string SayUnknown(Phrase phrase) => string.Join(
        " ", phrase.Arguments.Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture)).Prepend(phrase.Code));
}
