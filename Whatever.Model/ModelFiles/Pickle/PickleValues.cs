using Whatever.Model.Problems;

namespace Whatever.Model.ModelFiles.Pickle;

/// <summary>A class or function that a pickle names. It is a name and stays one.</summary>
internal sealed record PickleGlobal(string Module, string Name)
{
    public override string ToString() => $"{Module}.{Name}";
}

/// <summary>A tuple.</summary>
internal sealed record PickleTuple(IReadOnlyList<object?> Items);

/// <summary>A dictionary in the order of the file.</summary>
internal sealed class PickleDictionary
{
    private const int EntryBytes = 32;
    private readonly Dictionary<string, object?> entries = new(StringComparer.Ordinal);

    /// <summary>Keys that are no texts are of no use here.</summary>
    public void Set(object? key, object? value)
    {
        if (key is string text)
        {
            entries[text] = value;
        }
    }

    public object? Find(string key) => entries.GetValueOrDefault(key);

    public void Add(PickleDictionary other, PickleBudget budget)
    {
        budget.Spend((long)EntryBytes * other.entries.Count);
        foreach (var (key, value) in other.entries)
        {
            entries[key] = value;
        }
    }
}

/// <summary>An object: the name of its class and its attributes.</summary>
internal sealed record PickleObject(PickleGlobal Type)
{
    public PickleDictionary Attributes { get; } = new();
}

/// <summary>A numpy dtype such as f8.</summary>
internal sealed class PickleDtype(string code)
{
    public string Code { get; } = code.TrimStart('<', '>', '=', '|');

    public bool IsBigEndian { get; set; } = code.StartsWith('>');

    public bool IsObject => Code.StartsWith('O');

    /// <summary>Bytes a number; 0 where it is none.</summary>
    public int Size => Code switch
    {
        "f8" or "i8" or "u8" => 8,
        "f4" or "i4" or "u4" => 4,
        "f2" or "i2" or "u2" => 2,
        "i1" or "u1" or "b1" or "?" => 1,
        _ => 0,
    };
}

/// <summary>A numpy array; no values where it holds something else than numbers.</summary>
internal sealed class PickleArray
{
    public int[] Shape { get; set; } = [];

    public double[]? Values { get; set; }
}

/// <summary>
/// Bytes that may be copied. A pickle can name what it holds again and again with two bytes, so that copies of it would fill the memory; a
/// scaler copies each of its arrays once or twice.
/// </summary>
internal sealed class PickleBudget(long fileBytes)
{
    private const int CopiesPerByte = 4;
    private const int SpareBytes = 1 << 16;
    private long left = SpareBytes + (CopiesPerByte * fileBytes);

    /// <exception cref="ModelFileException">There were more than a scaler needs.</exception>
    public void Spend(long bytes)
    {
        left -= bytes;
        if (left < 0)
        {
            throw new ModelFileException(
                new Problem("scaler.copies"));
        }
    }
}
