using System.Text.RegularExpressions;
using Whatever.Tests.Support;

namespace Whatever.Tests.Architecture;

public sealed partial class SourceRulesTests
{
    private const int LongestFile = 300;
    private const int LongestLine = 140;
    private const int LongestRazor = 150;
    private const int LongestRazorCode = 30;
    private const int LongestProgram = 60;

    private static IEnumerable<SourceFile> Code =>
        Repository.Files("Whatever.Model", ".cs").Concat(Repository.Files("Whatever.Web", ".cs", ".razor"))
            .Where(file => !file.IsMigration);

    [Fact]
    public void EveryFile_Length_IsAtMostThreeHundredLines()
    {
        var files = Code.Concat(Repository.Files("Whatever.Tests", ".cs", ".py")).Concat(Repository.Files("wwwroot", ".js", ".css"));
        Assert.Empty(files.Where(file => file.Lines.Count > LongestFile).Select(file => $"{file.Path}: {file.Lines.Count} lines"));
    }

    /// <summary>
    /// Of a line that is one long text, such as a sentence that is a key, nobody reads the rest to the right; what is written in raw quotes
    /// stands as it is.
    /// </summary>
    [Fact]
    public void EveryLine_Length_IsAtMostAHundredAndForty()
    {
        var files = Code.Concat(Repository.Files("Whatever.Tests", ".cs"));
        Assert.Empty(files.Where(file => !file.Text.Contains("\"\"\"", StringComparison.Ordinal)).SelectMany(file => file.Lines
            .Select((line, index) => (line, index)).Where(pair => pair.line.Length > LongestLine && !LongText().IsMatch(pair.line))
            .Select(pair => $"{file.Path}:{pair.index + 1}: {pair.line.Length} characters")));
    }

