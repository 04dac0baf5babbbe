using System.Globalization;
using System.Text.Json.Serialization;
using Whatever.Model.Outliers.Sequences;
using Whatever.Model.Series;
using Whatever.Web.Domain;

namespace Whatever.Web.Commands;

/// <summary>How well the labels were met; a figure that there is none of is null.</summary>
internal record DetectionFigures
{
    /// <summary>Rows of the file; those that were only learned from are among them.</summary>
    public required int Rows { get; init; }
    public required int JudgedRows { get; init; }
    /// <summary>By what is missing; printed under the name that scripts know.</summary>
    [JsonPropertyName("rows_without_verdict")]
    public required RowsNotJudged RowsNotJudged { get; init; }

    /// <summary>
    /// Labelled rows that were to be judged: the figures are about them. A row without a judgement counts as one where nothing was found.
    /// </summary>
    public int? ScoredRows =>
        Counts is { } counts ? counts.TruePositives + counts.FalsePositives + counts.FalseNegatives + counts.TrueNegatives : null;
    public int? FaultyRows => Counts is { } counts ? counts.TruePositives + counts.FalseNegatives : null;
    public double? Precision => Counts?.Precision;
    public double? Recall => Counts?.Recall;
    public double? F1 => Counts?.F1;

    /// <summary>Normal rows that were taken for faulty, as a share of all normal rows.</summary>
    public double? FalseAlarmRate => Counts?.FalseAlarmRate;

    /// <summary>Faulty rows that were not found, as a share of all faulty rows.</summary>
    public double? MissedAlarmRate => Counts?.MissedAlarmRate;

    public DetectionCounts? Counts { get; init; }
}

/// <summary>Rows after those of the fit that nothing can be said of.</summary>
/// <param name="NoValue">Nothing was measured.</param>
/// <param name="TooFewValues">The samples before it hold too few values.</param>
internal sealed record RowsNotJudged(int NoValue, int TooFewValues)
{
    public static RowsNotJudged operator +(RowsNotJudged one, RowsNotJudged other) =>
        new(one.NoValue + other.NoValue, one.TooFewValues + other.TooFewValues);
}

/// <summary>What <c>detect --csv</c> prints: the figures of all files together, and each file.</summary>
internal sealed record DetectFileReport : DetectionFigures
{
    public required IReadOnlyList<FileDetection> Files { get; init; }

    public static DetectFileReport Of(IReadOnlyList<FileDetection> files) => new()
    {
        Rows = files.Sum(file => file.Rows),
        JudgedRows = files.Sum(file => file.JudgedRows),
        RowsNotJudged = files.Select(file => file.RowsNotJudged).Aggregate((one, other) => one + other),
        Counts = files.All(file => file.Counts is not null)
            ? files.Select(file => file.Counts!.Value).Aggregate((one, other) => one + other)
            : null,
        Files = files,
    };

    public IEnumerable<string> ToLines() =>
        Files.SelectMany(file => file.ToLines())
            .Concat(Files.Count > 1 && Counts is not null ? [$"All {Files.Count} files: {FileDetection.Describe(this)}"] : []);
}

/// <summary>What was found in one file.</summary>
internal sealed record FileDetection : DetectionFigures
{
    public required string File { get; init; }
    public required string? Labels { get; init; }

    /// <summary>The median time from one row to the next.</summary>
    public required double StepSeconds { get; init; }
    public required int RejectedRows { get; init; }
    public required string? FirstRejected { get; init; }

    /// <summary>Rows that a later one of the same time replaced.</summary>
    public required int DuplicateRows { get; init; }
    public required FitReport Fit { get; init; }

    /// <summary>Rows to judge that have no label, and so no figures.</summary>
    public required int? UnlabelledRows { get; init; }
    public required IReadOnlyList<LabelledEventReport>? LabelledEvents { get; init; }
    public required IReadOnlyList<FoundEventReport> Events { get; init; }

    public IEnumerable<string> ToLines()
    {
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{File}: {Rows} rows, one every {StepSeconds:0.###} s; normal is what the first {Fit.Rows} show; {JudgedRows} rows judged.");
        if (RejectedRows > 0)
        {
            yield return $"{RejectedRows} rows could not be read, the first of them: {FirstRejected}.";
        }

        foreach (var (quantity, count) in Fit.LeftOut)
        {
            yield return $"{Counted.Say(count, "value", "values")} of {quantity} among the first {Fit.Rows} rows lie apart from the others "
                + "and were not learned from.";
        }

        if (RowsNotJudged is { NoValue: > 0 } or { TooFewValues: > 0 })
        {
            yield return $"Not judged: {RowsNotJudged.NoValue} rows without a value, {RowsNotJudged.TooFewValues} with too few before "
                + "them.";
        }

        foreach (var found in Events)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{found.Start} to {found.End}: {found.Cause}{(found.Quantity is { } quantity ? $" of {quantity}" : "")}, stage "
                    + $"{found.Stage}, score {found.Score:0.0}.");
        }

        foreach (var labelled in LabelledEvents ?? [])
        {
            yield return $"Labelled {labelled.Start} to {labelled.End}: "
                +
                    $"{(labelled.DelaySeconds is { } delay ? string.Create(CultureInfo.InvariantCulture, $"found after {delay:0.###} s") : "not found")}.";
        }

        if (UnlabelledRows > 0)
        {
            yield return $"{Counted.Say(UnlabelledRows.Value, "row has", "rows have")} no label and "
                + $"{(UnlabelledRows == 1 ? "is" : "are")} left out of the figures.";
        }

        if (Counts is not null)
        {
            yield return Describe(this);
        }
    }

    public static string Describe(DetectionFigures figures) =>
        $"precision {Show(figures.Precision)}, recall {Show(figures.Recall)}, F1 {Show(figures.F1)}, false alarms "
            + $"{Percent(figures.FalseAlarmRate)} of normal rows, missed {Percent(figures.MissedAlarmRate)} of faulty rows.";

    private static string Show(double? figure) => figure?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-";

    private static string Percent(double? share) =>
        share is { } known ? string.Create(CultureInfo.InvariantCulture, $"{100 * known:0.0} %") : "-";
}

/// <summary>What normal was learned from, and what it is.</summary>
/// <param name="How"><c>first_rows</c> as chosen, or <c>first_third</c>.</param>
/// <param name="Rows">The first so many.</param>
/// <param name="FlowRate">Null where there was too little of it: then it is not judged.</param>
/// <param name="Pressure">Likewise.</param>
internal sealed record FitReport(string How, int Rows, NormalChannel? FlowRate, NormalChannel? Pressure)
{
    public const string FirstRows = "first_rows";
    public const string FirstThird = "first_third";

    /// <summary>The quantities that values were left out of, and how many.</summary>
    [JsonIgnore]
    public IEnumerable<(string Quantity, int Count)> LeftOut =>
        from channel in new[] { (Quantity: Quantity.FlowRate, Normal: FlowRate), (Quantity: Quantity.Pressure, Normal: Pressure) }
        where channel.Normal?.LeftOut > 0
        select (channel.Quantity.ToWireName(), channel.Normal!.LeftOut);
}

/// <summary>An event of the labels.</summary>
/// <param name="DelaySeconds">From its first row to the first of its rows that was found; null where none was.</param>
internal sealed record LabelledEventReport(string Start, string End, bool Found, double? DelaySeconds);

/// <summary>An event that was found.</summary>
internal sealed record FoundEventReport(string Start, string End, string Cause, string? Quantity, double Score, int Stage);
