using Whatever.Model.Forecasting;
using Whatever.Model.ModelFiles;
using Whatever.Model.ModelFiles.Keras;
using Whatever.Model.ModelFiles.Pickle;
using Whatever.Model.Problems;
using Whatever.Model.Series;

namespace Whatever.Web.Models;

/// <summary>Finds the scaler of each input and output that a person named.</summary>
/// <param name="quantity">That the model forecasts.</param>
/// <param name="scaler">The file; null where there is none.</param>
/// <param name="ends">Two values in the place of a file, for the quantity; null where there are none.</param>
public sealed class Feeding(Quantity quantity, FittedScaler? scaler, (double Offset, double Scale)? ends)
{
    /// <param name="said">In the order of the network.</param>
    /// <exception cref="ModelFileException">It cannot be told which feature of the scaler is an input's, or it has none such.</exception>
    public IReadOnlyList<KerasInput> Inputs(IReadOnlyList<InputDraft> said) =>
        [.. said.Select((input, place) => new KerasInput(input.Feature, ScalerOf(input, place, said.Count), input.Constant))];

    /// <param name="said">In the order of the network.</param>
    /// <param name="inputs">What was said of the inputs; null where nothing was.</param>
    /// <exception cref="ModelFileException">None of them is the quantity, or it cannot be told which feature of the scaler is an
    /// output's.</exception>
    public IReadOnlyList<KerasHead> Outputs(IReadOnlyList<OutputDraft> said, IReadOnlyList<InputDraft>? inputs) =>
        said.Any(output => output.Quantity == quantity.ToWireName())
            ? [.. said.Select((output, place) => new KerasHead(output.Quantity, ScalerOf(output, place, said.Count, inputs)))]
            : throw new ModelFileException(
                new Problem("feeding.without-quantity", string.Join(", ", said.Select(output => output.Quantity)), quantity.ToWireName())
                    .At("outputs"));

    private (double Offset, double Scale)? ScalerOf(InputDraft input, int place, int count) => input.Scaling switch
    {
        { } chosen => Chosen(chosen, "inputs", place),
        _ when scaler is null || scaler.Offsets.Count == 1 => input.Feature == quantity.ToWireName() ? OfFile(1) ?? ends : null,
        _ when scaler.Offsets.Count == count => OfFile(place + 1),
        _ => throw Unclear("inputs", place, input.Feature, count),
    };

    /// <returns>Null for what the input of the same quantity has.</returns>
    private (double Offset, double Scale)? ScalerOf(OutputDraft output, int place, int count, IReadOnlyList<InputDraft>? inputs) =>
        output.Scaling is { } chosen ? Chosen(chosen, "outputs", place) ?? (0, 1)
        : output.Quantity == HeadDescription.Unused || inputs?.Any(input => input.Feature == output.Quantity) == true ? null
        : scaler is null ? output.Quantity == quantity.ToWireName() ? ends : null
        : scaler.Offsets.Count == 1 && count == 1 ? OfFile(1)
        : throw Unclear("outputs", place, output.Quantity, count);

    private (double Offset, double Scale)? Chosen(Scaling chosen, string list, int place) => chosen switch
    {
        Scaling.Feature { Place: var feature } => OfFile(feature) ?? throw new ModelFileException(
            scaler is null
                ? new Problem("feeding.no-scaler", list, place + 1, feature).At(list)
                : new Problem("feeding.no-feature", list, place + 1, feature, scaler.Offsets.Count).At(list)),
        Scaling.Ends(var zero, var one) => KerasImportOptions.ScalerBetween(zero, one)
            ?? throw new ModelFileException(new Problem("feeding.ends", list, place + 1, zero, one).At(list)),
        _ => null,
    };

    private (double Offset, double Scale)? OfFile(int feature) =>
        scaler is { } file && feature >= 1 && feature <= file.Offsets.Count ? (file.Offsets[feature - 1], file.Scales[feature - 1]) : null;

    private ModelFileException Unclear(string list, int place, string name, int count) =>
        new(new Problem("feeding.unclear", list, place + 1, name, scaler!.Offsets.Count, count).At(list));
}
