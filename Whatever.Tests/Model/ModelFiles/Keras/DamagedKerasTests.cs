using System.IO.Compression;
using System.Text;
using Whatever.Model.ModelFiles;
using Whatever.Model.ModelFiles.Keras;
using Whatever.Model.ModelFiles.Pickle;
using Whatever.Model.Series;

namespace Whatever.Tests.Model.ModelFiles.Keras;

public sealed class DamagedKerasTests
{
    private static readonly KerasImportOptions Options = new("damaged", Quantity.FlowRate);

    [Theory]
    [InlineData("keras2_sequence_output/model.h5", 149)]
    [InlineData("keras2_functional_bidirectional/model.h5", 211)]
    [InlineData("keras3_archive_lstm/model.keras", 1499)]
    [InlineData("scalers/robust_20.pkl", 1)]
    public void Read_BytesChanged_GivesAModelOrARefusalThatNamesTheFile(string file, int every)
    {
        var bytes = File.ReadAllBytes(GoldenKerasTests.PathOf(file));
        for (var position = 0; position < bytes.Length; position += every)
        {
            foreach (var value in new byte[] { 0, 0x7f, 0xff, (byte)(bytes[position] ^ 1) })
            {
                var damaged = bytes.ToArray();
                damaged[position] = value;
                AssertReadOrRefused(damaged, file);
            }
        }
    }

    [Theory]
    [InlineData("keras2_sequence_output/model.h5", 331)]
    [InlineData("keras3_archive_lstm/model.keras", 4999)]
    [InlineData("scalers/robust_20.pkl", 1)]
    public void Read_FileCutAnywhere_IsRefused(string file, int every)
    {
        var bytes = File.ReadAllBytes(GoldenKerasTests.PathOf(file));
        for (var length = 0; length < bytes.Length; length += every)
        {
            Assert.Contains(
                "damaged.file: ", Assert.Throws<ModelFileException>(() => Read(bytes[..length], file)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("import numpy as np\n")]
    [InlineData("PK\u0003\u0004")]
    public void Read_FileOfSomethingElse_SaysWhatIsExpected(string content) =>
        Assert.StartsWith(
            "x.h5: ", Assert.Throws<ModelFileException>(() => KerasImport.Read(Encoding.Latin1.GetBytes(content), "x.h5", Options)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Read_NoSuchFile_NamesIt() =>
        Assert.Contains(
            "nowhere.h5", Assert.Throws<ModelFileException>(() => KerasImport.Read("/nowhere.h5", Options)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Read_ArchiveWithoutWeights_NamesWhatIsMissing()
    {
        var content = new MemoryStream();
        using (var archive = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var writer = new StreamWriter(archive.CreateEntry("config.json").Open());
            writer.Write("{}");
        }

        Assert.Contains(
            "there is no model.weights.h5 in it",
            Assert.Throws<ModelFileException>(() => KerasImport.Read(content.ToArray(), "x.keras", Options)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ArchiveThatInflates_IsRefusedBeforeItFillsTheMemory()
    {
        var content = new MemoryStream();
        using (var archive = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var config = archive.CreateEntry("config.json").Open())
            {
                config.Write("{}"u8);
            }

            using var weights = archive.CreateEntry("model.weights.h5").Open();
            weights.Write(new byte[(16 << 20) + 1]);
        }

        Assert.Contains(
            "model.weights.h5 inflates it to more than 4 times its size and 16 MB",
            Assert.Throws<ModelFileException>(() => KerasImport.Read(content.ToArray(), "x.keras", Options)).Message,
            StringComparison.Ordinal);
    }

    private static void AssertReadOrRefused(byte[] bytes, string file)
    {
        var problem = Record.Exception(() => Read(bytes, file));
        Assert.True(
            problem is null || (problem is ModelFileException && problem.Message.Contains("damaged.file: ", StringComparison.Ordinal)),
            problem?.ToString());
    }

    private static void Read(byte[] bytes, string file)
    {
        if (file.EndsWith(".pkl", StringComparison.Ordinal))
        {
            ScalerFile.Read(bytes, "damaged.file");
        }
        else
        {
            KerasImport.Read(bytes, "damaged.file", Options);
        }
    }
}
