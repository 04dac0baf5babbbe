using System.Buffers.Binary;
using System.Text;

namespace Whatever.Tests.Model.ModelFiles.Keras;

/// <summary>Files that announce more than they hold: they are refused, and nothing of that size was reserved.</summary>
public sealed class HostileHdf5Tests
{
    private const long MostAllocated = 4 << 20;
    private const ulong Gigabytes = 0x7fff_ff00;

    /// <summary>A form, what its structure begins with, the place of a number behind that, its bytes, and what it becomes.</summary>
    [Theory]
    [InlineData("contiguous", "GCOL", 24, 8, Gigabytes, "a heap of texts announces 2147483392 bytes")]
    [InlineData("contiguous", "HEAP", 8, 8, Gigabytes, "a heap of names announces 2147483392 bytes")]
    [InlineData("contiguous", "HEAP", 24, 8, Gigabytes, "a heap of names lies at 2147483392")]
    [InlineData("contiguous", "TREE", 6, 2, 0xffffUL, "a table of names begins with")]
    [InlineData("contiguous", "SNOD", 6, 2, 0xffffUL, "announces")]
    [InlineData("many_links_latest", "FRHP", 128, 2, 0xffffUL, "a heap of blocks has a number of bits of 65535")]
    [InlineData("many_links_latest", "BTHD", 6, 4, Gigabytes, "a tree has a length of a node of 2147483392")]
    [InlineData("many_links_latest", "BTHD", 12, 2, 0xffffUL, "a tree has a level of 65535")]
    [InlineData("chunked_latest", "FAHD", 8, 8, Gigabytes, "the index of chunks has a number of records of 2147483392")]
    [InlineData("growing_both_ways_latest", "BTHD", 6, 4, Gigabytes, "a tree has a length of a node of 2147483392")]
    [InlineData("packed", "TREE", 24, 4, Gigabytes, "the index of chunks announces 2147483392 bytes", true)]
    public void Read_NumberOfTheFileMadeHuge_IsRefusedWithoutReservingIt(
        string form, string signature, int place, int bytes, ulong number, string sentence, bool isLast = false)
    {
        var file = File.ReadAllBytes(GoldenKerasTests.PathOf($"hdf5_forms/{form}.h5"));
        var wanted = Encoding.ASCII.GetBytes(signature);
        var at = (isLast ? file.AsSpan().LastIndexOf(wanted) : file.AsSpan().IndexOf(wanted)) + place;
        Span<byte> written = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(written, number);
        written[..bytes].CopyTo(file.AsSpan(at));
        Assert.Contains(sentence, RefusalInLittleMemory(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unpacks_to_more", "it cannot be read, it is damaged")]
    [InlineData("one_text_often", "texts are named again and again, expected no more of them than 185584 bytes hold.")]
    public void Read_FewBytesThatBecomeMany_AreRefusedBeforeTheyDo(string name, string sentence) => Assert.Contains(
        sentence, RefusalInLittleMemory(File.ReadAllBytes(GoldenKerasTests.PathOf($"hdf5_hostile/{name}.h5"))), StringComparison.Ordinal);

    /// <summary>A tree that is a part of itself.</summary>
    [Fact]
    public void Read_StructuresInCircles_AreRefusedAtOnce()
    {
        var file = File.ReadAllBytes(GoldenKerasTests.PathOf("hdf5_forms/contiguous.h5"));
        var tree = file.AsSpan().IndexOf("TREE"u8);
        file[tree + 5] = 30;
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(tree + 32), (ulong)tree);
        Assert.Contains(
            "a tree leads back to a block that was read, expected each block once.", RefusalInLittleMemory(file), StringComparison.Ordinal);
    }

    private static string RefusalInLittleMemory(byte[] file)
    {
        // What is made ready for all files is not of this one.
        KerasFiles.Refusal(KerasFiles.H5("{", "2.4.0"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = KerasFiles.Refusal(file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
        return refusal;
    }
}
