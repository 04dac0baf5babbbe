using System.Text.RegularExpressions;
using System.Xml.Linq;
using Whatever.Tests.Support;

namespace Whatever.Tests.Web.Components;

/// <summary>What a page says has its Korean; the key is the English.</summary>
public sealed partial class TextsTests
{
    [Fact]
    public void Text_OfAPage_HasItsKorean()
    {
        var korean = XDocument.Parse(Repository.Files("Whatever.Web/Components/Texts", "Text.ko.resx").Single().Text).Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value, StringComparer.Ordinal);
        var said = Repository.Files("Whatever.Web/Components", ".cs", ".razor").SelectMany(file => Said().Matches(file.Text))
            .Select(match => Regex.Unescape(match.Groups[1].Value)).Distinct().ToList();
        Assert.True(said.Count > 400, $"{said.Count} texts found");
        Assert.DoesNotContain(said, text => !korean.ContainsKey(text));
        Assert.DoesNotContain(
            said, text => !Place().Matches(text).Select(match => match.Value).ToHashSet()
                .IsSupersetOf(Place().Matches(korean[text]).Select(match => match.Value)));
    }

    /// <summary>A text that is put together from a variable, such as the name of a cause, is not found by this.</summary>
    [GeneratedRegex("""\b(?:L|texts|Texts)(?:\.Count\([^"]*?|\[\s*)"((?:[^"\\]|\\.)*)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Said();

    [GeneratedRegex(@"\{\d")]
    private static partial Regex Place();
}
