using System.Xml.Linq;
using Whatever.Model.Forecasting;
using Whatever.Tests.Support;

namespace Whatever.Tests.Architecture;

public sealed class ModelReferencesTests
{
    /// <summary>Beside the BCL. What is not needed yet is not allowed yet.</summary>
    private static readonly string[] Allowed = ["MathNet.Numerics", "PureHDF"];

    [Fact]
    public void Model_CompiledReferences_AreTheBclMathNetAndTheHdf5Reader()
    {
        var bcl = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var references = typeof(ForecastModel).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!).ToList();
        Assert.Contains("MathNet.Numerics", references);
        Assert.All(references, name => Assert.True(Allowed.Contains(name) || File.Exists(Path.Combine(bcl, $"{name}.dll")), name));
    }

    [Fact]
    public void Model_ProjectFile_AsksForNoOtherPackageAndNoProject()
    {
        var project = XDocument.Parse(Repository.Read("Whatever.Model/Whatever.Model.csproj"));
        Assert.Equal("Microsoft.NET.Sdk", project.Root!.Attribute("Sdk")!.Value);
        Assert.Equal(Allowed, project.Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value));
        Assert.Empty(project.Descendants("ProjectReference").Concat(project.Descendants("FrameworkReference")));
    }

    /// <summary>An undocumented public member then is warning CS1591, and warnings are errors.</summary>
    [Fact]
    public void Model_PublicMembers_CannotBeBuiltWithoutDocumentation()
    {
        Assert.Contains(
            "<GenerateDocumentationFile>true</GenerateDocumentationFile>", Repository.Read("Whatever.Model/Whatever.Model.csproj"),
            StringComparison.Ordinal);
        Assert.Contains(
            "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>", Repository.Read("Directory.Build.props"), StringComparison.Ordinal);
        string[] settings =
        [
            Repository.Read("Whatever.Model/Whatever.Model.csproj"), Repository.Read("Directory.Build.props"),
            Repository.Read(".editorconfig"),
        ];
        Assert.All(settings, text => Assert.DoesNotContain("1591", text, StringComparison.Ordinal));
        Assert.All(Repository.Files("Whatever.Model", ".cs"), file => Assert.DoesNotContain("1591", file.Text, StringComparison.Ordinal));
    }
}
