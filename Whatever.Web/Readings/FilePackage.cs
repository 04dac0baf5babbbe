using System.Globalization;
using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;
using MiniExcelLibs;
using Whatever.Model.Problems;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Storage;

namespace Whatever.Web.Readings;

/// <summary>
/// A file as it comes: text as it is, or packed (.gz, .zip) or as a workbook (.xlsx), from which text is made in a folder of its own. The
/// folder goes when this is disposed.
/// </summary>
public sealed class FilePackage : IDisposable
{
    private const string Packed = ".gz";
    private const string Archive = ".zip";
    private const string Workbook = ".xlsx";
    private const int BlockBytes = 1 << 16;

    /// <summary>A cell with a time of day alone lies on the first days of a spreadsheet's calendar.</summary>
    private const int FirstYear = 1901;
    private const int DaysTo1904 = 1462;

    /// <summary>No table of readings is wider; a cell at the right end of a sheet would make a row of sixteen thousand.</summary>
    private const int MostColumns = 1_024;

    /// <summary>Files in an archive, and parts of a workbook.</summary>
    private const int MostEntries = 1_000;

    /// <summary>Letters of what a workbook says of itself.</summary>
    private const int LargestProperties = 4 << 20;

    private static readonly string[] Texts = [".csv", ".txt", ".tsv", ".dat"];
    private readonly string? folder;
    private readonly List<PackedText> files = [];
    private long unpacked;

    private FilePackage(string? folder) => this.folder = folder;

    /// <summary>Endings that are taken, for a page and for a refusal.</summary>
    public static IReadOnlyList<string> Endings { get; } = [.. Texts, Packed, Archive, Workbook];

    /// <summary>The texts in it, at least one.</summary>
    public IReadOnlyList<PackedText> Files => files;

