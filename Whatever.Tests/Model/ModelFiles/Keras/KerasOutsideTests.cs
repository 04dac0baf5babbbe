using System.Runtime.CompilerServices;
using System.Text;
using PureHDF;
using Whatever.Model.ModelFiles;
using Whatever.Model.ModelFiles.Keras;
using Whatever.Model.Series;
using Whatever.Tests.Support;

namespace Whatever.Tests.Model.ModelFiles.Keras;

/// <summary>Files whose numbers lie somewhere else than in them; Golden/keras_outside/make.py says what is in each.</summary>
public sealed class KerasOutsideTests
{
    private const int PathBytes = 200;

    [Theory]
    [InlineData("external_link", "it holds a soft or an external link")]
    [InlineData("external_link_among_many", "it holds a soft or an external link")]
    [InlineData("soft_link_to_itself", "it holds a soft or an external link")]
    [InlineData("external_storage", "it keeps numbers in other files (external storage)")]
    [InlineData("virtual", "the numbers of model_weights/d/kernel lie elsewhere (VirtualStorage)")]
    public void Read_NumbersOutsideTheFile_AreRefusedThoughTheyAreThere(string name, string sentence)
    {
        using var folder = new TestFolder();
        var outside = folder.File("outside.h5");
        new H5File { ["kernel"] = new H5Dataset(new[] { 0.25f }, fileDims: [1, 1]) }.Write(outside);
        var message = Assert.Throws<ModelFileException>(() => Import(Patch(Golden(name), outside))).Message;
        Assert.Equal($"made.h5: {sentence}, expected one file that holds the whole model itself.", message);
    }

    [Theory]
    [InlineData("never_written", "model_weights/d/kernel takes 4 bytes, 0 of them are in the file")]
    [
        InlineData(
            "chunks_too_large",
            "model_weights/d/kernel of (1, 1) numbers is cut into chunks of (8192, 8192), expected 1 to as many along each axis")]
    public void Read_NumbersThatAreNowhere_AreRefusedByName(string name, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<ModelFileException>(() => Import(Golden(name))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_ArrayThatIsCutIntoChunks_IsTaken()
    {
        var file = KerasFiles.H5(
            KerasFiles.Sequential(KerasFiles.Input("[null, 4]"), KerasFiles.Layer("Dense", "d", "\"units\": 2, \"use_bias\": false")),
            "2.4.0",
            (_, count) =>
                new H5Dataset(Enumerable.Range(0, count).Select(value => (float)value).ToArray(), chunks: [3, 1], fileDims: [4, 2]),
            ("d", [KerasFiles.Array("kernel", 4, 2)]));
        Assert.Equal(
            [12.0, 16.0],
            KerasFiles.Import(file).Model.Network.Forward(MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(4, 1, 1)));
    }

    [Fact]
    public void Read_FileThatIsRefused_IsNotKeptInMemory()
    {
        var file = RefusedFile();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(file.TryGetTarget(out _));
    }

    /// <summary>In a method of its own, so that nothing here refers to the file any more.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference<byte[]> RefusedFile()
    {
        var file = KerasFiles.H5("{", "2.4.0");
        Assert.Contains("its configuration is no JSON", KerasFiles.Refusal(file), StringComparison.Ordinal);
        return new WeakReference<byte[]>(file);
    }

    private static KerasImportResult Import(byte[] file) =>
        KerasImport.Read(file, "made.h5", new KerasImportOptions("made", Quantity.FlowRate));

    private static byte[] Golden(string name) => File.ReadAllBytes(GoldenKerasTests.PathOf($"keras_outside/{name}.h5"));

    /// <summary>Puts the path in place of the one in the file, which is as long as the file says; /. means nothing in a path.</summary>
    private static byte[] Patch(byte[] file, string path)
    {
        var outside = Encoding.Latin1.GetBytes("/" + new string('P', PathBytes - 1));
        var spare = PathBytes - path.Length;
        var replacement = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat("/.", spare / 2)) + (spare % 2 == 0 ? "" : "/") + path);
        for (var at = file.AsSpan().IndexOf(outside); at >= 0; at = file.AsSpan().IndexOf(outside))
        {
            replacement.CopyTo(file, at);
        }

        return file;
    }
}
