using System.CommandLine;

namespace Whatever.Web.Commands;

/// <summary>What <c>detect</c> takes for files.</summary>
internal static class DetectFileOptions
{
    public static Option<string[]> Csv { get; } = new("--csv")
    {
        Description =
            "CSV files with time,flow_rate,pressure at any step; seconds are kept. Each is judged by itself, the figures are pooled",
        AllowMultipleArgumentsPerToken = true,
    };

    public static Option<string[]> Labels { get; } = new("--labels")
    {
        Description =
            "Files with time,label (1 faulty, 0 normal), one for each --csv in the same order; matched by time, never learned from",
        AllowMultipleArgumentsPerToken = true,
    };

    public static Option<int?> FitRows { get; } = new("--fit-rows")
    {
        Description =
            "Learns what is normal from the first N rows and judges those after them. By default it learns from the first third of the "
                + "rows, in which few may be faulty, and judges all",
    };

    public static Option<string[]> Detections { get; } = new("--detections")
    {
        Description = "CSV files to write, one for each --csv: a line for every row with its score, stage and cause",
        AllowMultipleArgumentsPerToken = true,
    };
}
