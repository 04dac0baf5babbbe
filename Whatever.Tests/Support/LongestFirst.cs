using Whatever.Tests.Support;
using Whatever.Tests.Web.Delivery;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Whatever.Tests.Support;

/// <summary>What waits for minutes begins at once, so that the rest runs beside it and nothing is left alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest = [nameof(KilledProcessTests), "Commands", nameof(ReadmeTests)];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => RankOf(collection.TestCollectionDisplayName))];

    private static int RankOf(string name) =>
        Array.FindIndex(Longest, name.Contains) is >= 0 and var rank ? rank : Longest.Length;
}
