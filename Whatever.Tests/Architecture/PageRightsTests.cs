using System.Text.RegularExpressions;
using Whatever.Tests.Support;

namespace Whatever.Tests.Architecture;

/// <summary>A page that can change something asks for a right where it does: what a browser sends is not what its page offers.</summary>
public sealed partial class PageRightsTests
{
    /// <summary>They ask what only reads.</summary>
    private static readonly string[] ReadOnly = ["CriteriaComparison.razor.cs"];

    [Fact]
    public void Page_WithSomethingThatChanges_DemandsARight()
    {
        var changing = Repository.Files("Whatever.Web/Components/Pages", ".cs", ".razor").Where(file => Changing().IsMatch(file.Text))
            .Where(file => !ReadOnly.Contains(Path.GetFileName(file.Path))).ToList();
        Assert.True(changing.Count > 12, $"{changing.Count} pages that change something");
        Assert.Empty(changing.Where(file => !Demand().IsMatch(file.Text)).Select(file => file.Path));
    }

    /// <summary>Every way round the guard would be another right for the same button.</summary>
    [Fact]
    public void Command_UnderTheGuard_NamesItsRight() =>
        Assert.Empty(Repository.Files("Whatever.Web/Components", ".cs", ".razor")
            .Where(file => GuardWithoutRight().IsMatch(file.Text)).Select(file => file.Path));

    [GeneratedRegex(@"private (\w+Editor|\w+Tester|CriteriaApproval|CriteriaBuilder|DeliveryControl|RestoreOrder|ModelRegistry|ModelImporter|JobRunner|IBackgroundWork|UploadStore|ReplayControl|ReceiverAccess|ApiKeys|(Whatever\.Web\.Storage\.)?StationSettings) \w+ \{ get; set; \}")]
    private static partial Regex Changing();

    [GeneratedRegex(@"Guard\.RunAsync\(\s*Right\.\w+|Rights\.DemandAsync\(Right\.\w+")]
    private static partial Regex Demand();

    [GeneratedRegex(@"Guard\.RunAsync\((?!\s*Right\.)")]
    private static partial Regex GuardWithoutRight();
}
