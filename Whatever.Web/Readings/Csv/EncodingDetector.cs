using System.Text;
using Whatever.Web.Storage;

namespace Whatever.Web.Readings.Csv;

/// <summary>The encoding of a CSV file, or a sentence about what is wrong with it.</summary>
public static class EncodingDetector
{
    public static IReadOnlyList<string> Names => TextEncoding.Names;

    /// <exception cref="UnreadableCsvException">The name is none of <see cref="Names"/>.</exception>
    public static Encoding Named(string name) =>
        TextEncoding.Find(name) ?? throw new UnreadableCsvException($"Encoding is '{name}', expected one of {string.Join(", ", Names)}.");

    /// <param name="stream">From its beginning; it is read to its end.</param>
    /// <exception cref="UnreadableCsvException">The bytes are empty or not text.</exception>
    public static string Detect(Stream stream) =>
        stream.Length == 0 ? throw new UnreadableCsvException(
            "The file is empty; expected a header line such as time,flow_rate,pressure and rows below it.")
        : TextEncoding.Detect(stream) ?? throw new UnreadableCsvException(
            "The file is not text (it contains zero bytes); expected CSV in UTF-8, UTF-16 with a byte order mark, or CP949. A "
                + "spreadsheet has to be saved as CSV first.");
}
