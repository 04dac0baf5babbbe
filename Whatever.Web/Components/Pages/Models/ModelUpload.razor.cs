using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Whatever.Model.ModelFiles;
using Whatever.Model.ModelFiles.Keras;
using Whatever.Model.Problems;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.Models;

namespace Whatever.Web.Components.Pages.Models;

/// <summary>Takes a network of Keras in.</summary>
public partial class ModelUpload
{
    private ModelDraft draft = new();
    private string zero = "";
    private string one = "";
    private IBrowserFile? model;
    private IBrowserFile? scaler;
    private KerasImportResult? result;
    private string? problem;
    private bool busy;

    [Inject]
    private IBackgroundWork Work { get; set; } = null!;

    [Inject]
    private ModelImporter Importer { get; set; } = null!;

    private void ChooseModel(InputFileChangeEventArgs change)
    {
        (model, result, problem) = (change.File, null, null);
        var name = Path.GetFileNameWithoutExtension(change.File.Name);
        draft = draft.Name.Length > 0
            ? draft
            : draft with { Name = string.Concat(name.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')) };
    }

    private void ChooseScaler(InputFileChangeEventArgs change) => scaler = change.File;

    private async Task ImportAsync()
    {
        if (busy)
        {
            return;
        }

        (busy, result, problem) = (true, null, null);
        try
        {
            var file = await ReadAsync(model!);
            var fitted = scaler is null ? null : await ReadAsync(scaler);
            TypedNumber.TryRead(zero, out var min);
            TypedNumber.TryRead(one, out var max);
            var complete = draft with { ScalerMin = min, ScalerMax = max };
            result = await Work.RunAsync(JobNames.ImportModel, complete.Name, (context, cancellation) =>
            {
                var imported = Importer.Import(complete, file, fitted, cancellation);
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
