using System.Buffers.Binary;
using System.Text;
using CsCheck;
using Whatever.Model.ModelFiles;
using Whatever.Model.Networks;

namespace Whatever.Tests.Model.ModelFiles;

public sealed class SafetensorsTests
{
    [Fact]
    public void Read_WhatWasWritten_GivesTheSameShapesAndSinglePrecisionValues() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 5], Gen.Int[0, 1000]).Sample((rows, columns, seed) =>
        {
            var random = new Random(seed);
            var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal)
            {
                ["b"] = Random(random, rows, columns),
                ["a.kernel"] = Random(random, columns),
                ["이름 \"quoted\""] = Random(random, 2, rows, 3),
                ["scalar"] = Random(random),
            };
            var read = Safetensors.Read(Safetensors.Write(tensors), "test");
            Assert.Equal(tensors.Keys.Order(StringComparer.Ordinal), read.Keys.Order(StringComparer.Ordinal));
            Assert.All(tensors, pair =>
            {
                Assert.Equal(pair.Value.Shape, read[pair.Key].Shape);
                Assert.Equal(pair.Value.Values.Select(value => (double)(float)value), read[pair.Key].Values);
            });
        });

    [Fact]
    public void Write_SameTensorsInAnotherOrder_GivesTheSameBytes()
    {
        var (x, y) = (Random(new Random(1), 2), Random(new Random(2), 3));
        var one = Safetensors.Write(new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["x"] = x, ["y"] = y });
        Assert.Equal(one, Safetensors.Write(new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["y"] = y, ["x"] = x }));
    }

    [Fact]
    public void Read_DoublePrecision_KeepsEveryDigit()
    {
        var data = new byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(data, Math.PI);
        var file = Bytes("""{"__metadata__":{"format":"pt"},"x":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""", data);
        Assert.Equal(Math.PI, Assert.Single(Safetensors.Read(file, "test")).Value.Values.Single());
    }

    [Theory]
    [InlineData("F16")]
    [InlineData("BF16")]
    [InlineData("I32")]
    [InlineData("f32")]
    public void Read_OtherNumberType_NamesTensorAndType(string type) =>
        AssertRefused(Bytes($$$"""{"w":{"dtype":"{{{type}}}","shape":[1],"data_offsets":[0,4]}}""", new byte[4]), $"tensor w is {type}, expected F32 or F64");

    [Fact]
    public void Read_DoubleBeyondSinglePrecision_NamesTheTensor()
    {
        var data = new byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(data, 1e39);
        AssertRefused(Bytes("""{"w":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""", data), "tensor w holds 1E+39 at position 0, expected finite numbers of single precision");
    }

    [Fact]
    public void Write_ValueBeyondSinglePrecision_NamesTheTensor() => Assert.Contains(
        "tensor w holds -1E+39 at position 1",
        Assert.Throws<ModelFileException>(
            () => Safetensors.Write(new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["w"] = new([2], [1, -1e39]) })).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Read_ValueThatIsNoNumber_NamesTensorAndPosition(float value)
    {
        var data = new byte[8];
        BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(4), value);
        AssertRefused(Bytes("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", data), "tensor w", "at position 1", "expected finite numbers");
    }

    [Theory]
    [InlineData(0, 4, 0, 4, 4, "tensor b begins at byte 0, expected 4")]
    [InlineData(0, 4, 8, 12, 12, "tensor b begins at byte 8, expected 4")]
    [InlineData(4, 8, 8, 12, 12, "tensor a begins at byte 4, expected 0")]
    [InlineData(0, 4, 4, 8, 12, "the tensors end at byte 8, expected 12")]
    public void Read_TensorsThatOverlapOrLeaveAGap_NamesThePlace(int a, int aEnd, int b, int bEnd, int length, string expected) =>
        AssertRefused(Bytes($$$"""{"a":{"dtype":"F32","shape":[1],"data_offsets":[{{{a}}},{{{aEnd}}}]},"b":{"dtype":"F32","shape":[1],"data_offsets":[{{{b}}},{{{bEnd}}}]}}""", new byte[length]), expected);

    [Theory]
    [InlineData("[1]", "[0,8]")]
    [InlineData("[3]", "[0,8]")]
    [InlineData("[2]", "[4,12]")]
    [InlineData("[2]", "[8,0]")]
    [InlineData("[2]", "[-8,0]")]
    [InlineData("[2]", "[0]")]
    [InlineData("[2]", "[0,8,8]")]
    [InlineData("[-2]", "[0,8]")]
    [InlineData("[-2,-1]", "[0,8]")]
    [InlineData("[65536,65536,65536,65536]", "[0,0]")]
    [InlineData("[1048576,1048576,1048576,1048576,0]", "[0,8]")]
    [InlineData("[2]", "[0,9223372036854775807]")]
    public void Read_ShapeAndPlaceThatDisagree_NamesTheTensor(string shape, string offsets) =>
        AssertRefused(Bytes($$$"""{"w":{"dtype":"F32","shape":{{{shape}}},"data_offsets":{{{offsets}}} }}""", new byte[8]), "tensor w of shape (");

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("{")]
    [InlineData("{}}")]
    [InlineData("""{"w":1}""")]
    [InlineData("""{"w":{}}""")]
    [InlineData("""{"w":{"dtype":1,"shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"w":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}""")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""")]
    [InlineData("""{"w":{"dtype":"F32","shape":[99999999999],"data_offsets":[0,4]}}""")]
    [InlineData("""{"w":{"dtype":"F32","shape":[null],"data_offsets":[0,4]}}""")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":["0",4]}}""")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1]}}""")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    public void Read_HeaderThatIsNotOne_SaysSo(string header) => AssertRefused(Bytes(header, new byte[4]), "header cannot be read");

    [Theory]
    [InlineData(0UL)]
    [InlineData(100UL)]
    [InlineData(1UL << 40)]
    [InlineData(ulong.MaxValue)]
    [InlineData(ulong.MaxValue - 7)]
    public void Read_HeaderLengthThatCannotBe_NamesIt(ulong length)
    {
        var file = Bytes("{}", []);
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        AssertRefused(file, $"the header claims {length} bytes of a file of 10");
    }

    [Fact]
    public void Read_FileCutAnywhere_IsRefused()
    {
        var file = Safetensors.Write(new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["w"] = Random(new Random(1), 3, 2) });
        for (var length = 0; length < file.Length; length++)
        {
            AssertRefused(file[..length], "test: ");
        }
    }

    [Fact]
    public void Read_AnyDamagedByte_GivesTensorsOrARefusalAndNothingElse()
    {
        var file = Safetensors.Write(new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["w"] = Random(new Random(1), 3, 2) });
        Gen.Select(Gen.Int[0, file.Length - 1], Gen.Byte).Sample((position, value) =>
        {
            var damaged = file.ToArray();
            damaged[position] = value;
            Assert.True(Record.Exception(() => Safetensors.Read(damaged, "test")) is null or ModelFileException);
        });
    }

    private static void AssertRefused(byte[] file, params string[] parts)
    {
        var problem = Assert.Throws<ModelFileException>(() => Safetensors.Read(file, "test"));
        Assert.All(parts, part => Assert.Contains(part, problem.Message, StringComparison.Ordinal));
    }

    private static byte[] Bytes(string header, byte[] data)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)Encoding.UTF8.GetByteCount(header));
        return [.. length, .. Encoding.UTF8.GetBytes(header), .. data];
    }

    private static Tensor Random(Random random, params int[] shape) =>
        new(
            shape,
            [.. Enumerable.Range(0, shape.Aggregate(1, (product, length) => product * length)).Select(_ => random.NextDouble() - 0.5)]);
}
