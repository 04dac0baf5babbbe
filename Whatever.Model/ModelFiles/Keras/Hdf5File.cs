using PureHDF;

namespace Whatever.Model.ModelFiles.Keras;

/// <summary>The little of HDF5 that Keras uses: groups, text attributes, arrays of floating-point numbers. Sizes are checked before anything is allocated.</summary>
internal sealed class Hdf5File : IDisposable
{
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n'];

    private const int LongestName = 1024;
    private readonly IH5Group root;
    private readonly IDisposable owner;
    private readonly int length;
    private readonly string name;

    private Hdf5File(IH5Group root, IDisposable owner, int length, string name) => (this.root, this.owner, this.length, this.name) = (root, owner, length, name);

    /// <param name="file">The whole file.</param>
    /// <param name="name">What to call it in an error.</param>
    public static Hdf5File Open(byte[] file, string name)
    {
        var native = H5File.Open(new GuardedStream(file), leaveOpen: false);
        return new Hdf5File(native, native, file.Length, name);
    }

    public void Dispose() => owner.Dispose();

    public bool Exists(string path) => Find(path) is not null;

    /// <returns>Null where there is no such attribute.</returns>
    public string? Text(string path, string attribute)
    {
        if (Attribute(path, attribute) is not { } found)
        {
            return null;
        }

        return found.Space.Type == H5DataspaceType.Scalar ? Clean(found.Read<string>()) : Texts(found).FirstOrDefault();
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
        var values = dataset.Type switch
        {
            { Class: not H5DataTypeClass.FloatingPoint } type => throw new ModelFileException($"{name}: {path} holds {type.Class} numbers, expected floating-point ones."),
            { Size: 2 } => Widen(Read<Half>(dataset, shape), value => (double)value),
            { Size: 4 } => Widen(Read<float>(dataset, shape), value => value),
            { Size: 8 } => Read<double>(dataset, shape),
            var type => throw new ModelFileException($"{name}: {path} holds numbers of {type.Size} bytes, expected 2, 4 or 8."),
        };
        return values.All(double.IsFinite) ? new Tensor(shape, values) : throw new ModelFileException($"{name}: {path} holds a value that is not finite.");
    }

    private int[] Shape(string path, IH5Dataset dataset)
    {
        var dimensions = dataset.Space.Type == H5DataspaceType.Simple ? dataset.Space.Dimensions : [];
        var count = dimensions.Aggregate(1UL, (product, axis) => axis > (ulong)length || product > (ulong)length ? ulong.MaxValue >> 32 : product * axis);
        return dimensions.Length is >= 1 and <= 4 && count * (ulong)Math.Max(1, dataset.Type.Size) <= (ulong)length
            ? [.. dimensions.Select(axis => (int)axis)]
            : throw new ModelFileException($"{name}: {path} is an array of ({string.Join(", ", dimensions)}) numbers of {dataset.Type.Size} bytes; expected 1 to 4 axes and no more than the file's {length} bytes.");
    }

    private static T[] Read<T>(IH5Dataset dataset, int[] shape)
    {
        var count = shape.Aggregate(1UL, (product, axis) => product * (ulong)axis);
        return count == 0 ? [] : dataset.Read<T[]>(memoryDims: [count]);
    }

    private static double[] Widen<T>(T[] values, Converter<T, double> widen) => Array.ConvertAll(values, widen);

    /// <summary>An empty list is stored as an array of no numbers at all.</summary>
    private IReadOnlyList<string> Texts(IH5Attribute attribute)
    {
        var count = attribute.Space.Type == H5DataspaceType.Simple ? attribute.Space.Dimensions.Aggregate(1UL, (product, axis) => product * Math.Min(axis, 1UL << 20)) : 1;
        if (count == 0)
        {
            return [];
        }

        if (count > (ulong)length || (count * (ulong)Math.Max(1, attribute.Type.Size)) > (ulong)length)
        {
            throw new ModelFileException($"{name}: the attribute {attribute.Name} claims {count} texts; expected no more than the file's {length} bytes.");
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

        var found = owner.Attribute(attribute);
        return found.Type.Size <= length ? found : throw new ModelFileException($"{name}: the attribute {attribute} claims {found.Type.Size} bytes of a file of {length}.");
    }

    /// <summary>Walks link by link, as names in old archives hold backslashes.</summary>
    private IH5Object? Find(string path)
    {
        IH5Object at = root;
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Length > LongestName || at is not IH5Group group || !group.LinkExists(part))
            {
                return null;
            }

            at = group.Get(part);
        }

        return at;
    }

    private static string Clean(string? text) => text?.TrimEnd('\0') ?? "";
}
