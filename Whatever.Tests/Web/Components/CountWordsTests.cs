using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Whatever.Web.Alarms;
using Whatever.Web.Components.Shared;
using Whatever.Web.Components.Texts;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Components;

public sealed class CountWordsTests
{
    private static readonly IStringLocalizer<Text> Texts =
        new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider().GetRequiredService<IStringLocalizer<Text>>();

    [Theory]
    [InlineData("en", 0, "0 alarms")]
    [InlineData("en", 1, "1 alarm")]
    [InlineData("en", 2, "2 alarms")]
    [InlineData("ko", 1, "경보 1건")]
    [InlineData("ko", 2, "경보 2건")]
    public void Count_OneOrMany_IsSaidRightly(string language, int count, string expected) =>
        Assert.Equal(expected, In(language, () => Texts.Count(count, "{0} alarm", "{0} alarms")));

    [Theory]
    [InlineData("1", "1 minute a day")]
    [InlineData("1.2", "1.2 minutes a day")]
    [InlineData("0.5", "0.5 minutes a day")]
    public void Count_RoundedNumber_IsOneWhereItReadsAsOne(string count, string expected) =>
        Assert.Equal(expected, In("en", () => Texts.Count(count, "{0} minute a day", "{0} minutes a day")));

    [Theory]
    [InlineData("en", 3, 1, "3 open, 1 shelved")]
    [InlineData("en", 3, 0, "3 open")]
    [InlineData("ko", 3, 1, "진행 중 3건, 보류 1건")]
    public void Counts_OfAlarms_NameTheShelvedWhereThereAreSome(string language, int open, int shelved, string expected) =>
        Assert.Equal(expected, In(language, () => AlarmWords.Of(Texts, new AlarmCounts(open, open, shelved, null))));

    [Theory]
    [InlineData(0, "0 alarms")]
    [InlineData(1, "1 alarm")]
    [InlineData(12345, "12345 alarms")]
    public void Say_OneOrMany_IsSaidRightly(int count, string expected) => Assert.Equal(expected, Counted.Say(count, "alarm"));

    [Theory]
    [InlineData(0, "0 rows", "0행")]
    [InlineData(1, "1 row", "1행")]
    [InlineData(12345, "12345 rows", "12345행")]
    public void Of_OneOrMany_IsSaidRightlyInBothLanguages(int count, string english, string korean)
    {
        var rows = Counted.Of(count, "count.rows");
        Assert.Equal(english, rows.ToString());
        Assert.Equal(korean, In("ko", () => rows.Say()));
    }

    private static string In(string language, Func<string> say)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        try
        {
            return say();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
