using System.Globalization;
using PureHDF;
using PureHDF.VOL.Native;
using Whatever.Model.Networks;

namespace Whatever.Model.ModelFiles.Keras;

/// <summary>
/// The little of HDF5 that Keras uses: groups, text attributes, arrays of floating-point numbers. Sizes are checked before anything is
/// allocated.
/// </summary>
internal sealed class Hdf5File : IDisposable
{
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n'];

    private const int LongestPath = 4096;
    private readonly Dictionary<string, IH5Object?> found = new(StringComparer.Ordinal);
    private readonly NativeFile root;
    private readonly GuardedStream stream;
    private readonly int length;
    private readonly string name;

    private Hdf5File(NativeFile root, GuardedStream stream, string name) =>
        (this.root, this.stream, length, this.name) = (root, stream, (int)stream.Length, name);

    /// <param name="file">The whole file.</param>
    /// <param name="name">What to call it in an error.</param>
    public static Hdf5File Open(byte[] file, string name)
    {
        var stream = new GuardedStream(file);
        return new Hdf5File(H5File.Open(stream, leaveOpen: false), stream, name);
    }

    public void Dispose() => root.Dispose();

    public bool Exists(string path) => Find(path) is not null;

    /// <returns>Null where there is no such attribute.</returns>
    public string? Text(string path, string attribute)
    {
        if (Attribute(path, attribute) is not { } value)
        {
            return null;
        }

        return value.Space.Type == H5DataspaceType.Scalar ? Clean(value.Read<string>()) : Texts(value).FirstOrDefault();
    }

    /// <summary>A list of texts; one that is too long for an attribute is split over name0, name1 and so on.</summary>
    /// <returns>Null where there is no such attribute.</returns>
    public IReadOnlyList<string>? Texts(string path, string attribute)
    {
        if (Attribute(path, attribute) is { } whole)
        {
            return Texts(whole);
        }

        var parts = new List<string>();
        var number = 0;
        for (; Attribute(path, $"{attribute}{number}") is { } part; number++)
        {
            parts.AddRange(Texts(part));
        }

        return number > 0 ? parts : null;
    }

