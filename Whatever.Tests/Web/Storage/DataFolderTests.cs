using Whatever.Model.Files;
using Whatever.Tests.Support;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Storage;

public sealed class DataFolderTests
{
    [Fact]
    public void Write_OverAnOldFile_ReplacesItAndLeavesNothingBeside()
    {
        using var folder = new TestFolder();
        AtomicFile.WriteText(folder.File("sub/a.csv"), "old and longer");
        AtomicFile.WriteText(folder.File("sub/a.csv"), "유량");
        Assert.Equal([folder.File("sub/a.csv")], Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories));
        Assert.Equal("유량"u8.ToArray(), File.ReadAllBytes(folder.File("sub/a.csv")));
    }

    [Fact]
    public void Write_PlaceTakenByAFolder_FailsAndLeavesNothingBeside()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder.File("a.csv"));
        Assert.ThrowsAny<Exception>(() => AtomicFile.WriteText(folder.File("a.csv"), "x"));
        Assert.Empty(Directory.EnumerateFiles(folder.Path));
    }

    [Fact]
    public void StampedName_TwiceInOneMoment_IsNotTheSame()
    {
        var names = Enumerable.Range(0, 50).Select(_ => StampedName.Create(TestStation.Noon, "a.csv")).ToHashSet();
        Assert.Equal(50, names.Count);
        Assert.All(names, name => Assert.Matches("^20240709-030000-000-[0-9a-f]{6}-a\\.csv$", name));
    }

    [Theory]
    [InlineData("a.csv", "a.csv")]
    [InlineData("", "")]
    public void StampedName_ShortName_IsKept(string name, string expected) => Assert.Equal(expected, StampedName.Shorten(name));

    [Theory]
    [InlineData("가")]
    [InlineData("💧")]
    [InlineData("x")]
    public void StampedName_LongName_KeepsTheEndingAndWholeLetters(string letter)
    {
        var shortened = StampedName.Shorten(string.Concat(Enumerable.Repeat(letter, 300)) + ".csv");
        Assert.EndsWith(letter + ".csv", shortened, StringComparison.Ordinal);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(shortened), 100, 120);
        Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(shortened)));
    }

    [Fact]
    public async Task Retention_OutOfRange_IsRefusedWithTheRange()
    {
        await using var station = await TestStation.StartAsync();
        var settings = station.Get<StationSettings>();
        Assert.Equal(365, await settings.GetRetentionDaysAsync(TestStation.Cancellation));
        Assert.Equal(
            "Retention is 29 days, expected 30 to 3650.",
            (await settings.SetRetentionDaysAsync(29, TestStation.Cancellation))?.ToString());
        Assert.NotNull(await settings.SetRetentionDaysAsync(3651, TestStation.Cancellation));
        Assert.Null(await settings.SetRetentionDaysAsync(30, TestStation.Cancellation));
        Assert.Equal(30, await settings.GetRetentionDaysAsync(TestStation.Cancellation));
    }
}
