using System.Text;
using Whatever.Model.Problems;
using Whatever.Web.Storage;

namespace Whatever.Web.Readings.Csv;

/// <summary>The encoding of a CSV file, or a sentence about what is wrong with it.</summary>
public static class EncodingDetector
{
    public static IReadOnlyList<string> Names => TextEncoding.Names;

    /// <exception cref="UnreadableCsvException">The name is none of <see cref="Names"/>.</exception>
    public static Encoding Named(string name) =>
        TextEncoding.Find(name) ?? throw new UnreadableCsvException(new Problem("csv.encoding", name, string.Join(", ", Names)));

    /// <param name="stream">From its beginning; it is read to its end.</param>
    /// <exception cref="UnreadableCsvException">The bytes are empty or not text.</exception>
    public static string Detect(Stream stream) =>
        stream.Length == 0 ? throw new UnreadableCsvException(
            new Problem("csv.empty"))
        : TextEncoding.Detect(stream) ?? throw new UnreadableCsvException(
            new Problem("csv.no-text"));
}
