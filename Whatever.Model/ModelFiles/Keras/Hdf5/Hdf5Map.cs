using Whatever.Model.Problems;

namespace Whatever.Model.ModelFiles.Keras.Hdf5;

/// <summary>A file whose structures are gone through: each once, and all together no more than a file of this length needs.</summary>
internal sealed class Hdf5Map(byte[] file)
{
    private const long WorkPerByte = 8;
    private const long SpareWork = 1 << 16;
    private const long TextsPerByte = 2;
    private readonly HashSet<(string What, ulong Address)> visited = [];
    private readonly Queue<ulong> headers = new();
    private long work = SpareWork + (WorkPerByte * file.Length);
    private long texts = SpareWork + (TextsPerByte * file.Length);

    public byte[] File => file;

    /// <summary>Of an address; the superblock says it.</summary>
    public int AddressBytes { get; set; } = 8;

    /// <summary>Of a length.</summary>
    public int LengthBytes { get; set; } = 8;

    /// <returns>False where it was gone through already.</returns>
    public bool Visit(string what, ulong address) => visited.Add((what, address));

    /// <summary>A part of a structure, which has one place there.</summary>
    /// <exception cref="ModelFileException">It was gone through already: it leads back.</exception>
    public void VisitPart(string what, string key, ulong address)
    {
        if (!Visit(key, address))
        {
            throw new ModelFileException(new Problem(
                "keras.hdf5", address, new Phrase($"hdf5.{what}"), new Phrase("hdf5.leads-back"), new Phrase("hdf5.expected-once")));
        }
    }

    /// <summary>An object that is gone through when those before it are: chains of them are no chains of calls.</summary>
    public void Enqueue(ulong header)
    {
        if (Visit("header", header))
        {
            headers.Enqueue(header);
        }
    }

    public bool TryDequeue(out ulong header) => headers.TryDequeue(out header);

    public void Spend(ulong bytes)
    {
        work -= (long)bytes;
        if (work < 0)
        {
            throw new ModelFileException(new Problem("keras.hdf5-circles", file.Length));
        }
    }

    /// <summary>Texts may lie in one place for many that name it: each of them gets a copy.</summary>
    public void SpendText(ulong bytes)
    {
        texts -= (long)bytes;
        if (texts < 0)
        {
            throw new ModelFileException(new Problem("keras.hdf5-texts", file.Length));
        }
    }
}
