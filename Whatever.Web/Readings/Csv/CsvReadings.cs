using Whatever.Web.Storage;

namespace Whatever.Web.Readings.Csv;

/// <summary>Everything a file gave: good rows in ascending order, and the bad ones with their reasons.</summary>
public sealed record CsvReadings(ReadingColumns Columns, int RowsRead, int Duplicates, int MissingValues, RejectedRows Rejected);

/// <param name="BytesRead">Of the file, for a progress bar.</param>
public readonly record struct ParseProgress(long BytesRead, long TotalBytes, int RowsRead);

/// <summary>Reads a whole file of readings.</summary>
public static class CsvReadingsParser
{
    private const int RowsBetweenReports = 16_384;

    /// <summary>For those who only want the good rows, of whatever time.</summary>
    public static CsvReadings Parse(Stream stream, CsvDialect dialect)
    {
        using var rejected = new RejectedRows();
        return Parse(stream, dialect, rejected);
    }

    /// <param name="stream">The file.</param>
    /// <param name="dialect">How it is written.</param>
    /// <param name="rejected">Gets the bad rows.</param>
    /// <param name="latest">Later minutes are rejected; null where any time will do.</param>
    /// <param name="progress">Told now and then.</param>
    /// <param name="cancellation">Looked at now and then.</param>
    /// <exception cref="OperationCanceledException">The person cancelled; nothing was stored.</exception>
    public static CsvReadings Parse(
        Stream stream, CsvDialect dialect, RejectedRows rejected, int? latest = null, IProgress<ParseProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        using var reader = CsvFile.OpenReader(stream, dialect);
        var rows = new RowParser(dialect, latest);
        var good = new ReadingCollector();
        var read = 0;
        while (reader.Read())
        {
            read++;
            if (rows.Parse(reader, out var minute, out var flowRate, out var pressure) is { } reason)
            {
                rejected.Add(reader.LineNumber, reason, reader.Current.ToString());
            }
            else
            {
                good.Add(minute, flowRate, pressure);
            }

            if (read % RowsBetweenReports == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new ParseProgress(stream.Position, stream.Length, read));
            }
        }

        var columns = good.ToColumns();
        return new CsvReadings(columns, good.Count + rejected.Count, good.Duplicates, CountMissing(columns, dialect), rejected);
    }

    private static int CountMissing(ReadingColumns columns, CsvDialect dialect) =>
        (dialect.FlowRateColumn < 0 ? 0 : columns.FlowRate.Count(double.IsNaN))
        + (dialect.PressureColumn < 0 ? 0 : columns.Pressure.Count(double.IsNaN));
}
