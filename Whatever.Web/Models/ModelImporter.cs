using System.Text.RegularExpressions;
using Whatever.Model.Forecasting;
using Whatever.Model.ModelFiles;
using Whatever.Model.ModelFiles.Keras;
using Whatever.Model.ModelFiles.Pickle;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Storage;

namespace Whatever.Web.Models;

/// <summary>What a person says of a model that is taken in.</summary>
public sealed record ModelDraft
{
    public string Name { get; init; } = "";
    public Quantity Quantity { get; init; }
    public int SamplingIntervalMinutes { get; init; } = 1;
    public double? ScalerMin { get; init; }
    public double? ScalerMax { get; init; }
}

/// <param name="FileName">As the person knows it.</param>
/// <param name="Content">All of it.</param>
public sealed record UploadedFile(string FileName, byte[] Content);

/// <summary>Takes networks of Keras into the data folder, where the registry finds them.</summary>
public sealed partial class ModelImporter(DataFolder folder, ModelCatalog catalog, ChangeFeed changes)
{
    /// <summary>Of an upload; larger files go through the command.</summary>
    public const long LargestBytes = 64L << 20;

    /// <exception cref="ModelFileException">A file is refused, or the draft does not make sense; the message says what to do.</exception>
    public KerasImportResult Import(ModelDraft draft, UploadedFile model, UploadedFile? scaler, CancellationToken cancellation = default)
    {
        if (Explain(draft, scaler) is { } problem)
        {
            throw new ModelFileException(problem);
        }

        var result = KerasImport.Read(model.Content, model.FileName, new KerasImportOptions(draft.Name, draft.Quantity)
        {
            SamplingIntervalMinutes = draft.SamplingIntervalMinutes,
            Scaler = ChooseScaler(draft, scaler),
        });
        cancellation.ThrowIfCancellationRequested();
        Directory.CreateDirectory(folder.Models);
        result.Model.Save(Path.Combine(folder.Models, draft.Name));
        changes.Publish(ChangeKind.Models);
        return result;
    }

    private Problem? Explain(ModelDraft draft, UploadedFile? scaler) =>
        !SafeName().IsMatch(draft.Name) ? new Problem("model.name", draft.Name).At("name")
        : BuiltInModels.Has(draft.Name)
            || catalog.List().Any(model => model.Name == draft.Name) ? new Problem("model.known", draft.Name).At("name")
        : (draft.ScalerMin is null) != (draft.ScalerMax is null) || (scaler is not null && draft.ScalerMin is not null)
            ? new Problem("model.scaler-or-ends")
        : draft is { ScalerMin: { } min, ScalerMax: { } max } && KerasImportOptions.ScalerBetween(min, max) is null
            ? new Problem("model.scaler-ends")
        : null;

    private static (double Offset, double Scale)? ChooseScaler(ModelDraft draft, UploadedFile? scaler)
    {
        if (scaler is null)
        {
            return draft is { ScalerMin: { } min, ScalerMax: { } max } ? KerasImportOptions.ScalerBetween(min, max) : null;
        }

        var fitted = ScalerFile.Read(scaler.Content, scaler.FileName);
        return fitted.Offsets.Count == 1 ? (fitted.Offsets[0], fitted.Scales[0])
            : throw new ModelFileException(
                new Problem("model.scaler-features", scaler.FileName, fitted.Kind, fitted.Offsets.Count));
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,60}$")]
    private static partial Regex SafeName();
}
