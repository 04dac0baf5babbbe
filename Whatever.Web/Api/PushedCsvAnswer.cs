using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Whatever.Model.Problems;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Csv;

namespace Whatever.Web.Api;

/// <summary>A row of a pushed file that was not taken.</summary>
public sealed record PushedCsvRow(long Line, string Reason, string Code, string? Field, string Row);

/// <summary>The answer to a pushed file: rows that were not taken are named or can be fetched.</summary>
public sealed record PushedCsvAnswer : ImportSummary
{
    [SetsRequiredMembers]
    public PushedCsvAnswer(ImportReport report)
        : base(report)
    {
        FirstRejects = [.. report.FirstRejects.Select(Describe)];
        Rejects = report.Rejected > 0 ? $"/api/v1/imports/{report.ImportId}/rejects" : null;
    }

    /// <summary>The first of the rejected rows.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<PushedCsvRow> FirstRejects { get; }

    /// <summary>Where all of them can be fetched; null where there are none.</summary>
    [JsonPropertyOrder(1)]
    public string? Rejects { get; }

    private static PushedCsvRow Describe(RejectedRow row) =>
        new(row.Line, ProblemTexts.English(row.Reason), row.Reason.Code, row.Reason.Field, row.Row);
}