    /// <summary>Those of the system first, then by name; the build does not look at it.</summary>
    [Fact]
    public void EveryFile_Usings_StandInOrder()
    {
        var files = Code.Concat(Repository.Files("Whatever.Tests", ".cs")).Concat(Repository.Files("benchmarks", ".cs"))
            .Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal));
        Assert.Empty(files.Where(file => !file.IsMigration).Where(file =>
        {
            var usings = file.Lines.Where(line => PlainUsing().IsMatch(line)).Select(line => line[6..^1]).ToList();
            return !usings.SequenceEqual(usings
                .OrderBy(name => name == "System" || name.StartsWith("System.", StringComparison.Ordinal) ? 0 : 1)
                .ThenBy(name => name, StringComparer.OrdinalIgnoreCase));
        }).Select(file => file.Path));
    }

    /// <summary>Long work is a job, and a change is shown on the thread that the feed gives: a page starts none of its own.</summary>
    [Fact]
    public void Components_Threads_AreNotStarted() =>
        Assert.Empty(Repository.Files("Whatever.Web/Components", ".cs", ".razor").SelectMany(file => file.Matches(Thread())));

    /// <summary>Without an @ it is text, which the page shows.</summary>
    [Fact]
    public void Components_Usings_BeginWithAnAt() =>
        Assert.Empty(Repository.Files("Whatever.Web/Components", ".razor").SelectMany(file => file.Matches(UsingWithoutAt())));

    /// <summary>What changes with a value has to stand in the markup; the rest belongs into a style sheet.</summary>
    [Fact]
    public void Components_Styles_StandInStyleSheets() =>
        Assert.Empty(Repository.Files("Whatever.Web/Components", ".razor").SelectMany(file => file.Matches(FixedStyle())));

    [Fact]
    public void Program_Length_IsAtMostSixtyLines() =>
        Assert.InRange(Repository.Files("Whatever.Web", "/Program.cs").Single().Lines.Count, 1, LongestProgram);

    [Fact]
    public void RazorFile_Length_IsShortAndItsCodeShorter() => Assert.All(Repository.Files("Whatever.Web", ".razor"), file =>
    {
        Assert.True(file.Lines.Count <= LongestRazor, $"{file.Path}: {file.Lines.Count} lines");
        var code = file.Lines.SkipWhile(line => !line.StartsWith("@code", StringComparison.Ordinal)).Count();
        Assert.True(code <= LongestRazorCode, $"{file.Path}: {code} lines of code belong into {file.Path}.cs");
    });

    [Fact]
    public void Components_Data_IsAskedOfFeaturesAndNotOfTheDatabase() =>
        Assert.Empty(Repository.Files("Whatever.Web/Components", ".cs", ".razor").SelectMany(file => file.Matches(Database())));

    [Fact]
    public void RazorFile_AnyWhere_HoldsNoDatabase() =>
        Assert.Empty(Repository.Files("Whatever.Web", ".razor").SelectMany(file => file.Matches(Database())));

    [Fact]
    public void Sql_OutsideStorage_IsNotWritten()
    {
        Assert.NotEmpty(Repository.Files("Whatever.Web/Storage", ".cs").SelectMany(file => file.Matches(Sql())));
        Assert.Empty(
            Code.Where(file => !file.Path.StartsWith("Whatever.Web/Storage/", StringComparison.Ordinal))
                .SelectMany(file => file.Matches(Sql())));
    }

    /// <summary>The analyzer bans most of these; razor files and what its list does not name are looked at here.</summary>
    [Fact]
    public void Clock_InTheProduct_IsInjected() => Assert.Empty(Code.SelectMany(file => file.Matches(Clock())));

    [Fact]
    public void Clock_InTheModel_IsNotThereAtAll() =>
        Assert.Empty(Repository.Files("Whatever.Model", ".cs").SelectMany(file => file.Matches(AnyClockOrChance())));

    [Fact]
    public void BannedSymbols_EveryClock_IsNamed()
    {
        var banned = Repository.Read("BannedSymbols.txt");
        Assert.All(
            ["DateTime.Now", "DateTime.UtcNow", "DateTime.Today", "DateTimeOffset.Now", "DateTimeOffset.UtcNow"],
            clock => Assert.Contains($"P:System.{clock};", banned, StringComparison.Ordinal));
        Assert.Contains("dotnet_diagnostic.RS0030.severity = error", Repository.Read(".editorconfig"), StringComparison.Ordinal);
        Assert.Empty(Code.Concat(Repository.Files("Whatever.Tests", ".cs")).SelectMany(file => file.Matches(Suppression())));
    }

    [GeneratedRegex(@"[""'][^""]{60,}[""']|@""|\$""")]
    private static partial Regex LongText();

    [GeneratedRegex(@"^(using) [\w.]+;", RegexOptions.Multiline)]
    private static partial Regex UsingWithoutAt();

    [GeneratedRegex(@"\bTask\.Run\b|\bTask\.Factory\b|\bnew Thread\(|\bThreadPool\b")]
    private static partial Regex Thread();

    [GeneratedRegex(@"\b[sS]tyle=""(?![^""]*@)[^""]*""")]
    private static partial Regex FixedStyle();

    [GeneratedRegex(@"EntityFrameworkCore|DbContext|SqliteConnection")]
    private static partial Regex Database();

    [GeneratedRegex(@"(^|"")\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|DROP|ALTER|VACUUM|ATTACH|REPLACE|WITH)\s+[\w(*""]|\b(FromSql|ExecuteSql|SqlQuery|CommandText|SqliteCommand|SqliteConnection)")]
    private static partial Regex Sql();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b|\bStopwatch\b|\bTickCount(64)?\b|\bThread\.Sleep\b|\bnew Random\(\)|\bRandom\.Shared\b|\bnew (System\.Threading\.)?Timer\(")]
    private static partial Regex Clock();

    [GeneratedRegex(@"\bTimeProvider\b|\bTask\.Delay\b|\bTimeZoneInfo\b|\bDateTimeKind\.(Utc|Local)\b|\bConsole\.|\bEnvironment\.")]
    private static partial Regex AnyClockOrChance();

    [GeneratedRegex(@"^using [A-Za-z0-9_.]+;$")]
    private static partial Regex PlainUsing();

    [GeneratedRegex(@"pragma warning disable\s+RS0030|SuppressMessage\(.*RS0030")]
    private static partial Regex Suppression();
}
