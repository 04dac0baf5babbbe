using System.Globalization;
using System.Text;
using System.Text.Json;
using Whatever.Web.Storage;

namespace Whatever.Web.Logs;

/// <summary>A line of the log.</summary>
/// <param name="At">When it was said.</param>
/// <param name="Level">How grave it is.</param>
/// <param name="Source">The part of the program.</param>
/// <param name="Text">What was said.</param>
/// <param name="Exception">With its trace; null where nothing was thrown.</param>
public sealed record LogLine(DateTimeOffset At, LogLevel Level, string Source, string Text, string? Exception);

/// <summary>Which lines are wanted.</summary>
/// <param name="Least">The least grave.</param>
/// <param name="Text">Has to stand in the line, whatever its case; nothing for any.</param>
public sealed record LogFilter(LogLevel Least = LogLevel.Information, string? Text = null);

/// <summary>What was found.</summary>
/// <param name="Lines">The newest first.</param>
/// <param name="IsMoreThere">Older lines were not looked at.</param>
public sealed record LogPage(IReadOnlyList<LogLine> Lines, bool IsMoreThere);

/// <summary>
/// Reads the newest lines of the log from their end: as much of the files as an answer needs, and never more than a bound.
/// </summary>
public sealed class LogReader(DataFolder folder)
{
    public const int MostLines = 200;
    private const int MostBytes = 16 * 1024 * 1024;

    public LogPage Read(LogFilter filter, int mostBytes = MostBytes)
    {
        var (found, left) = (new List<LogLine>(), (long)mostBytes);
        foreach (var path in Files())
        {
            foreach (var line in TailOf(path, left, bytes => left -= bytes))
            {
                if (Parse(line) is { } parsed && Matches(parsed, filter))
                {
                    found.Add(parsed);
                    if (found.Count == MostLines)
                    {
                        return new LogPage(found, true);
                    }
                }
            }

            if (left <= 0)
            {
                return new LogPage(found, true);
            }
        }

        return new LogPage(found, false);
    }

    /// <summary>The newest first; files of one day by their number, which has three digits.</summary>
    private IEnumerable<string> Files() => !Directory.Exists(folder.Logs) ? []
        : Directory.EnumerateFiles(folder.Logs, LogFiles.Pattern).OrderDescending(StringComparer.Ordinal);

    /// <summary>The lines of a file from its end on.</summary>
    private static IEnumerable<string> TailOf(string path, long mostBytes, Action<long> read)
    {
        using var stream = TryOpen(path);
        if (stream is null)
        {
            yield break;
        }

        // A file is no larger than what one block may be: it is read at once, or its newest part.
        var length = stream.Length;
        var count = (int)Math.Min(length, Math.Min(mostBytes, LogFiles.MostBytesPerFile * 2));
        stream.Seek(length - count, SeekOrigin.Begin);
        var bytes = new byte[count];
        count = stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false);
        read(count);
        var end = count;
        while (end > 0)
        {
            var start = bytes.AsSpan(0, end - 1).LastIndexOf((byte)'\n') + 1;
            if (start > 0 || length == count)
            {
                yield return Encoding.UTF8.GetString(bytes, start, end - start);
            }

            end = start;
        }
    }

    /// <returns>Null where it went meanwhile.</returns>
    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <returns>Null where the line is none, such as one that a power cut has cut off.</returns>
    internal static LogLine? Parse(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("@t", out var time)
                && DateTimeOffset.TryParse(
                    time.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                ? new LogLine(at, LevelOf(Text(root, "@l")), Text(root, "SourceContext") ?? "", Text(root, "@m") ?? "", Text(root, "@x"))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static LogLevel LevelOf(string? name) => name switch
    {
        "Verbose" => LogLevel.Trace,
        "Debug" => LogLevel.Debug,
        "Warning" => LogLevel.Warning,
        "Error" => LogLevel.Error,
        "Fatal" => LogLevel.Critical,
        _ => LogLevel.Information,
    };

    private static bool Matches(LogLine line, LogFilter filter) => line.Level >= filter.Least
        && (string.IsNullOrWhiteSpace(filter.Text) || Holds(line.Text, filter.Text) || Holds(line.Source, filter.Text)
            || (line.Exception is { } thrown && Holds(thrown, filter.Text)));

    private static bool Holds(string text, string part) => text.Contains(part.Trim(), StringComparison.OrdinalIgnoreCase);
}
