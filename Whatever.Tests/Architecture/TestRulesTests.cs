using System.Reflection;
using System.Text.RegularExpressions;
using Whatever.Tests.Support;

namespace Whatever.Tests.Architecture;

public sealed partial class TestRulesTests
{
    [Fact]
    public void EveryTest_Name_IsSubjectConditionResult()
    {
        var names = typeof(TestRulesTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => method.GetCustomAttributes().Any(attribute => attribute is FactAttribute))
                .Select(method => $"{method.DeclaringType!.Name}.{method.Name}").ToList();
        Assert.True(names.Count > 100);
        Assert.All(names, name => Assert.Equal(3, name.Split('_').Length));
    }

    /// <summary>Kills a real process at random moments of real time.</summary>
    private const string Exempt = "Whatever.Tests/Web/Delivery/KilledProcessTests.cs";

    [Fact]
    public void EveryTest_Waiting_IsNotDoneBySleepingNorSkipped() =>
        Assert.Empty(
            Repository.Files("Whatever.Tests", ".cs").Where(file => file.Path != Exempt).SelectMany(file => file.Matches(SleepOrSkip())));

    [GeneratedRegex(@"\b(Thread)\.Sleep\(|\b(Task)\.Delay\(|\bSkip\s*=\s*""|\b(Assert)\.Skip|\b(WaitForTimeout)Async\(|\b(set)Timeout\(")]
    private static partial Regex SleepOrSkip();
}
