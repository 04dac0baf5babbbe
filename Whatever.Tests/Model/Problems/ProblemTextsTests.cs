using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Whatever.Model.Problems;
using Whatever.Tests.Support;

namespace Whatever.Tests.Model.Problems;

/// <summary>Every code that the program can give has a wording in both languages, and no wording is left over.</summary>
public sealed partial class ProblemTextsTests
{
    private static readonly CultureInfo Korean = CultureInfo.GetCultureInfo("ko");

    /// <summary>Codes in the sources; one that ends in * stands for all that begin so.</summary>
    private static readonly List<string> Used =
    [
        .. Repository.Files("Whatever.Model", ".cs").Concat(Repository.Files("Whatever.Web", ".cs", ".razor"))
            .SelectMany(file => NewPhrase().Matches(file.Text))
                .Select(match => match.Groups[1].Value + (match.Groups[2].Success ? "*" : ""))
            .Distinct(),
        .. Repository.Files("Whatever.Web", ".cs").SelectMany(file => CountOf().Matches(file.Text))
            .SelectMany(match => new[] { match.Groups[1].Value, match.Groups[1].Value + "-one" }).Distinct(),
        "stage.interest", "stage.caution", "stage.alert", "stage.serious",
    ];

    [Fact]
    public void Code_InTheSources_HasAWordingInBothLanguages()
    {
        Assert.True(Used.Count > 300, $"{Used.Count} codes found");
        foreach (var language in new[] { "", ".ko" })
        {
            var known = Wordings(language).Keys;
            Assert.DoesNotContain(Used, code => code.EndsWith('*') ? !known.Any(Begins(code)) : !known.Contains(code));
        }
    }

    [Fact]
    public void Wording_InTheTable_IsUsed()
    {
        foreach (var language in new[] { "", ".ko" })
        {
            Assert.DoesNotContain(
                Wordings(language).Keys,
                code => !Used.Contains(code) && !Used.Any(used => used.EndsWith('*') && Begins(used)(code)));
        }
    }

    [Fact]
    public void Wording_OfBothLanguages_HasTheSamePlacesForArguments()
    {
        var (english, korean) = (Wordings(""), Wordings(".ko"));
        Assert.DoesNotContain(english.Keys, code => !Places(english[code]).SetEquals(Places(korean[code])));
        Assert.DoesNotContain(korean, pair => Letters().IsMatch(english[pair.Key]) && !Hangul().IsMatch(pair.Value));
    }

    [Fact]
    public void Say_APhraseInAProblem_IsSaidInTheSameLanguage()
    {
        var problem = new Problem("settings.delay", new Phrase("settings.on-delay"), 0, 1440).At("on_delay_minutes");
        Assert.Equal("The on-delay is 0 minutes, expected 1 to 1440.", ProblemTexts.English(problem));
        Assert.Equal("발생 지연이 0분입니다. 1~1440분이어야 합니다.", ProblemTexts.Say(problem, Korean));
        Assert.Equal("발생 지연이 0분입니다. 1~1440분이어야 합니다.", ProblemTexts.Say(problem, CultureInfo.GetCultureInfo("ko-KR")));
        Assert.Equal(("on_delay_minutes", "The on-delay is 0 minutes, expected 1 to 1440."), (problem.Field, problem.ToString()));
    }

    [Fact]
    public void Say_ACodeOfANewerVersion_GivesTheBareData() =>
        Assert.Equal("pump.stopped 7 a", ProblemTexts.English(new Problem("pump.stopped", 7, "a")));

    [Fact]
    public void All_OfSeveral_SaysEachOfThem()
    {
        Problem[] problems = [new("alarm.over"), new("alarm.open"), new("alarm.withdrawn")];
        Assert.Equal("The alarm is over. The alarm is open. The alarm was withdrawn.", Problem.All(problems).ToString());
        Assert.Equal(ProblemTexts.English(problems), Problem.All(problems).ToString());
        Assert.Equal(problems[0], Problem.All([new Problem("alarm.over")]));
    }

