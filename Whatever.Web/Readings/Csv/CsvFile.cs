using CsvHelper;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Readings.Csv;

/// <summary>A file of readings on disk, opened by its layout.</summary>
public static class CsvFile
{
    /// <summary>Twice what <see cref="BoundedLines"/> lets through: a row never outgrows it.</summary>
    private const int LongestRow = 2 * BoundedLines.LongestLine;

    public static FileStream OpenStream(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        Options = FileOptions.SequentialScan,
        BufferSize = 0,
    });

    /// <summary>A reader of the rows alone: it begins at the first of them.</summary>
    public static CsvReader OpenReader(Stream stream, FileLayout layout)
    {
        stream.Position = Math.Min(layout.FirstByte, stream.Length);
        return CsvReader.Create(Bound(stream, layout.Encoding), Options(layout), leaveOpen: true);
    }

    /// <summary>The line of the current row in the file, counted from 1.</summary>
    public static long LineOf(CsvReader reader, FileLayout layout) => reader.LineNumber + layout.FirstLine - 1;

    private static BoundedLines Bound(Stream stream, System.Text.Encoding encoding) =>
        new(stream, encoding is System.Text.UnicodeEncoding ? 2 : 1, encoding.CodePage == System.Text.Encoding.BigEndianUnicode.CodePage);

    private static CsvReaderOptions Options(FileLayout layout) => new()
    {
        Encoding = layout.Encoding,
        Separator = layout.Separator,
        HasHeader = false,
        TrackLineNumbers = true,
        AllowLineBreaksInQuotes = layout.HasBreaks,
        MalformedData = CsvMalformedDataHandling.Recover,
        FieldCountMismatch = CsvFieldCountHandling.Allow,
        MissingField = CsvMissingFieldHandling.ReturnEmpty,
        MaxRecordSize = LongestRow,
        BufferSize = 1 << 18,
    };
}
