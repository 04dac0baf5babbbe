using CsvHelper;
using Whatever.Web.Domain;

namespace Whatever.Web.Readings.Csv;

/// <summary>A file of readings on disk: finds out how it is written and opens a reader over it.</summary>
public static class CsvFile
{
    /// <summary>Twice what <see cref="BoundedLines"/> lets through: a row never outgrows it.</summary>
    private const int LongestRow = 2 * BoundedLines.LongestLine;

    /// <exception cref="UnreadableCsvException">The file as a whole cannot be read.</exception>
    public static CsvDialect Detect(string path, string sensorTimeZone, CsvChoices choices)
    {
        using var stream = OpenStream(path);
        var encodingName = choices.EncodingName ?? EncodingDetector.Detect(stream);
        var encoding = EncodingDetector.Named(encodingName);
        stream.Position = 0;
        using var reader = CsvReader.Create(Bound(stream, encoding), Options(encoding, choices.Separator));
        try
        {
            var header = reader.Headers.ToList();
            var columns = CsvHeader.Map(header, choices.ValueQuantity);
            return new CsvDialect
            {
                Encoding = encoding,
                EncodingName = encodingName,
                Separator = reader.Separator,
                Header = header,
                TimeColumn = columns.Time,
                FlowRateColumn = columns.FlowRate,
                PressureColumn = columns.Pressure,
                IgnoredColumns = columns.Ignored,
                TimeZone = Zone(choices.TimeZone ?? sensorTimeZone),
            };
        }
        catch (FormatException exception)
        {
            throw new UnreadableCsvException($"The first line cannot be read as a CSV header: {exception.Message}", exception);
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
        CsvReader.Create(Bound(stream, dialect.Encoding), Options(dialect.Encoding, dialect.Separator), leaveOpen: true);

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
        : throw new UnreadableCsvException($"Time zone is '{name}', expected an IANA name such as {Sensor.DefaultTimeZone}.");
}
