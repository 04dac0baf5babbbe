using System.IO.Compression;
using System.Text;
using Whatever.Tests.Support;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Readings;

/// <summary>Packed files that would become more than any disk or memory holds.</summary>
public sealed class FilePackageLimitTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("many.zip")]
    [InlineData("many.xlsx")]
    public void Open_ArchiveOfTooManyFiles_IsRefusedBeforeAnyIsUnpacked(string name)
    {
        var path = Pack(name, Enumerable.Range(0, 1_001).Select(number => ($"f{number}.csv", "time,flow\n")));
        Assert.Equal("package.too-large", Refusal(path, name));
    }

    [Fact]
    public void Open_WorkbookThatSaysItIsLarge_IsRefusedBeforeItIsRead()
    {
        var path = folder.File("large.xlsx");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using var part = archive.CreateEntry("xl/sharedStrings.xml", CompressionLevel.Fastest).Open();
            var block = new byte[1 << 20];
            for (var megabytes = 0; megabytes <= UploadStore.LargestBytes >> 20; megabytes++)
            {
                part.Write(block);
            }
        }

        Assert.Equal("package.too-large", Refusal(path, "large.xlsx"));
    }

    /// <summary>A definition that names itself ten times over, nine times deep, is a gigabyte of letters.</summary>
    [Fact]
    public void Open_WorkbookWithDefinitionsOfItsOwn_IsBroken()
    {
        var definitions = string.Concat(Enumerable.Range(1, 9).Select(
            depth => $"<!ENTITY a{depth} \"{string.Concat(Enumerable.Repeat($"&a{depth - 1};", 10))}\">"));
        var text = $"<!DOCTYPE workbook [<!ENTITY a0 \"letters\">{definitions}]><workbook>&a9;</workbook>";
        var path = Pack("bomb.xlsx", [("xl/workbook.xml", text)]);
        Assert.Equal("package.broken", Refusal(path, "bomb.xlsx"));
    }

    private string Pack(string name, IEnumerable<(string Name, string Text)> files)
    {
        var path = folder.File(name);
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (entry, text) in files)
        {
            using var stream = archive.CreateEntry(entry).Open();
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return path;
    }

    private string Refusal(string path, string name)
    {
        var data = new DataFolder(Path.Combine(folder.Path, "data"));
        var refused = Assert.Throws<UnreadableCsvException>(() => FilePackage.Open(path, name, data)).Problem.Code;
        Assert.Empty(Directory.Exists(data.Uploads) ? Directory.GetFileSystemEntries(data.Uploads) : []);
        return refused;
    }
}
