using CsvHelper;
using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Readings.Csv;

/// <summary>A file of readings on disk: finds out how it is written and opens a reader over it.</summary>
public static class CsvFile
{
    /// <summary>Twice what <see cref="BoundedLines"/> lets through: a row never outgrows it.</summary>
    private const int LongestRow = 2 * BoundedLines.LongestLine;

    /// <exception cref="UnreadableCsvException">The file as a whole cannot be read.</exception>
    public static CsvDialect Detect(string path, string sensorTimeZone, CsvChoices choices) => Look(path, choices, (layout, header) =>
    {
        var columns = CsvHeader.Map(header, choices.ValueQuantity);
        return new CsvDialect
        {
            Encoding = layout.Encoding,
            EncodingName = layout.EncodingName,
            Separator = layout.Separator,
            Header = header,
            TimeColumn = columns.Time,
            FlowRateColumn = columns.FlowRate,
            PressureColumn = columns.Pressure,
            IgnoredColumns = columns.Ignored,
            TimeZone = Zone(choices.TimeZone ?? sensorTimeZone),
        };
    });

    /// <summary>Hands over how a file of any columns is written, and its header.</summary>
    /// <exception cref="UnreadableCsvException">The file as a whole cannot be read.</exception>
    public static T Look<T>(string path, CsvChoices choices, Func<CsvLayout, IReadOnlyList<string>, T> use)
    {
        using var stream = OpenStream(path);
        var encodingName = choices.EncodingName ?? EncodingDetector.Detect(stream);
        var encoding = EncodingDetector.Named(encodingName);
        stream.Position = 0;
        using var reader = CsvReader.Create(Bound(stream, encoding), Options(encoding, choices.Separator));
        try
        {
            var header = reader.Headers.ToList();
            return use(new CsvLayout(encoding, encodingName, reader.Separator), header);
        }
        catch (FormatException exception)
        {
            throw new UnreadableCsvException(new Problem("csv.header", FileProblems.Clause(exception.Message)), exception);
        }
    }

    public static FileStream OpenStream(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        Options = FileOptions.SequentialScan,
        BufferSize = 0,
    });

    public static CsvReader OpenReader(Stream stream, CsvDialect dialect) =>
        OpenReader(stream, new CsvLayout(dialect.Encoding, dialect.EncodingName, dialect.Separator));

    public static CsvReader OpenReader(Stream stream, CsvLayout layout) =>
        CsvReader.Create(Bound(stream, layout.Encoding), Options(layout.Encoding, layout.Separator), leaveOpen: true);

    private static BoundedLines Bound(Stream stream, System.Text.Encoding encoding) =>
        new(stream, encoding is System.Text.UnicodeEncoding ? 2 : 1, encoding.CodePage == System.Text.Encoding.BigEndianUnicode.CodePage);

    private static CsvReaderOptions Options(System.Text.Encoding encoding, char? separator) => new()
    {
        Encoding = encoding,
        Separator = separator,
        TrackLineNumbers = true,
        AllowLineBreaksInQuotes = false,
        MalformedData = CsvMalformedDataHandling.Recover,
        FieldCountMismatch = CsvFieldCountHandling.Allow,
        MissingField = CsvMissingFieldHandling.ReturnEmpty,
        MaxRecordSize = LongestRow,
        BufferSize = 1 << 18,
    };

    private static string Zone(string name) => StationClock.Exists(name)
        ? name
        : throw new UnreadableCsvException(new Problem("csv.zone", name, Sensor.DefaultTimeZone));
}
