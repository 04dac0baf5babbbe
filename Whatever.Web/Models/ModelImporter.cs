using System.Text.RegularExpressions;
using Whatever.Model.Forecasting;
using Whatever.Model.ModelFiles;
using Whatever.Model.ModelFiles.Keras;
using Whatever.Model.ModelFiles.Pickle;
using Whatever.Model.Networks;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;
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

    /// <summary>What the network is fed with, in the order of its inputs; null where it is not said.</summary>
    public IReadOnlyList<InputDraft>? Inputs { get; init; }

    /// <summary>What the network gives, in the order of its outputs; null where it is not said.</summary>
    public IReadOnlyList<OutputDraft>? Outputs { get; init; }

    /// <summary>Of one output of both quantities: see <see cref="KerasImportOptions.OutputsByStep"/>.</summary>
    public bool? OutputsByStep { get; init; }
}

/// <summary>What a file holds, before it is said what it is for.</summary>
/// <param name="Input">Steps and inputs.</param>
/// <param name="Outputs">Names and numbers of what it gives.</param>
public sealed record NetworkForm(SignalShape Input, IReadOnlyList<(string Name, int Numbers, string? Quantity)> Outputs);

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

        var fitted = scaler is null ? null : ScalerFile.Read(scaler.Content, scaler.FileName);
        var options = new KerasImportOptions(draft.Name, draft.Quantity)
        {
            SamplingIntervalMinutes = draft.SamplingIntervalMinutes,
            Scaler = ChooseScaler(draft, scaler?.FileName, fitted),
            OutputsByStep = draft.OutputsByStep,
        };
        var feeding = new Feeding(draft.Quantity, fitted, options.Scaler);
        var result = KerasImport.Read(model.Content, model.FileName, options with
        {
            Inputs = draft.Inputs is { } inputs ? feeding.Inputs(inputs) : null,
            Outputs = draft.Outputs is { } outputs ? feeding.Outputs(outputs, draft.Inputs) : null,
        });
        cancellation.ThrowIfCancellationRequested();
        Directory.CreateDirectory(folder.Models);
        result.Model.Save(Path.Combine(folder.Models, draft.Name));
        changes.Publish(ChangeKind.Models);
        return result;
    }

    private Problem? Explain(ModelDraft draft, UploadedFile? scaler) =>
        !SafeName().IsMatch(draft.Name) ? new Problem("model.name", draft.Name).At("name")
        : Names.RefuseFile(draft.Name, new Phrase("name.sensor"), "name") is { } device ? device
        : BuiltInModels.Has(draft.Name)
            || catalog.List().Any(model => model.Name == draft.Name) ? new Problem("model.known", draft.Name).At("name")
        : (draft.ScalerMin is null) != (draft.ScalerMax is null) || (scaler is not null && draft.ScalerMin is not null)
            ? new Problem("model.scaler-or-ends")
        : draft is { ScalerMin: { } min, ScalerMax: { } max } && KerasImportOptions.ScalerBetween(min, max) is null
            ? new Problem("model.scaler-ends")
        : null;

    /// <summary>Looks into a file without keeping anything.</summary>
    /// <exception cref="ModelFileException">It is refused; the message says why.</exception>
    public static Task<NetworkForm> InspectAsync(UploadedFile model) => Task.Run(() => Inspect(model));

    private static NetworkForm Inspect(UploadedFile model)
    {
        var description = KerasImport.Read(model.Content, model.FileName, new KerasImportOptions("form", Quantity.FlowRate)).Model;
        return new NetworkForm(
            description.Shapes.Input,
            description.Description.Output.Heads is { } heads
                ? [.. heads.Select(head => (head.Name, head.Steps, head.Quantity))]
                : [(description.Description.Layers[^1].Name ?? "", description.OutputSteps, null)]);
    }

    private static (double Offset, double Scale)? ChooseScaler(ModelDraft draft, string? fileName, FittedScaler? fitted)
    {
        if (fitted is null)
        {
            return draft is { ScalerMin: { } min, ScalerMax: { } max } ? KerasImportOptions.ScalerBetween(min, max) : null;
        }

        return fitted.Offsets.Count == 1 ? (fitted.Offsets[0], fitted.Scales[0])
            : draft.Inputs is not null ? null
            : throw new ModelFileException(
                new Problem("model.scaler-features", fileName, fitted.Kind, fitted.Offsets.Count));
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,60}\z")]
    private static partial Regex SafeName();
}
