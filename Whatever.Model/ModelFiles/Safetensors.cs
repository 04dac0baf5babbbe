using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Whatever.Model.Networks;
using Whatever.Model.Problems;

namespace Whatever.Model.ModelFiles;

/// <summary>
/// Reads and writes the safetensors format: 8 bytes little-endian header length, a JSON header of name to {dtype, shape, data_offsets},
/// then the data (github.com/huggingface/safetensors). F32 and F64 are read; F32 is written.
/// </summary>
public static class Safetensors
{
    private const int PrefixBytes = 8;
    private const int LargestHeader = 1 << 20;
    private const string Metadata = "__metadata__";

    /// <summary>The file of the given tensors, in the order of their names.</summary>
    /// <exception cref="ModelFileException">A number is not finite in single precision; the message names the tensor.</exception>
    public static byte[] Write(IReadOnlyDictionary<string, Tensor> tensors)
    {
        var header = new JsonObject();
        var data = new MemoryStream();
        Span<byte> number = stackalloc byte[sizeof(float)];
        foreach (var (name, tensor) in tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var begin = data.Length;
            for (var i = 0; i < tensor.Values.Length; i++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(
                    number,
                    float.IsFinite((float)tensor.Values[i])
                        ? (float)tensor.Values[i]
                        : throw new ModelFileException(NotSingle(name, i, tensor.Values[i])));
                data.Write(number);
            }

            header[name] = new JsonObject
            {
                ["dtype"] = "F32",
                ["shape"] = new JsonArray([.. tensor.Shape.Select(length => (JsonNode)length)]),
                ["data_offsets"] = new JsonArray(begin, data.Length),
            };
        }

        var text = Encoding.UTF8.GetBytes(header.ToJsonString());
        var file = new byte[PrefixBytes + text.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)text.Length);
        text.CopyTo(file, PrefixBytes);
        data.ToArray().CopyTo(file, PrefixBytes + text.Length);
        return file;
    }

    /// <param name="file">The whole file.</param>
    /// <param name="name">What to call it in an error.</param>
    /// <exception cref="ModelFileException">The file is damaged or holds something else than finite F32 and F64 numbers.</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(ReadOnlySpan<byte> file, string name)
    {
        var headerLength = file.Length < PrefixBytes ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(file);
        if (headerLength is 0 or > LargestHeader || headerLength + PrefixBytes > (ulong)file.Length)
        {
            throw new ModelFileException(
                new Problem("safetensors.header-length", name, headerLength, file.Length));
        }

        var data = file[(PrefixBytes + (int)headerLength)..];
        try
        {
            using var header = JsonDocument.Parse(file.Slice(PrefixBytes, (int)headerLength).ToArray());
            if (header.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new ModelFileException(new Problem("safetensors.header", name, new Phrase("safetensors.no-object")));
            }

            var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
            var places = new List<(string Tensor, long Begin, long End)>();
            foreach (var entry in header.RootElement.EnumerateObject().Where(entry => entry.Name != Metadata))
            {
                if (!tensors.TryAdd(entry.Name, ReadTensor(entry, data, name, out var place)))
                {
                    throw new ModelFileException(new Problem("safetensors.header", name, new Phrase("safetensors.twice", entry.Name)));
                }

                places.Add((entry.Name, place.Begin, place.End));
            }

            CheckPlaces(places, data.Length, name);
            return tensors;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            // Besides what is no JSON, names that are no text.
            throw new ModelFileException(new Problem("safetensors.header", name, new Phrase("safetensors.no-json")), problem);
        }
    }

    /// <summary>The format leaves no gap between tensors and lets none lie over another.</summary>
    private static void CheckPlaces(IEnumerable<(string Tensor, long Begin, long End)> places, long length, string name)
    {
        var expected = 0L;
        foreach (var (tensor, begin, end) in places.OrderBy(place => place.Begin).ThenBy(place => place.End))
        {
            if (begin != expected)
            {
                throw new ModelFileException(
                    new Problem("safetensors.begin", name, tensor, begin, expected));
            }

            expected = end;
        }

        if (expected != length)
        {
            throw new ModelFileException(new Problem("safetensors.end", name, expected, length));
        }
    }

    private static Tensor ReadTensor(JsonProperty entry, ReadOnlySpan<byte> data, string name, out (long Begin, long End) place)
    {
        var type = Member(entry, "dtype", JsonValueKind.String, name).GetString();
        var width = type switch
        {
            "F32" => sizeof(float),
            "F64" => sizeof(double),
            _ => throw new ModelFileException(new Problem("safetensors.type", name, entry.Name, type)),
        };
        var shape = Numbers(entry, "shape", int.MaxValue, name).Select(length => (int)length).ToArray();
        var offsets = Numbers(entry, "data_offsets", long.MaxValue, name);
        var count = shape.Aggregate(
            1L, (product, length) => length is < 0 or > 1 << 20 || product > 1 << 30 ? long.MaxValue >> 8 : product * length);
        if (offsets.Length != 2 || offsets[0] < 0 || offsets[1] > data.Length || offsets[1] - offsets[0] != count * width)
        {
            throw new ModelFileException(
                new Problem(
                    "safetensors.place", name, entry.Name, string.Join(", ", shape), string.Join(", ", offsets), data.Length, width));
        }

        place = (offsets[0], offsets[1]);
        return new Tensor(shape, ReadValues(data[(int)offsets[0]..(int)offsets[1]], width, entry.Name, name));
    }

    private static JsonElement Member(JsonProperty tensor, string key, JsonValueKind kind, string name) =>
        tensor.Value.ValueKind == JsonValueKind.Object && tensor.Value.TryGetProperty(key, out var member) && member.ValueKind == kind
            ? member
            : throw NoMember(tensor, key, name);

    private static long[] Numbers(JsonProperty tensor, string key, long largest, string name) =>
    [
        .. Member(tensor, key, JsonValueKind.Array, name).EnumerateArray().Select(
            item => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var number) && number >= -largest && number <= largest
                ? number
                : throw NoMember(tensor, key, name)),
    ];

    private static ModelFileException NoMember(JsonProperty tensor, string key, string name) =>
        new(new Problem("safetensors.header", name, new Phrase("safetensors.member", key, tensor.Name)));

    private static double[] ReadValues(ReadOnlySpan<byte> data, int width, string tensor, string name)
    {
        var values = new double[data.Length / width];
        for (var i = 0; i < values.Length; i++)
        {
            var bytes = data.Slice(i * width, width);
            values[i] = width == sizeof(float)
                ? BinaryPrimitives.ReadSingleLittleEndian(bytes)
                : BinaryPrimitives.ReadDoubleLittleEndian(bytes);
            if (!float.IsFinite((float)values[i]))
            {
                throw new ModelFileException(new Problem("file.problem", name, NotSingle(tensor, i, values[i])));
            }
        }

        return values;
    }

    /// <summary>The kernels count in single precision.</summary>
    private static Problem NotSingle(string tensor, int position, double value) =>
        new Problem("safetensors.not-single", tensor, value, position);
}
