using System.Globalization;
using System.Text;
using System.Text.Json;
using Whatever.Model.Outliers.Sequences;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Readings.Csv;

namespace Whatever.Web.Commands;

/// <summary>Judges one file and compares the judgements with its labels.</summary>
internal sealed class FileDetector
{
    /// <summary>With fewer rows nothing can be learned.</summary>
    public const int FewestRows = SequenceSettings.FewestLevels + SequenceSettings.Window - 1;

    private readonly string path;
    private readonly TimedRows rows;
    private readonly FileSequence sequence;
    private readonly int first;
    private readonly FitReport fit;
    private readonly SequenceJudgement[] judgements;

    /// <param name="path">The file.</param>
    /// <param name="fitRows">Learn from the first so many rows and judge the others; null to learn from the first third and judge
    /// all.</param>
    /// <param name="cancellation">Looked at now and then.</param>
    /// <exception cref="CommandFailedException">Nothing in the file can be judged.</exception>
    public FileDetector(string path, int? fitRows, CancellationToken cancellation)
    {
        this.path = path;
        rows = ReadOrExplain(path, () => TimedRows.Read(path, cancellation));
        if (rows.Times.Length == 0)
        {
            throw new CommandFailedException(
                rows.Rejected.First is [var bad, ..]
                    ? new Problem("csv.no-good-row", path, bad.Line, bad.Reason)
                    : new Problem("csv.no-row", path));
        }

        if (fitRows >= rows.Times.Length)
        {
            throw new CommandFailedException(
                new Problem("detect.too-few-rows", path, rows.Times.Length, fitRows));
        }

        sequence = new FileSequence(rows);
        var learned = fitRows ?? Math.Min(rows.Times.Length, Math.Max(rows.Times.Length / 3, FewestRows));
        var end = sequence.SampleOf(learned);
        var normal = SequenceNormal.Fit(sequence.FlowRate.AsSpan(0, end), sequence.Pressure.AsSpan(0, end))
            ?? throw new CommandFailedException(
                new Problem("detect.nothing-to-learn", path, learned, FewestRows));
        fit = new FitReport(fitRows is null ? FitReport.FirstThird : FitReport.FirstRows, learned, normal.FlowRate, normal.Pressure);
        first = fitRows is null ? 0 : end;
        judgements = SequenceDetector.Judge(sequence.FlowRate, sequence.Pressure, normal, first);
    }

    /// <param name="labelsPath">Null where there are no labels.</param>
    /// <param name="cancellation">Looked at now and then.</param>
    /// <exception cref="CommandFailedException">The labels cannot be read, or none is of a row that was judged.</exception>
    public FileDetection Report(string? labelsPath, CancellationToken cancellation)
    {
        var labels = labelsPath is null ? null : ReadOrExplain(labelsPath, () => LabelCsv.Read(labelsPath, cancellation));
        var judged = Enumerable.Range(0, judgements.Length).Where(index => sequence.RowOf[first + index] >= 0).ToList();
        var labelled = labels is null ? [] : judged.Where(index => labels.ContainsKey(TimeAt(index))).ToList();
        if (labels is not null && labelled.Count == 0)
        {
            throw new CommandFailedException(
                new Problem("detect.no-label", labelsPath, path, Write(TimeAt(judged[0])), Write(TimeAt(judged[^1]))));
        }

        bool[] found = [.. labelled.Select(index => judgements[index].IsEvent)];
        bool[] faulty = [.. labelled.Select(index => labels![TimeAt(index)])];
        var without = new RowsNotJudged(
            judged.Count(index => judgements[index].Reason == SequenceNotJudgedReason.NoValue),
            judged.Count(index => judgements[index].Reason == SequenceNotJudgedReason.TooFewValues));
        return new FileDetection
        {
            File = path,
            Labels = labelsPath,
            StepSeconds = sequence.Step.TotalSeconds,
            Rows = rows.Times.Length,
            RejectedRows = rows.Rejected.Count,
            FirstRejected = rows.Rejected.First is [var bad, ..] ? $"line {bad.Line}: {bad.Reason}" : null,
            DuplicateRows = rows.Duplicates,
            Fit = fit,
            JudgedRows = judged.Count - without.NoValue - without.TooFewValues,
            RowsNotJudged = without,
            UnlabelledRows = labels is null ? null : judged.Count - labelled.Count,
            Counts = labels is null ? null : DetectionCounts.Of(found, faulty),
            LabelledEvents = labels is null ? null : [.. LabelledEvent.Find(found, faulty).Select(one => Describe(one, labelled))],
            Events = [.. SequenceEvent.Find(judgements).Select(Describe)],
        };
    }

    /// <summary>A line for every row; those that were only learned from have no score.</summary>
    public string ToCsv()
    {
        var text = new StringBuilder("time,score,stage,cause,quantity\n");
        for (var sample = 0; sample < sequence.Times.Count; sample++)
        {
            if (sequence.RowOf[sample] >= 0)
            {
                var judgement = sample < first ? new SequenceJudgement { Score = double.NaN } : judgements[sample - first];
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{Write(sequence.Times[sample])},{(double.IsNaN(judgement.Score) ? "" : judgement.Score.ToString("0.###", CultureInfo.InvariantCulture))},{(int)judgement.Stage},{(judgement.Cause is { } cause ? Name(cause) : "")},{judgement.Quantity?.ToWireName()}\n");
            }
        }

        return text.ToString();
    }

    private LabelledEventReport Describe(LabelledEvent one, List<int> labelled)
    {
        var start = TimeAt(labelled[one.First]);
        double? delay = one.FoundAt is { } at ? (TimeAt(labelled[at]) - start).TotalSeconds : null;
        return new LabelledEventReport(Write(start), Write(TimeAt(labelled[one.Last])), delay is not null, delay);
    }

    private FoundEventReport Describe(SequenceEvent one) =>
        new(Write(TimeAt(one.First)), Write(TimeAt(one.Last)), Name(one.Cause), one.Quantity?.ToWireName(), one.Score, (int)one.Stage);

    private DateTime TimeAt(int judgement) => sequence.Times[first + judgement];

    private static string Write(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    private static string Name(Model.Outliers.AlarmCause cause) => JsonNamingPolicy.SnakeCaseLower.ConvertName(cause.ToString());

    /// <summary>With several files at hand the sentence has to say which.</summary>
    private static T ReadOrExplain<T>(string path, Func<T> read)
    {
        CommonOptions.RequireFile(path);

        try
        {
            return read();
        }
        catch (UnreadableCsvException problem)
        {
            throw new CommandFailedException(new Problem("file.problem", path, problem.Problem));
        }
    }
}
