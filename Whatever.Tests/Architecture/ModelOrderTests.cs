using System.Text.RegularExpressions;
using Whatever.Model.Series;
using Whatever.Tests.Support;

namespace Whatever.Tests.Architecture;

/// <summary>Folders of the model have an order: each knows those before it, so no two know each other both ways.</summary>
public sealed partial class ModelOrderTests
{
    private static readonly string[] Ground = ["Problems", "Files", "Series", "Statistics", "Calendar"];

    /// <summary>From numbers to a forecast and its file.</summary>
    private static readonly string[] Forecasts =
        [.. Ground, "Networks", "Kernels", "Training", "Forecasting", "Evaluation", "ForecastTraining", "ModelFiles"];

    /// <summary>From numbers to an alarm.</summary>
    private static readonly string[] Alarms = [.. Ground, "Outliers", "Alarms"];

    private static readonly string[] Simulated = [.. Ground, "Simulation"];

    public static TheoryData<string> Folders => new(All);

    private static IEnumerable<string> All => Forecasts.Concat(Alarms).Concat(Simulated).Distinct();

    [Fact]
    public void Model_EveryFolder_HasItsPlace() => Assert.Equal(
        All.Order(StringComparer.Ordinal),
        Repository.Files("Whatever.Model", ".cs").Select(file => file.Path.Split('/')[1]).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_NamesInItsSource_AreOfItselfAndWhatStandsBefore(string folder)
    {
        var found = Repository.Files($"Whatever.Model/{folder}", ".cs")
            .SelectMany(file => Named().Matches(file.Text).Select(match => (file.Path, To: match.Groups[1].Value)));
        Assert.Empty(found.Where(pair => !MayKnow(folder, pair.To)).Select(pair => $"{pair.Path} knows {pair.To}").Distinct());
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_TypesThatItsCodeUses_AreOfItselfAndWhatStandsBefore(string folder)
    {
        var types = typeof(Quantity).Assembly.GetTypes().Where(type => FolderOf(type) == folder).ToList();
        Assert.NotEmpty(types);
        var found = types.SelectMany(type => Features.Known(type).Select(known => (type, known)))
            .Where(pair => FolderOf(pair.known) is { } to && !MayKnow(folder, to));
        Assert.Empty(found.Select(pair => $"{pair.type.FullName} knows {pair.known.FullName}").Distinct());
    }

    private static bool MayKnow(string from, string to) =>
        new[] { Forecasts, Alarms, Simulated }
            .Any(order => Array.IndexOf(order, to) is >= 0 and var place && place <= Array.IndexOf(order, from));

    private static string? FolderOf(Type type) => type.Namespace?.Split('.') is ["Whatever", "Model", var folder, ..] ? folder : null;

    [GeneratedRegex(@"\bWhatever\.Model\.(\w+)")]
    private static partial Regex Named();
}
