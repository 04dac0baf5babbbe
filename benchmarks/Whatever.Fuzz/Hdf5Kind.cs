using Whatever.Model.ModelFiles;
using Whatever.Model.ModelFiles.Keras;
using Whatever.Model.Series;

namespace Whatever.Fuzz;

/// <summary>Keras models in HDF5, all forms in which it stores groups, attributes and arrays.</summary>
internal sealed class Hdf5Kind : FuzzKind
{
    private const int LargestSeed = 17_000;
    private static readonly KerasImportOptions Options = new("fuzz", Quantity.FlowRate);

    private static readonly Lazy<Hdf5Seed[]> Files = new(() =>
    [
        .. Seeds.Read("hdf5_forms", ".h5", LargestSeed).Concat(Seeds.Read("keras_outside", ".h5", LargestSeed))
            .Concat(Seeds.Read("keras_made", ".h5", LargestSeed)).Select(file => new Hdf5Seed(file)),
    ]);

    public override string Name => "hdf5";

    public override byte[] Make(FuzzRandom random) => random.OneIn(5)
        ? ByteMutations.Mutate(random.Pick(Files.Value).File, random.Pick(Files.Value).File, random)
        : random.Pick(Files.Value).Mutate(random);

    public override FuzzOutcome Read(byte[] file) => Import(file, "model.h5");

    internal static FuzzOutcome Import(byte[] file, string name)
    {
        try
        {
            KerasImport.Read(file, name, Options);
            return FuzzOutcome.Accepted;
        }
        catch (ModelFileException refusal)
        {
            return Refused(refusal);
        }
    }
}
