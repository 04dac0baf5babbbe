using System.Buffers.Binary;
using Whatever.Model.Problems;

namespace Whatever.Model.ModelFiles.Keras.Hdf5;

/// <summary>Goes through one structure of a file. What it announces has to be there: else it is refused, and nothing was reserved.
/// </summary>
internal sealed class Hdf5Cursor
{
    private readonly Hdf5Map map;

    /// <param name="map">The file.</param>
    /// <param name="what">Name of the structure, for a refusal.</param>
    /// <param name="address">Where it begins.</param>
    /// <param name="length">Bytes at most; all up to the end of the file unless given.</param>
    public Hdf5Cursor(Hdf5Map map, string what, ulong address, ulong? length = null)
    {
        (this.map, What) = (map, what);
        if (address > (ulong)map.File.Length)
        {
            throw Refuse(address, new Phrase("hdf5.lies-at", address), new Phrase("hdf5.expected-within", map.File.Length));
        }

        At = (int)address;
        End = map.File.Length;
        if (length is { } bytes)
        {
            ExpectLeft(bytes);
            End = At + (int)bytes;
        }
    }

    public string What { get; }

    public int At { get; private set; }

    public int End { get; }

    public int Left => End - At;

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    /// <summary>Of one to eight bytes.</summary>
    public ulong Number(int bytes)
    {
        var number = 0UL;
        var taken = Take((ulong)bytes);
        for (var i = 0; i < taken.Length; i++)
        {
            number |= (ulong)taken[i] << (8 * i);
        }

        return number;
    }

    /// <summary>Where something lies.</summary>
    public ulong Address() => Number(map.AddressBytes);

    /// <summary>How long something is.</summary>
    public ulong Length() => Number(map.LengthBytes);

    public bool IsNowhere(ulong address) => address == ulong.MaxValue >> (64 - (8 * map.AddressBytes));

    public ReadOnlySpan<byte> Take(ulong bytes)
    {
        ExpectLeft(bytes);
        map.Spend(bytes + 1);
        var taken = map.File.AsSpan(At, (int)bytes);
        At += (int)bytes;
        return taken;
    }

    public void Skip(ulong bytes)
    {
        ExpectLeft(bytes);
        At += (int)bytes;
    }

    /// <summary>Up to a zero byte.</summary>
    /// <param name="isPadded">To whole eights, the zero included.</param>
    public void SkipText(bool isPadded)
    {
        var length = map.File.AsSpan(At, Left).IndexOf((byte)0);
        var bytes = (ulong)(length < 0 ? Left : length) + 1;
        Take(isPadded ? (bytes + 7) & ~7UL : bytes);
    }

    public void ExpectSignature(ReadOnlySpan<byte> signature)
    {
        var found = Take((ulong)signature.Length);
        if (!found.SequenceEqual(signature))
        {
            throw Refuse(
                (ulong)(At - signature.Length), new Phrase("hdf5.begins-with", Convert.ToHexStringLower(found)),
                System.Text.Encoding.Latin1.GetString(signature));
        }
    }

    public void ExpectLeft(ulong bytes)
    {
        if (bytes > (ulong)Left)
        {
            throw Refuse((ulong)At, new Phrase("hdf5.announces", bytes), new Phrase("hdf5.expected-left", Left));
        }
    }

    /// <summary>A number that has to lie between two others.</summary>
    /// <param name="found">As it stands in the file.</param>
    /// <param name="field">Its name.</param>
    /// <param name="low">The least.</param>
    /// <param name="high">The most.</param>
    public ulong Expect(ulong found, string field, ulong low, ulong high) => found >= low && found <= high ? found
        : throw Refuse((ulong)At, new Phrase("hdf5.says", new Phrase($"hdf5.{field}"), found), Expected.Range(low, high));

    public ModelFileException Refuse(ulong at, Phrase found, object expected) =>
        new(new Problem("keras.hdf5", at, new Phrase($"hdf5.{What}"), found, expected));
}