    /// <exception cref="ModelFileException">There is no such array, or it does not hold finite floating-point numbers.</exception>
    public Tensor Tensor(string path)
    {
        if (Find(path) is not IH5Dataset dataset)
        {
            throw new ModelFileException($"{name}: the array {path} is missing.");
        }

        var shape = Shape(path, dataset);
        ExpectOwnStorage(path, dataset, shape);
        var values = dataset.Type switch
        {
            { Class: not H5DataTypeClass.FloatingPoint } type =>
                throw new ModelFileException($"{name}: {path} holds {type.Class} numbers, expected floating-point ones."),
            { Size: 2 } => Widen(Read(path, dataset, shape, Half.NaN), value => (double)value),
            { Size: 4 } => Widen(Read(path, dataset, shape, float.NaN), value => value),
            { Size: 8 } => Read(path, dataset, shape, double.NaN),
            var type => throw new ModelFileException($"{name}: {path} holds numbers of {type.Size} bytes, expected 2, 4 or 8."),
        };
        return Array.TrueForAll(values, value => float.IsFinite((float)value)) ? new Tensor(shape, values)
            : throw new ModelFileException(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: {path} holds {Array.Find(values, value => !float.IsFinite((float)value))}, expected finite numbers of single "
                    + $"precision."));
    }

    private int[] Shape(string path, IH5Dataset dataset)
    {
        var dimensions = dataset.Space.Type == H5DataspaceType.Simple ? dataset.Space.Dimensions : [];
        var count = dimensions.Aggregate(
            1UL, (product, axis) => axis > (ulong)length || product > (ulong)length ? ulong.MaxValue >> 32 : product * axis);
        return dimensions.Length is >= 1 and <= 4 && count * (ulong)Math.Max(1, dataset.Type.Size) <= (ulong)length
            ? [.. dimensions.Select(axis => (int)axis)]
            : throw new ModelFileException(
                $"{name}: {path} is an array of ({string.Join(", ", dimensions)}) numbers of {dataset.Type.Size} bytes; expected 1 to 4 "
                    + $"axes and no more than the file's {length} bytes.");
    }

    /// <summary>Virtual arrays are made of other files. Chunks larger than their array would reserve more than the file can hold.</summary>
    private void ExpectOwnStorage(string path, IH5Dataset dataset, int[] shape)
    {
        var layout = dataset.Layout.Class;
        if (layout is not (H5DataLayoutClass.Compact or H5DataLayoutClass.Contiguous or H5DataLayoutClass.Chunked))
        {
            throw new ModelFileException(
                $"{name}: the numbers of {path} lie elsewhere ({layout}), expected one file that holds the whole model itself.");
        }

        var chunks = layout == H5DataLayoutClass.Chunked ? dataset.Layout.Chunks : [];
        if (
            layout == H5DataLayoutClass.Chunked
                && (chunks.Length != shape.Length || chunks.Zip(shape).Any(pair => pair.First < 1 || pair.First > (ulong)pair.Second)))
        {
            throw new ModelFileException(
                $"{name}: {path} of ({string.Join(", ", shape)}) numbers is cut into chunks of ({string.Join(", ", chunks)}), expected 1 "
                    + "to as many along each axis.");
        }
    }

    /// <summary>What the reader does not fill stays no number and is refused with those.</summary>
    private T[] Read<T>(string path, IH5Dataset dataset, int[] shape, T unread)
        where T : unmanaged
    {
        var values = new T[shape.Aggregate(1, (product, axis) => product * axis)];
        if (values.Length == 0)
        {
            return values;
        }

        Array.Fill(values, unread);
        var read = stream.MeasureData(() => dataset.Read(values));
        var stored = (long)values.Length * dataset.Type.Size;

        // Compact numbers came with the header; of chunks an index is read as well, and they may be compressed.
        var complete = dataset.Layout.Class switch
        {
            H5DataLayoutClass.Contiguous => read == stored,
            H5DataLayoutClass.Chunked => read > 0,
            _ => true,
        };
        return complete ? values : throw new ModelFileException($"{name}: {path} takes {stored} bytes, {read} of them are in the file.");
    }

    private static double[] Widen<T>(T[] values, Converter<T, double> widen) => Array.ConvertAll(values, widen);

    /// <summary>An empty list is stored as an array of no numbers at all.</summary>
    private IReadOnlyList<string> Texts(IH5Attribute attribute)
    {
        var count = attribute.Space.Type == H5DataspaceType.Simple
            ? attribute.Space.Dimensions.Aggregate(1UL, (product, axis) => product * Math.Min(axis, 1UL << 20))
            : 1;
        if (count == 0)
        {
            return [];
        }

        if (count > (ulong)length || (count * (ulong)Math.Max(1, attribute.Type.Size)) > (ulong)length)
        {
            throw new ModelFileException(
                $"{name}: the attribute {attribute.Name} claims {count} texts; expected no more than the file's {length} bytes.");
        }

        return attribute.Type.Class is H5DataTypeClass.String or H5DataTypeClass.VariableLength
            ? [.. attribute.Read<string[]>().Select(Clean)]
            : throw new ModelFileException($"{name}: the attribute {attribute.Name} holds {attribute.Type.Class}, expected texts.");
    }

    private IH5Attribute? Attribute(string path, string attribute)
    {
        if (Find(path) is not { } owner || !owner.AttributeExists(attribute))
        {
            return null;
        }

        var value = owner.Attribute(attribute);
        return value.Type.Size <= length
            ? value
            : throw new ModelFileException($"{name}: the attribute {attribute} claims {value.Type.Size} bytes of a file of {length}.");
    }

    /// <summary>Walks link by link, as names in old archives hold backslashes.</summary>
    private IH5Object? Find(string path)
    {
        if (path.Length > LongestPath)
        {
            return null;
        }

        var (at, place) = ((IH5Object?)root, "");
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            place = $"{place}/{part}";
            if (!found.TryGetValue(place, out var next))
            {
                found[place] = next = at is IH5Group group && group.LinkExists(part) ? group.Get(part) : null;
            }

            at = next;
        }

        return at;
    }

    private static string Clean(string? text) => text?.TrimEnd('\0') ?? "";
}
