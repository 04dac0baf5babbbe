using Whatever.Model.Problems;
using Whatever.Model.Series;

namespace Whatever.Tests.Model.Problems;

public sealed class ExpectedTests
{
    [Theory]
    [InlineData(typeof(int), "x", "a whole number")]
    [InlineData(typeof(int), null, "a whole number")]
    [InlineData(typeof(int?), "99999999999", "a whole number of at most 9 digits")]
    [InlineData(typeof(long), "-99999999999999999999", "a whole number of at most 18 digits")]
    [InlineData(typeof(int), "-", "a whole number")]
    [InlineData(typeof(double), "x", "a number")]
    [InlineData(typeof(bool?), "yes", "true or false")]
    [InlineData(typeof(string), "5", "a text")]
    [InlineData(typeof(Quantity), "level", "flow_rate or pressure")]
    [InlineData(typeof(DateOnly), "soon", "a day such as 2024-07-09")]
    [InlineData(typeof(DateTimeOffset?), "soon", "a time such as 2024-07-09T00:00+09:00")]
    [InlineData(typeof(IReadOnlyList<double>), "5", "a list")]
    [InlineData(typeof(Dictionary<string, int>), "5", "an object")]
    [InlineData(typeof(ExpectedTests), "5", "an object")]
    public void Value_OfAType_IsSaidInWords(Type type, string? found, string expected) =>
        Assert.Equal(expected, Expected.Value(type, found).ToString());

    [Fact]
    public void Excerpt_OfALongText_EndsBetweenLetters()
    {
        Assert.Equal("abc", Excerpt.Of("abc"));
        Assert.Equal(new string('a', Excerpt.Longest), Excerpt.Of(new string('a', Excerpt.Longest)));
        Assert.Equal(new string('a', 79) + "…", Excerpt.Of(new string('a', 81)));
        Assert.Equal(new string('a', 78) + "…", Excerpt.Of(new string('a', 78) + "😀bc"));
    }
}
