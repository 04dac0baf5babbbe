using System.IO.Compression;
using Whatever.Model.ModelFiles;
using Whatever.Model.ModelFiles.Pickle;

namespace Whatever.Fuzz;

/// <summary>Scalers of scikit-learn: real ones, changed instruction by instruction, and instructions in any order.</summary>
internal sealed class PickleKind : FuzzKind
{
    private static readonly byte[][] Files = [.. Seeds.Read("scalers", ".pkl", 4096)];

    public override string Name => "pickle";

    public override byte[] Make(FuzzRandom random)
    {
        var file = random.Below(8) switch
        {
            0 => PickleGrammar.Make(random),
            < 5 => ByteMutations.Mutate(random.Pick(Files), random.Pick(Files), random),
            _ => PickleGrammar.Put(random.Pick(Files), random),
        };
        return random.OneIn(24) ? Pack(file, random) : file;
    }

    public override FuzzOutcome Read(byte[] file)
    {
        try
        {
            ScalerFile.Read(file, "scaler.pkl");
            return FuzzOutcome.Accepted;
        }
        catch (ModelFileException refusal)
        {
            return Refused(refusal);
        }
    }

    /// <summary>As joblib does on request, cut or damaged now and then.</summary>
    private static byte[] Pack(byte[] file, FuzzRandom random)
    {
        var copy = new MemoryStream();
        using (Stream packed = random.OneIn(2)
            ? new ZLibStream(copy, CompressionLevel.Fastest, leaveOpen: true)
            : new GZipStream(copy, CompressionLevel.Fastest, leaveOpen: true))
        {
            packed.Write(file);
        }

        return random.OneIn(3) ? ByteMutations.Mutate(copy.ToArray(), file, random) : copy.ToArray();
    }
}