    public static bool Takes(string name) => Endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <param name="path">The file.</param>
    /// <param name="name">As the person knows it.</param>
    /// <param name="workFolder">Gets a folder for what is unpacked.</param>
    /// <exception cref="UnreadableCsvException">It cannot be unpacked, holds nothing that can be read, or becomes too large.</exception>
    public static FilePackage Open(string path, string name, DataFolder workFolder)
    {
        if (!new[] { Packed, Archive, Workbook }.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
        {
            var text = new FilePackage(null);
            text.files.Add(new PackedText(path, name));
            return text;
        }

        var package = new FilePackage(Path.Combine(workFolder.Uploads, $"unpacked-{Guid.NewGuid():N}"));
        try
        {
            Directory.CreateDirectory(package.folder!);
            package.Unpack(path, name);
            return package.files.Count > 0
                ? package
                : throw new UnreadableCsvException(new Problem("package.empty", name, string.Join(", ", Endings)));
        }
        catch (Exception failure) when (failure is not (UnreadableCsvException or OutOfMemoryException or OperationCanceledException)
            && (failure is not IOException || failure is EndOfStreamException))
        {
            package.Dispose();
            throw new UnreadableCsvException(new Problem("package.broken", name, FileProblems.Clause(failure.Message)), failure);
        }
        catch
        {
            package.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (folder is not null && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Unpack(string path, string name)
    {
        if (name.EndsWith(Workbook, StringComparison.OrdinalIgnoreCase))
        {
            AddSheets(path, name);
        }
        else if (name.EndsWith(Packed, StringComparison.OrdinalIgnoreCase))
        {
            using var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            AddInner(stream, name[..^Packed.Length] is var inner && Takes(inner) ? inner : inner + ".csv");
        }
        else
        {
            RequireSmall(path, name);
            using var archive = ZipFile.OpenRead(path);
            foreach (var entry in archive.Entries.Where(entry => entry.Name.Length > 0 && Takes(entry.Name) && !IsHidden(entry)))
            {
                using var stream = entry.Open();
                AddInner(stream, entry.Name);
            }
        }
    }

    /// <summary>What other systems, and people, put beside the files.</summary>
    private static bool IsHidden(ZipArchiveEntry entry) =>
        entry.Name.StartsWith('.') || entry.Name.StartsWith("readme", StringComparison.OrdinalIgnoreCase) || entry.FullName.StartsWith("__MACOSX", StringComparison.Ordinal);

    private void AddInner(Stream stream, string name)
    {
        var path = NewPath(name);
        using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
        {
            Copy(stream, file, name);
        }

        // A workbook in an archive; an archive in an archive is left.
        if (name.EndsWith(Workbook, StringComparison.OrdinalIgnoreCase))
        {
            AddSheets(path, name);
        }
        else if (Texts.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
        {
            files.Add(new PackedText(path, name));
        }
    }

    /// <summary>A few bytes may become more than any disk holds.</summary>
    private void Copy(Stream from, FileStream to, string name)
    {
        var block = new byte[BlockBytes];
        while (from.Read(block) is var read and > 0)
        {
            unpacked += read;
            if (unpacked > UploadStore.LargestBytes)
            {
                throw new UnreadableCsvException(new Problem("package.too-large", name, UploadStore.LargestBytes >> 20));
            }

            to.Write(block, 0, read);
        }
    }

    /// <summary>
    /// What is unpacked is as large as an archive says at most, so that what it says is looked at before anything of it is.
    /// </summary>
    private static void RequireSmall(string path, string name)
    {
        using var archive = ZipFile.OpenRead(path);
        if (archive.Entries.Count > MostEntries || archive.Entries.Sum(entry => entry.Length) > UploadStore.LargestBytes)
        {
            throw new UnreadableCsvException(new Problem("package.too-large", name, UploadStore.LargestBytes >> 20));
        }
    }

    private void AddSheets(string path, string name)
    {
        RequireSmall(path, name);
        var sheets = MiniExcel.GetSheetNames(path);
        var days = DaysOf(path);
        var written = new List<(PackedText Text, SheetContent Content)>();
        foreach (var sheet in sheets)
        {
            var target = NewPath(sheet);
            written.Add((
                new PackedText(target, sheets.Count == 1 ? name : $"{name} · {sheet}"), WriteSheet(path, sheet, target, days)));
        }

        // A cover is no table; where there is nothing else, it is said what is wrong with it.
        var most = written.Select(sheet => sheet.Content).DefaultIfEmpty().Max();
        files.AddRange(written.Where(sheet => sheet.Content == most && most > SheetContent.Nothing).Select(sheet => sheet.Text));
    }

    private SheetContent WriteSheet(string path, string sheet, string target, int days)
    {
        using var writer = new StreamWriter(target);
        var content = SheetContent.Nothing;
        foreach (IDictionary<string, object?> row in MiniExcel.Query(path, useHeaderRow: false, sheetName: sheet, excelType: ExcelType
            .XLSX))
        {
            content = Max(content, ContentOf(row.Values));
            var line = string.Join(',', row.Values.Take(MostColumns).Select(cell => Write(cell, days)));
            unpacked += line.Length;
            if (unpacked > UploadStore.LargestBytes)
            {
                throw new UnreadableCsvException(new Problem("package.too-large", sheet, UploadStore.LargestBytes >> 20));
            }

            writer.Write(line);
            writer.Write('\n');
        }

        return content;
    }

    /// <summary>A time and a value at least.</summary>
    private static SheetContent ContentOf(ICollection<object?> cells) =>
        cells.Count(cell => cell is double or int or DateTime or TimeSpan || (cell as string)?.Any(char.IsDigit) == true) > 1
            ? SheetContent.Table
            : cells.Any(cell => cell is not null) ? SheetContent.Words : SheetContent.Nothing;

    private static SheetContent Max(SheetContent a, SheetContent b) => a > b ? a : b;

    /// <summary>Workbooks of some computers count their days from 1904 on.</summary>
    private static int DaysOf(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        using var stream = archive.GetEntry("xl/workbook.xml")?.Open();
        using var reader = stream is null ? null : XmlReader.Create(
            stream,
            new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersInDocument = LargestProperties,
            });
        var properties = reader is null ? null : XDocument.Load(reader).Descendants().FirstOrDefault(
            element => element.Name.LocalName == "workbookPr");
        return properties?.Attribute("date1904")?.Value is "1" or "true" ? DaysTo1904 : 0;
    }

    private static string Write(object? cell, int days) => cell switch
    {
        null => "",
        DateTime time when time.Year < FirstYear => Round(time).ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        DateTime time => Round(time.AddDays(days)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        TimeSpan time => time.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => $"\"{cell.ToString()?.Replace("\"", "\"\"", StringComparison.Ordinal).Replace('\n', ' ')}\"",
    };

    /// <summary>Days as fractions lie a little beside their second.</summary>
    private static DateTime Round(DateTime time) =>
        new(((time.Ticks + (TimeSpan.TicksPerSecond / 2)) / TimeSpan.TicksPerSecond) * TimeSpan.TicksPerSecond);

    /// <summary>What a sheet may be.</summary>
    private enum SheetContent
    {
        Nothing = 0,
        Words = 1,
        Table = 2,
    }

    private string NewPath(string name) => Path.Combine(folder!, $"{files.Count}-{UploadStore.SafeName(name)}-{Guid.NewGuid():N}");
}

/// <param name="Path">Where it lies.</param>
/// <param name="Name">As the person knows it.</param>
public sealed record PackedText(string Path, string Name);
