using System.Text;
using Whatever.Model.Problems;
using Whatever.Model.Series;

namespace Whatever.Web.Readings.Csv;

/// <summary>What a person may say about a file instead of leaving it to be guessed; null means guess.</summary>
public sealed record CsvChoices
{
    public string? EncodingName { get; init; }
    public char? Separator { get; init; }

    /// <summary>The zone of times without an offset; null means the sensor's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>What the column <c>value</c> of a single-quantity file holds.</summary>
    public Quantity? ValueQuantity { get; init; }
}

/// <summary>How a file is written, whatever it holds.</summary>
public readonly record struct CsvLayout(Encoding Encoding, string EncodingName, char Separator);

/// <summary>How a file is written, as found or as chosen.</summary>
public sealed record CsvDialect
{
    public required Encoding Encoding { get; init; }
    public required string EncodingName { get; init; }
    public required char Separator { get; init; }

    /// <summary>A comma can only be a decimal comma where it does not separate fields.</summary>
    public bool DecimalComma => Separator == ';';

    public required IReadOnlyList<string> Header { get; init; }
    public required int TimeColumn { get; init; }

    /// <summary>-1 where the file has no such column.</summary>
    public required int FlowRateColumn { get; init; }
    public required int PressureColumn { get; init; }
    public required IReadOnlyList<string> IgnoredColumns { get; init; }
    public required string TimeZone { get; init; }
}

/// <summary>The file as a whole cannot be read; the problem says what was found and what was expected.</summary>
public sealed class UnreadableCsvException(Problem problem, Exception? inner = null) : ProblemException(problem, inner);
