using PureHDF;
using PureHDF.Filters;
using PureHDF.VOL.Native;
using Whatever.Model.ModelFiles.Keras.Hdf5;
using Whatever.Model.Networks;
using Whatever.Model.Problems;

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

    static Hdf5File() => H5Filter.Register(new BoundedDeflate());

    private Hdf5File(NativeFile root, GuardedStream stream, string name) =>
        (this.root, this.stream, length, this.name) = (root, stream, (int)stream.Length, name);

    /// <param name="file">The whole file.</param>
    /// <param name="name">What to call it in an error.</param>
    /// <exception cref="ModelFileException">It announces more than it holds.</exception>
    public static Hdf5File Open(byte[] file, string name)
    {
        Hdf5Check.Run(file);
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
            throw new ModelFileException(new Problem("keras.array-missing", name, path));
        }

        var shape = Shape(path, dataset);
        ExpectOwnStorage(path, dataset, shape);
        var values = dataset.Type switch
        {
            { Class: not H5DataTypeClass.FloatingPoint } type =>
                throw new ModelFileException(new Problem("keras.array-class", name, path, type.Class)),
            { Size: 2 } => Widen(Read(path, dataset, shape, Half.NaN), value => (double)value),
            { Size: 4 } => Widen(Read(path, dataset, shape, float.NaN), value => value),
            { Size: 8 } => Read(path, dataset, shape, double.NaN),
            var type => throw new ModelFileException(new Problem("keras.array-width", name, path, type.Size)),
        };
        return Array.TrueForAll(values, value => float.IsFinite((float)value)) ? new Tensor(shape, values)
            : throw new ModelFileException(
                new Problem("keras.array-not-finite", name, path, Array.Find(values, value => !float.IsFinite((float)value))));
    }

    private int[] Shape(string path, IH5Dataset dataset)
    {
        var dimensions = dataset.Space.Type == H5DataspaceType.Simple ? dataset.Space.Dimensions : [];
        var count = dimensions.Aggregate(
            1UL, (product, axis) => axis > (ulong)length || product > (ulong)length ? ulong.MaxValue >> 32 : product * axis);
        return dimensions.Length is >= 1 and <= 4 && count * (ulong)Math.Max(1, dataset.Type.Size) <= (ulong)length
            ? [.. dimensions.Select(axis => (int)axis)]
            : throw new ModelFileException(
                new Problem("keras.array-shape", name, path, string.Join(", ", dimensions), dataset.Type.Size, length));
    }

    /// <summary>Virtual arrays are made of other files. Chunks larger than their array would reserve more than the file can hold.</summary>
    private void ExpectOwnStorage(string path, IH5Dataset dataset, int[] shape)
    {
        var layout = dataset.Layout.Class;
        if (layout is not (H5DataLayoutClass.Compact or H5DataLayoutClass.Contiguous or H5DataLayoutClass.Chunked))
        {
            throw new ModelFileException(
                new Problem("keras.array-elsewhere", name, path, layout));
        }

        var chunks = layout == H5DataLayoutClass.Chunked ? dataset.Layout.Chunks : [];
        if (
            layout == H5DataLayoutClass.Chunked
                && (chunks.Length != shape.Length || chunks.Zip(shape).Any(pair => pair.First < 1 || pair.First > (ulong)pair.Second)))
        {
            throw new ModelFileException(
                new Problem("keras.array-chunks", name, path, string.Join(", ", shape), string.Join(", ", chunks)));
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
        return complete ? values : throw new ModelFileException(new Problem("keras.array-cut", name, path, stored, read));
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
                new Problem("keras.attribute-count", name, attribute.Name, count, length));
        }

        return attribute.Type.Class is H5DataTypeClass.String or H5DataTypeClass.VariableLength
            ? [.. attribute.Read<string[]>().Select(Clean)]
            : throw new ModelFileException(new Problem("keras.attribute-class", name, attribute.Name, attribute.Type.Class));
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
            : throw new ModelFileException(new Problem("keras.attribute-length", name, attribute, value.Type.Size, length));
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
