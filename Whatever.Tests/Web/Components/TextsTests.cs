using System.Text.RegularExpressions;
using System.Xml.Linq;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Components;

/// <summary>What a page says has its Korean; the key is the English.</summary>
public sealed partial class TextsTests
{
    [Fact]
    public void Text_OfAPage_HasItsKorean()
    {
        var korean = XDocument.Parse(Repository.Files("Whatever.Web/Components/Texts", "Text.ko.resx").Single().Text).Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value, StringComparer.Ordinal);
        var said = Repository.Files("Whatever.Web/Components", ".cs", ".razor").SelectMany(file => TextsOf(file.Text)).Distinct().ToList();
        Assert.True(said.Count > 550, $"{said.Count} texts found");
        Assert.Equal("", string.Join(" | ", said.Where(text => !korean.ContainsKey(text))));
        Assert.DoesNotContain(
            said, text => !Place().Matches(text).Select(match => match.Value).ToHashSet()
                .IsSupersetOf(Place().Matches(korean[text]).Select(match => match.Value)));
    }

    /// <summary>They are put together from the word that is kept.</summary>
    [Theory]
    [InlineData("Text.resx")]
    [InlineData("Text.ko.resx")]
    public void Act_OfTheAudit_HasItsWords(string file)
    {
        var known = XDocument.Parse(Repository.Files("Whatever.Web/Components/Texts", file).Single().Text).Root!.Elements("data")
            .Select(data => data.Attribute("name")!.Value).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(AuditActs.All.Select(act => $"Act {act}").Except(known));
        Assert.Empty(Enum.GetValues<ActorKind>().Select(kind => $"Actor {kind}").Except(known));
        Assert.Empty(AuditedTables.Acts.Except(AuditActs.All));
    }

    /// <summary>
    /// Those in the brackets of L["…"] and L[isOne ? "…" : "…"], and the first of L.Count("…"). One that is put together from a variable,
    /// such as the name of a cause, or that a helper is given, is not found by this.
    /// </summary>
    private static IEnumerable<string> TextsOf(string source) =>
        Localized().Matches(source)
            .SelectMany(
                call => call.Value.EndsWith('[')
                    ? Literal().Matches(Bracket(source, call.Index + call.Length))
                    : Literal().Matches(source[(call.Index + call.Length)..]).Take(1))
            .Select(literal => Regex.Unescape(literal.Groups[1].Value))
            .Where(text => !text.StartsWith(' ') && text.Any(char.IsLetter));

    /// <summary>What is asked for: up to the first comma, behind which the arguments stand, or the end of the bracket.</summary>
    private static string Bracket(string source, int from)
    {
        var (depth, isQuoted) = (0, false);
        for (var at = from; at < source.Length; at++)
        {
            isQuoted ^= source[at] == '"' && source[at - 1] != '\\';
            depth += isQuoted ? 0 : source[at] is '[' or '(' or '{' ? 1 : source[at] is ']' or ')' or '}' ? -1 : 0;
            if (!isQuoted && (depth < 0 || (depth == 0 && source[at] == ',')))
            {
                return source[from..at];
            }
        }

        return source[from..];
    }

    [GeneratedRegex(@"\b(?:L|texts|Texts)(?:\.Count\(|\[)")]
    private static partial Regex Localized();

    [GeneratedRegex("""(?<!\$)"((?:[^"\\]|\\.)*)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Literal();

    [GeneratedRegex(@"\{\d")]
    private static partial Regex Place();
}
