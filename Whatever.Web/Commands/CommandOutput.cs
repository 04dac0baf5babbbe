using System.CommandLine;
using System.Text.Json;
using Whatever.Web.Readings;

namespace Whatever.Web.Commands;

/// <summary>Where a command writes: what was asked for to standard output, everything else to standard error.</summary>
internal static class CommandOutput
{
    /// <summary>The document for programs, or the sentences for people.</summary>
    public static void Print(this ParseResult parsed, object document, params IEnumerable<string> sentences)
    {
        var output = parsed.InvocationConfiguration.Output;
        foreach (var line in parsed.GetValue(CommonOptions.Json) ? [JsonSerializer.Serialize(document, ImportReport.Json)] : sentences)
        {
            output.WriteLine(line);
        }
    }

    /// <summary>Standard error: progress and notes.</summary>
    public static TextWriter Notes(this ParseResult parsed) => parsed.InvocationConfiguration.Error;
}
