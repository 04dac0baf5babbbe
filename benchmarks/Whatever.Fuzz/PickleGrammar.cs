using System.Text;

namespace Whatever.Fuzz;

/// <summary>Instructions of pickles with arguments that they can have.</summary>
internal static class PickleGrammar
{
    private const int SpareInstructions = 60;

    private static readonly string[] Names =
    [
        "sklearn.preprocessing._data\nMinMaxScaler\n", "sklearn.preprocessing._data\nStandardScaler\n", "numpy\nndarray\n",
        "numpy\ndtype\n",
        "numpy.core.multiarray\n_reconstruct\n", "numpy._core.multiarray\nscalar\n", "numpy._core.numeric\n_frombuffer\n",
        "joblib.numpy_pickle\nNumpyArrayWrapper\n", "_codecs\nencode\n", "copyreg\n_reconstructor\n", "builtins\nobject\n",
        "builtins\nbytearray\n", "os\nsystem\n", "\n\n",
    ];

    private static readonly string[] Words =
        ["scale_", "min_", "mean_", "n_features_in_", "dtype", "shape", "f8", "<f4", "O8", "i1", "latin1", "clip", "allow_mmap", "", "é"];

    public static byte[] Make(FuzzRandom random)
    {
        var file = new List<byte> { 0x80, 4 };
        for (var left = random.Between(1, SpareInstructions); left > 0; left--)
        {
            file.AddRange(Instruction(random));
        }

        return [.. file, (byte)'.'];
    }

    /// <summary>Puts some instructions between those of a file.</summary>
    public static byte[] Put(byte[] file, FuzzRandom random)
    {
        var at = random.Below(file.Length);
        byte[] put = [.. Enumerable.Range(0, random.Between(1, 4)).SelectMany(_ => Instruction(random))];
        if (random.OneIn(40))
        {
            put = [.. Enumerable.Repeat(put, random.Between(2, 3000)).SelectMany(again => again)];
        }

        return [.. file[..at], .. put, .. file[(random.OneIn(2) ? at : Math.Min(file.Length, at + put.Length))..]];
    }

    private static byte[] Instruction(FuzzRandom random) => random.Below(9) switch
    {
        0 => [(byte)'c', .. Encoding.UTF8.GetBytes(random.Pick(Names))],
        1 => Text(random),
        2 => [(byte)random.Pick("hq".ToCharArray()), (byte)random.Below(24)],
        3 => [(byte)random.Pick("jr".ToCharArray()), .. BitConverter.GetBytes((uint)random.Pick(ByteMutations.Extremes))],
        4 => [(byte)random.Pick("IFLpg".ToCharArray()), .. Encoding.UTF8.GetBytes(TextPieces.Number(random) + "\n")],
        5 => Number(random),
        6 => Bytes(random),
        7 => Encoding.Latin1.GetBytes(
            random.Pick(["(", ")", "]", "}", "N", "\x88", "\x89", "0", "1", "\x94", "\x95" + new string('\0', 8)])),
        _ => Encoding.Latin1.GetBytes(
            random.Pick(["t", "l", "d", "s", "u", "a", "e", "R", "b", "\x81", "\x85", "\x86", "\x87", "\x93", "."])),
    };

    private static byte[] Text(FuzzRandom random)
    {
        var text = Encoding.UTF8.GetBytes(random.OneIn(8) ? TextPieces.Word(random) : random.Pick(Words));
        return random.Below(3) switch
        {
            0 when text.Length < 256 => [0x8c, (byte)text.Length, .. text],
            1 => [(byte)'X', .. BitConverter.GetBytes(text.Length), .. text],
            _ => [(byte)'V', .. text, .. Encoding.ASCII.GetBytes(random.OneIn(4) ? "\\ud800\\u00zz" : ""), (byte)'\n'],
        };
    }

    private static byte[] Number(FuzzRandom random) => random.Below(5) switch
    {
        0 => [(byte)'K', (byte)random.Next()],
        1 => [(byte)'M', .. BitConverter.GetBytes((ushort)random.Next())],
        2 => [(byte)'J', .. BitConverter.GetBytes((uint)random.Pick(ByteMutations.Extremes))],
        3 => [(byte)'G', .. BitConverter.GetBytes(random.Pick(ByteMutations.Extremes))],
        _ => [0x8a, (byte)random.Below(12), .. BitConverter.GetBytes(random.Next())],
    };

    private static byte[] Bytes(FuzzRandom random)
    {
        var length = random.OneIn(4) ? random.Pick(ByteMutations.Extremes) : (ulong)random.Below(20);
        return random.Below(3) switch
        {
            0 => [(byte)'C', (byte)length, .. new byte[(int)Math.Min(length & 0xff, 20)]],
            1 => [(byte)'B', .. BitConverter.GetBytes((uint)length), .. new byte[(int)Math.Min(length, 20)]],
            _ => [(byte)random.Pick([0x8e, 0x96, 0x8d]), .. BitConverter.GetBytes(length), .. new byte[(int)Math.Min(length, 20)]],
        };
    }
}
