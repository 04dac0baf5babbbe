using Whatever.Model.Problems;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Stations;

namespace Whatever.Tests.Web.Domain;

public sealed class NamesTests
{
    [Theory]
    [InlineData("Main meter 3, Jeongeup·정읍", null)]
    [InlineData("a\nb", "name.control")]
    [InlineData("pay\u202Efdp.exe", "name.letters")]
    [InlineData("a\u2066b", "name.letters")]
    [InlineData("a\u200Bb", "name.letters")]
    [InlineData("whole \uD83D\uDCA7", null)]
    public void Name_ByItsLetters_IsTakenOrNot(string name, string? code) =>
        Assert.Equal(code, Names.Refuse(name, new Phrase("name.sensor"), "name")?.Code);

    /// <summary>Texts of rows of a theory are written down on the way, and half a letter is lost there.</summary>
    [Fact]
    public void Name_WithHalfOfALetter_IsRefused() =>
        Assert.Equal("name.letters", Names.Refuse("half \uD83D", new Phrase("name.sensor"), "name")?.Code);

    [Fact]
    public void Name_OfAMegabyte_IsRefusedWithoutRepeatingIt()
    {
        var refused = Names.Refuse(new string('x', 1 << 20), new Phrase("name.sensor"), "name")!;
        Assert.Equal("name.too-long", refused.Code);
        Assert.InRange(ProblemTexts.English(refused).Length, 1, 100);
    }

    [Theory]
    [InlineData("con")]
    [InlineData("NUL.txt")]
    [InlineData("com1")]
    [InlineData("a.")]
    [InlineData("lpt9.csv.gz")]
    public async Task Sensor_WithAnIdThatIsNoFolderEverywhere_IsRefused(string id)
    {
        await using var station = await TestStation.StartAsync();
        var problems = await station.Get<StationEditor>().AddSensorAsync(
            new SensorDraft { Id = id }, cancellation: TestStation.Cancellation);
        Assert.Equal("name.file", Assert.Single(problems).Code);
    }

    [Theory]
    [InlineData("console")]
    [InlineData("com1_meter")]
    [InlineData("a.b")]
    public void Id_ThatOnlyLooksLikeADevice_IsTaken(string id) =>
        Assert.Null(Names.RefuseFile(id, new Phrase("name.sensor-id"), "id"));

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\tx", "\"'\tx\"")]
    [InlineData("-2.5", "\"-2.5\"")]
    [InlineData("plain \"text\"", "\"plain \"\"text\"\"\"")]
    public void Field_OfAText_IsNeverAFormula(string text, string expected) => Assert.Equal(expected, CsvText.Field(text));
}