    [Fact]
    public void Equals_CodeAndArguments_Decide()
    {
        var phrase = new Phrase("expected.range", 1.0, 2.0);
        Assert.Equal(phrase, Expected.Range(1, 2));
        Assert.NotEqual(phrase, Expected.Range(1, 3));
        Assert.NotEqual(phrase, new Problem("expected.range", 1.0, 2.0));
        Assert.Equal(phrase.GetHashCode(), Expected.Range(1, 2).GetHashCode());
    }

    [Theory]
    [InlineData("a b", "a or b")]
    [InlineData("a b c", "a, b or c")]
    public void OneOf_Names_AreListed(string names, string expected) =>
        Assert.Equal(expected, ProblemTexts.English(Expected.OneOf(names.Split(' '))));

    [Theory]
    [InlineData("유량", "x", "유량이 \"x\"입니다. 숫자여야 합니다.")]
    [InlineData("시간대", "x", "시간대가 \"x\"입니다. 숫자여야 합니다.")]
    [InlineData("sensor_2", "x", "sensor_2가 \"x\"입니다. 숫자여야 합니다.")]
    [InlineData("sensor_7", "x", "sensor_7이 \"x\"입니다. 숫자여야 합니다.")]
    [InlineData("time", "유량이(가)", "time이(가) \"유량이(가)\"입니다. 숫자여야 합니다.")]
    public void Say_InKorean_HasTheParticleThatFitsTheWord(string name, string found, string expected) => Assert.Equal(
        expected, ProblemTexts.Say(new Problem("value.unexpected", name, found, new Phrase("expected.number")), Korean));

    [Theory]
    [InlineData("물", "물로는 예측할 수 없습니다: a. b을(를) 고치십시오.")]
    [InlineData("압력", "압력으로는 예측할 수 없습니다: a. b을(를) 고치십시오.")]
    [InlineData("모델", "모델로는 예측할 수 없습니다: a. b을(를) 고치십시오.")]
    [InlineData("나무", "나무로는 예측할 수 없습니다: a. b을(를) 고치십시오.")]
    public void Say_WithByInKorean_FollowsTheFinalConsonant(string name, string expected) =>
        Assert.Equal(expected, ProblemTexts.Say(new Problem("forecast.cannot", name, "a", "b"), Korean));

    [Fact]
    public void Say_ArgumentsThatDoNotFit_GivesTheBareData()
    {
        Assert.Equal("scaler.instruction 1.5 1", ProblemTexts.English(new Problem("scaler.instruction", 1.5, 1)));
        Assert.Equal("settings.delay 7", ProblemTexts.English(new Problem("settings.delay", 7)));
    }

    [Fact]
    public void Arguments_OfAClosedDocument_AreWhatTheyWere()
    {
        Problem problem;
        using (var document = System.Text.Json.JsonDocument.Parse("[1, 2]"))
        {
            problem = new Problem("keras.not-whole", "units", document.RootElement);
        }

        Assert.Equal("units is [1, 2], expected a whole number", problem.ToString());
    }

    private static Func<string, bool> Begins(string code) => known => known.StartsWith(code[..^1], StringComparison.Ordinal);

    private static Dictionary<string, string> Wordings(string language) => XDocument
        .Parse(Repository.Files("Whatever.Model/Problems", $"ProblemTexts{language}.resx").Single().Text).Root!.Elements("data")
        .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value, StringComparer.Ordinal);

    private static HashSet<string> Places(string wording) =>
        [.. Place().Matches(wording.Replace("{{", "", StringComparison.Ordinal)).Select(match => match.Value)];

    /// <summary>In code, or put into the database by a migration.</summary>
    [GeneratedRegex("""(?:new (?:Problem|Phrase)\(\s*\$?"|'code', ')([a-z0-9.-]+)(\{)?""")]
    private static partial Regex NewPhrase();

    /// <summary>A count has two wordings: of one and of many.</summary>
    [GeneratedRegex(@"Counted\.Of\([^""]*""([a-z.-]+)""")]
    private static partial Regex CountOf();

    [GeneratedRegex(@"\{\d")]
    private static partial Regex Place();

    [GeneratedRegex("[a-z]{4}")]
    private static partial Regex Letters();

    [GeneratedRegex("[가-힣]")]
    private static partial Regex Hangul();
}
