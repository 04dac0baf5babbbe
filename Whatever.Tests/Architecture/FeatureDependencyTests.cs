using System.Text.RegularExpressions;
using Whatever.Tests.Support;

namespace Whatever.Tests.Architecture;

public sealed partial class FeatureDependencyTests
{
    public static TheoryData<string> Folders => new(Features.All.Concat(Features.Ground));

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_NamesInItsSource_AreOfItselfAndWhatItMayKnow(string folder)
    {
        var found = Repository.Files($"Whatever.Web/{folder}", ".cs").Where(file => !file.IsMigration)
            .Select(file => (file.Path, Code: Comment().Replace(file.Text, "")))
            .SelectMany(
                file =>
                    FullName().Matches(file.Code).Concat(HalfName().Matches(file.Code))
                        .Select(match => (file.Path, To: match.Groups[1].Value)))
            .Where(pair => !Features.MayKnow(folder, pair.To));
        Assert.Empty(found.Select(pair => $"{pair.Path} knows {pair.To}").Distinct());
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_TypesThatItsCodeUses_AreOfItselfAndWhatItMayKnow(string folder)
    {
        var types = Features.TypesOf(folder).ToList();
        Assert.NotEmpty(types);
        var found = types.SelectMany(type => Features.Known(type).Select(known => (type, known)))
            .Where(pair => Features.FolderOf(pair.known) is { } to && !Features.MayKnow(folder, to));
        Assert.Empty(found.Select(pair => $"{pair.type.FullName} knows {pair.known.FullName}").Distinct());
    }

    /// <summary>A new folder has to be given its place here.</summary>
    [Fact]
    public void Station_EveryFolder_IsAFeatureAComposerOrTheGround()
    {
        string[] known = [.. Features.All, .. Features.Composers, .. Features.Ground];
        var folders = Repository.Files("Whatever.Web", ".cs").Select(file => file.Path.Split('/')).Where(parts => parts.Length > 2)
            .Select(parts => parts[1]).Distinct();
        Assert.Equal(known.Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Station_EveryNamespace_IsThatOfItsFolder()
    {
        var files = Repository.Files("Whatever.Web", ".cs").Concat(Repository.Files("Whatever.Model", ".cs"))
            .Where(file => !file.Path.EndsWith("/Program.cs", StringComparison.Ordinal));
        Assert.All(
            files,
            file =>
                Assert.Contains(
                    $"namespace {Path.GetDirectoryName(file.Path)!.Replace('/', '.').Replace('\\', '.')}", file.Text,
                    StringComparison.Ordinal));
    }

    /// <summary>Would the rule see it? The composers know features, so the same search has to find some.</summary>
    [Fact]
    public void Known_OfAComposer_FindsFeatures()
    {
        var known = Features.TypesOf("Scheduling").Concat(Features.TypesOf("Demo")).SelectMany(Features.Known).Select(Features.FolderOf)
            .Distinct().ToList();
        Assert.Contains("Monitoring", known);
        Assert.Contains("Readings", known);
    }

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\bWhatever\.Web\.(\w+)")]
    private static partial Regex FullName();

    /// <summary>A name that begins at another folder, such as Readings.Csv.CsvFile; not a property of something.</summary>
    [GeneratedRegex(@"(?<![\w.""/])(Readings|Devices|Forecasting|Detection|Alarms|Delivery|Models|Retention|Stations|People|Notifications|Health|Logs|Demo|Components|Api|Commands|Scheduling)\.[A-Z]\w*")]
    private static partial Regex HalfName();
}
