namespace Whatever.Web.Readings;

/// <summary>What an import did. The rows add up: read = inserted + updated + unchanged + duplicates + rejected.</summary>
public record ImportSummary
{
    /// <summary>Rows below the header.</summary>
    public required int Read { get; init; }
    public required int Inserted { get; init; }

    /// <summary>Minutes that were there with other or fewer values.</summary>
    public required int Updated { get; init; }

    /// <summary>Minutes that were there already with these values.</summary>
    public required int Unchanged { get; init; }

    /// <summary>Rows that a later row of the same minute replaced.</summary>
    public required int Duplicates { get; init; }
    public required int Rejected { get; init; }

    /// <summary>Empty fields, NaN, null and -, counted per value.</summary>
    public required int MissingValues { get; init; }

    /// <summary>First and last minute on the sensor's clock; null where no row was good.</summary>
    public required string? From { get; init; }
    public required string? To { get; init; }
    public required string Encoding { get; init; }
    public required char Separator { get; init; }
    public required string TimeZone { get; init; }
    public required IReadOnlyList<string> IgnoredColumns { get; init; }

    /// <summary>Stretches without a row longer than the sampling interval.</summary>
    public required int Gaps { get; init; }
    public required int LongestGapMinutes { get; init; }
}
