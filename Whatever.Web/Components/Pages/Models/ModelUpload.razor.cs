using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Whatever.Model.Forecasting;
using Whatever.Model.ModelFiles;
using Whatever.Model.ModelFiles.Keras;
using Whatever.Model.ModelFiles.Pickle;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.Models;
using Whatever.Web.People;

namespace Whatever.Web.Components.Pages.Models;

/// <summary>Takes a network of Keras in.</summary>
public partial class ModelUpload
{
    private ModelDraft draft = new();
    private string zero = "";
    private string one = "";
    private UploadedFile? model;
    private UploadedFile? scaler;
    private NetworkForm? form;
    private FittedScaler? fitted;
    private IReadOnlyList<FeedingRowDraft> inputs = [];
    private IReadOnlyList<FeedingRowDraft> outputs = [];
    private bool holdsBoth;
    private bool? byStep;
    private KerasImportResult? result;
    private string? problem;
    private bool busy;

    [Inject]
    private IBackgroundWork Work { get; set; } = null!;

    [Inject]
    private StationRights Rights { get; set; } = null!;

    [Inject]
    private ModelImporter Importer { get; set; } = null!;

    private static IReadOnlyList<string> OutputChoices { get; } =
        [FeatureNames.FlowRate, FeatureNames.Pressure, HeadDescription.Unused];

    /// <summary>One output of as many numbers as two quantities have.</summary>
    private bool MayHoldBoth => form is { Outputs: [{ Numbers: 2 or 12 or 288 }] };

    private bool IsTyped =>
        TypedNumber.TryRead(zero, out _) && TypedNumber.TryRead(one, out _) && inputs.Concat(outputs).All(row => row.IsTyped);

    private Task ChooseModel(InputFileChangeEventArgs change) => LookAsync(async () =>
    {
        (model, form, inputs, outputs, holdsBoth, byStep) = (null, null, [], [], false, null);
        var name = Path.GetFileNameWithoutExtension(change.File.Name);
        draft = draft.Name.Length > 0
            ? draft
            : draft with { Name = string.Concat(name.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')) };
        model = await ReadAsync(change.File);
        form = await ModelImporter.InspectAsync(model);
        inputs = [.. Enumerable.Range(1, form.Input.Features).Select(place => new FeedingRowDraft(place))];
        outputs = RowsOf(form);
        PlaceColumns();
    });

    private Task ChooseScaler(InputFileChangeEventArgs change) => LookAsync(async () =>
    {
        (scaler, fitted) = (null, null);
        scaler = await ReadAsync(change.File);
        fitted = ScalerFile.Read(scaler.Content, scaler.FileName);
        PlaceColumns();
    });

    /// <summary>What is refused is said as soon as the file is chosen.</summary>
    private async Task LookAsync(Func<Task> look)
    {
        (result, problem) = (null, null);
        if (!await Rights.DemandAsync(Right.SetModels))
        {
            return;
        }

        try
        {
            await look();
        }
        catch (Exception failure) when (failure is ModelFileException or IOException)
        {
            problem = Failure.Of(failure).Say();
        }
    }

    private static IReadOnlyList<FeedingRowDraft> RowsOf(NetworkForm form) => form.Outputs.Count > 1
        ? [.. form.Outputs.Select((output, place) => NewOutput(place + 1, output.Name, output.Quantity))]
        : [];

    private static FeedingRowDraft NewOutput(int place, string name, string? quantity) =>
        new(place, name) { Feature = quantity, OwnColumn = FeedingRowDraft.AsInput };

    private void SetBoth(bool both)
    {
        holdsBoth = both;
        outputs = both
            ? [.. QuantityNames.All.Select((quantity, place) => NewOutput(place + 1, "", quantity.ToWireName()))]
            : [];
    }

    /// <summary>Where the scaler has a feature for each input, each takes that of its place unless another is chosen.</summary>
    private void PlaceColumns()
    {
        foreach (var row in inputs)
        {
            row.Column = null;
            row.OwnColumn = fitted?.Offsets.Count == inputs.Count ? row.Place : FeedingRowDraft.Unscaled;
        }
    }

    private string FormOf(NetworkForm shown) => L[
        "{0} steps × {1} in, {2} out", shown.Input.Steps ?? 1, shown.Input.Features,
        string.Join(" + ", shown.Outputs.Select(output => output.Numbers))];

    private string FeaturesOf(FittedScaler shown) => L.Count(shown.Offsets.Count, "{0} feature", "{0} features");

    /// <summary>Nothing said of any input leaves them unsaid; a network of one input is fed with what it forecasts.</summary>
    private ModelDraft Complete()
    {
        TypedNumber.TryRead(zero, out var min);
        TypedNumber.TryRead(one, out var max);
        return draft with
        {
            ScalerMin = min,
            ScalerMax = max,
            Inputs = inputs.Any(row => row.Feature is not null) ? [.. inputs.Select(row => row.ToInput(fitted is not null))] : null,
            Outputs = outputs.Any(row => row.Feature is not null) ? [.. outputs.Select(row => row.ToOutput(fitted is not null))] : null,
            OutputsByStep = byStep,
        };
    }

    private async Task ImportAsync()
    {
        if (busy || !await Rights.DemandAsync(Right.SetModels))
        {
            return;
        }

        (busy, result, problem) = (true, null, null);
        try
        {
            var (file, scalerFile, complete) = (model!, scaler, Complete());
            result = await Work.RunAsync(JobNames.ImportModel, complete.Name, (context, cancellation) =>
            {
                var imported = Importer.Import(complete, file, scalerFile, cancellation);
                context.Report(new Phrase("work.model-imported", complete.Name, file.FileName));
                return Task.FromResult(imported);
            });
        }
        catch (Exception failure) when (failure is ModelFileException or IOException or OperationCanceledException)
        {
            problem = failure is OperationCanceledException ? L["Cancelled"] : Failure.Of(failure).Say();
        }
        finally
        {
            busy = false;
        }
    }

    private static async Task<UploadedFile> ReadAsync(IBrowserFile file)
    {
        if (file.Size > ModelImporter.LargestBytes)
        {
            throw new ModelFileException(
                new Problem("model.upload-too-large", file.Name, file.Size >> 20, ModelImporter.LargestBytes >> 20));
        }

        await using var content = file.OpenReadStream(ModelImporter.LargestBytes);
        var copy = new MemoryStream((int)file.Size);
        await content.CopyToAsync(copy);
        return new UploadedFile(file.Name, copy.ToArray());
    }
}
