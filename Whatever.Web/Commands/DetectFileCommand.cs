using System.CommandLine;
using Whatever.Model.Files;
using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Commands;

/// <summary>Judges files, without a database and without a data folder.</summary>
internal static class DetectFileCommand
{
    public static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var files = parsed.GetValue(DetectFileOptions.Csv)!;
        var labels = OnePerFile(parsed, DetectFileOptions.Labels, files);
        var targets = OnePerFile(parsed, DetectFileOptions.Detections, files);
        var fitRows = parsed.GetValue(DetectFileOptions.FitRows);
        if (fitRows < FileDetector.FewestRows)
        {
            throw new CommandFailedException(
                new Problem("option.value", "--fit-rows", fitRows, Expected.AtLeast(FileDetector.FewestRows)), isUsage: true);
        }

        foreach (var target in targets ?? [])
        {
            OutputPlace.OfFile(DetectFileOptions.Detections.Name, target);
        }

        var inputs = files.Concat(labels ?? []).Select(OutputPlace.Real).ToHashSet();
        if (targets?.FirstOrDefault(target => inputs.Contains(OutputPlace.Real(target))) is { } input)
        {
            throw new CommandFailedException(
                new Problem("detect.overwrites", input), isUsage: true);
        }

        if (targets?.GroupBy(OutputPlace.Real).FirstOrDefault(same => same.Count() > 1)?.First() is { } twice)
        {
            throw new CommandFailedException(
                new Problem("usage.file-twice", DetectFileOptions.Detections.Name, twice), isUsage: true);
        }

        var detectors = files.Select(file => new FileDetector(file, fitRows, cancellation)).ToList();
        var report = DetectFileReport.Of([.. detectors.Select((detector, file) => detector.Report(labels?[file], cancellation))]);
        foreach (var (detector, target) in detectors.Zip(targets ?? []))
        {
            AtomicFile.WriteText(Path.GetFullPath(target), detector.ToCsv());
        }

        parsed.Print(report, report.ToLines());
        return 0;
    }

    /// <returns>Null where none was given.</returns>
    private static string[]? OnePerFile(ParseResult parsed, Option<string[]> option, string[] files) => parsed.GetValue(option) switch
    {
        null or [] => null,
        var given when given.Length == files.Length => given,
        var given =>
            throw new CommandFailedException(
                new Problem("detect.counts", option.Name, Counted.Of(given.Length, "count.files"), files.Length),
                isUsage: true),
    };
}
