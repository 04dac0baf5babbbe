using System.Text.Json;
using Whatever.Tests.Support;

namespace Whatever.Tests.Architecture;

public sealed class PackagePinTests
{
    /// <summary>The last version under the MIT licence.</summary>
    private const string ApexCharts = "4.7.0";

    [Fact]
    public void ApexCharts_PackageJson_PinsTheLastFreeVersion()
    {
        using var package = JsonDocument.Parse(Repository.Read("Whatever.Web/package.json"));
        Assert.Equal(ApexCharts, package.RootElement.GetProperty("dependencies").GetProperty("apexcharts").GetString());
    }

    [Fact]
    public void ApexCharts_LockFile_HoldsThatVersionWithItsDigest()
    {
        using var file = JsonDocument.Parse(Repository.Read("Whatever.Web/package-lock.json"));
        var packages = file.RootElement.GetProperty("packages");
        Assert.Equal(ApexCharts, packages.GetProperty("").GetProperty("dependencies").GetProperty("apexcharts").GetString());
        Assert.Equal(ApexCharts, packages.GetProperty("node_modules/apexcharts").GetProperty("version").GetString());
        Assert.All(packages.EnumerateObject().Where(package => package.Name.Length > 0), package =>
            Assert.StartsWith("sha512-", package.Value.GetProperty("integrity").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public void LockFiles_Hosts_AreNotNamed() => Assert.All(Repository.Files(".", "package-lock.json"), file =>
    {
        Assert.DoesNotContain("\"resolved\"", file.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("registry", file.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(".tgz", file.Text, StringComparison.Ordinal);
    });

    [Fact]
    public void CentralPackages_EveryVersion_IsExact() => Assert.All(
        System.Xml.Linq.XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion"),
        package => Assert.Matches(@"^\d+(\.\d+){2,3}$", package.Attribute("Version")!.Value));
}
