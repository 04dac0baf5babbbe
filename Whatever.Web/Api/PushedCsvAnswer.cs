using Whatever.Model.Problems;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Csv;

namespace Whatever.Web.Api;

/// <summary>A row of a pushed file that was not taken.</summary>
public sealed record PushedCsvRow(long Line, string Reason, string Code, string? Field, string Row);

/// <summary>The answer to a pushed file: the rows add up, and those that were not taken are named or can be fetched.</summary>
public sealed record PushedCsvAnswer
{
    public required int Read { get; init; }
    public required int Inserted { get; init; }
    public required int Updated { get; init; }
    public required int Unchanged { get; init; }
    public required int Duplicates { get; init; }
    public required int Rejected { get; init; }
    public required int MissingValues { get; init; }

    /// <summary>First and last minute on the sensor's clock; null where no row was good.</summary>
    public required string? From { get; init; }
    public required string? To { get; init; }
    public required string Encoding { get; init; }
    public required char Separator { get; init; }
    public required string TimeZone { get; init; }
    public required IReadOnlyList<string> IgnoredColumns { get; init; }
    public required int Gaps { get; init; }
    public required int LongestGapMinutes { get; init; }

    /// <summary>The first of the rejected rows.</summary>
    public required IReadOnlyList<PushedCsvRow> FirstRejects { get; init; }

    /// <summary>Where all of them can be fetched; null where there are none.</summary>
    public required string? Rejects { get; init; }

    public static PushedCsvAnswer Of(ImportReport report) => new()
    {
        Read = report.Read,
        Inserted = report.Inserted,
        Updated = report.Updated,
        Unchanged = report.Unchanged,
        Duplicates = report.Duplicates,
        Rejected = report.Rejected,
        MissingValues = report.MissingValues,
        From = report.From,
        To = report.To,
        Encoding = report.Encoding,
        Separator = report.Separator,
        TimeZone = report.TimeZone,
        IgnoredColumns = report.IgnoredColumns,
        Gaps = report.Gaps,
        LongestGapMinutes = report.LongestGapMinutes,
        FirstRejects = [.. report.FirstRejects.Select(Describe)],
        Rejects = report.Rejected > 0 ? $"/api/v1/imports/{report.ImportId}/rejects" : null,
    };

    private static PushedCsvRow Describe(RejectedRow row) =>
        new(row.Line, ProblemTexts.English(row.Reason), row.Reason.Code, row.Reason.Field, row.Row);
}
