namespace Whatever.Web.Readings;

/// <summary>What an import did. The rows add up: read = inserted + updated + unchanged + duplicates + merged +
/// other tags + rejected.</summary>
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

    /// <summary>Rows that only added a value to another row of the same minute.</summary>
    public int Merged { get; init; }

    /// <summary>Rows whose tag is none of the sensor's.</summary>
    public int OtherTags { get; init; }

    /// <summary>Fields of stored rows that hold no number, or one that is not good; each is kept with its reason.</summary>
    public int UnreadableFields { get; init; }

    /// <summary>Values outside the sensor's physical range: stored as measured, and counted nowhere.</summary>
    public int OutOfRange { get; init; }

    /// <summary>Numbers that mean that there is no value, such as -9999, and how often each stood there.</summary>
    public IReadOnlyDictionary<string, int> NoValueCodes { get; init; } = new Dictionary<string, int>();

    /// <summary>Counts of a counter that gave no flow, or that rolled over, by what happened: first, reset, rolled_over, gap, jump,
    /// stray; empty where the file holds flows.</summary>
    public IReadOnlyDictionary<string, int> Counter { get; init; } = new Dictionary<string, int>();

    /// <summary>What was decided about the file and what proves it, sentence by sentence.</summary>
    public IReadOnlyList<string> Decisions { get; init; } = [];

    /// <summary>Values that are missing in the stored minutes.</summary>
    public required int MissingValues { get; init; }

    /// <summary>None of its rows is there now: that was no success, though every one of them is answered for.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool HasStoredNothing => Read == Rejected + OtherTags;

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
