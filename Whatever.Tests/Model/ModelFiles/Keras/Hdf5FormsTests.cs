using MathNet.Numerics.LinearAlgebra;

namespace Whatever.Tests.Model.ModelFiles.Keras;

/// <summary>
/// One model in each form in which HDF5 stores groups, attributes and arrays; Golden/hdf5_forms/make.py says what is in each.
/// </summary>
public sealed class Hdf5FormsTests
{
    public static TheoryData<string> Forms =>
    [
        .. Directory.EnumerateFiles(GoldenKerasTests.PathOf("hdf5_forms"), "*.h5").Select(path => Path.GetFileNameWithoutExtension(path)!)
            .Where(name => name != "growing_latest").Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Read_AnyForm_GivesTheSameNumbers(string form) => Assert.Equal(
        [12.0, 16.0], KerasFiles.Import(Golden(form)).Model.Network.Forward(Matrix<double>.Build.Dense(4, 1, 1)));

    [Fact]
    public void Read_PackedChunksOfAGrowingArray_AreRefusedByName() => Assert.Contains(
        "the index of chunks is that of a growing array of packed chunks, expected chunks that are not packed, or axes that do not grow.",
        KerasFiles.Refusal(Golden("growing_latest")), StringComparison.Ordinal);

    private static byte[] Golden(string form) => File.ReadAllBytes(GoldenKerasTests.PathOf($"hdf5_forms/{form}.h5"));
}
