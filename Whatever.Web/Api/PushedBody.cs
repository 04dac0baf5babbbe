using System.Text.Json;
using Whatever.Model.Problems;
using Whatever.Web.Readings;

namespace Whatever.Web.Api;

/// <summary>A pushed body of JSON by its parts: those of an array, one alone, or one a line, where a line that is no JSON stops no other.
/// </summary>
internal sealed class PushedBody : IDisposable
{
    private readonly List<JsonDocument> documents = [];
    private readonly List<PushedItem> items = [];

    /// <param name="body">In UTF-8, without a byte order mark.</param>
    /// <param name="areLines">A row a line.</param>
    public PushedBody(ReadOnlyMemory<byte> body, bool areLines)
    {
        if (areLines)
        {
            ReadLines(body);
            return;
        }

        try
        {
            var root = Parse(body);
            if (root.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
            {
                Add(root, line: null);
            }
            else
            {
                Problem = new Problem("reading.no-array", JsonProblems.Found(root));
            }
        }
        catch (JsonException problem)
        {
            Problem = JsonProblems.OfBody(problem, body);
        }
    }

    public IReadOnlyList<PushedItem> Items => items;

    /// <summary>Why the body as a whole cannot be read; null where it can.</summary>
    public Problem? Problem { get; }

    public void Dispose() => documents.ForEach(document => document.Dispose());

    private void ReadLines(ReadOnlyMemory<byte> body)
    {
        var line = 0;
        foreach (var range in body.Span.Split((byte)'\n'))
        {
            line++;
            if (body.Span[range].Trim(" \t\r"u8).IsEmpty)
            {
                continue;
            }

            try
            {
                Add(Parse(body[range]), line);
            }
            catch (JsonException problem)
            {
                // The reader counts from the beginning of the line.
                var placed = new JsonException(
                    problem.Message, path: null, (problem.LineNumber ?? 0) + line - 1, problem.BytePositionInLine);
                items.Add(new PushedItem { Line = line, Problem = JsonProblems.OfBody(placed, body) });
            }
        }
    }

    private JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        var document = JsonDocument.Parse(json);
        documents.Add(document);
        return document.RootElement;
    }

    private void Add(JsonElement element, int? line)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            items.AddRange(element.EnumerateArray().Select(part => new PushedItem(part) { Line = line }));
        }
        else
        {
            items.Add(new PushedItem(element) { Line = line });
        }
    }
}
