using Whatever.Model.Forecasting;
using Whatever.Model.ModelFiles;
using Whatever.Model.Problems;
using Whatever.Web.Components.Shared;
using Whatever.Web.Models;

namespace Whatever.Web.Components.Pages.Models;

/// <summary>An input or output while a person says what it is.</summary>
/// <param name="place">From 1 on.</param>
/// <param name="name">Of an output, where it was made.</param>
public sealed class FeedingRowDraft(int place, string name = "")
{
    /// <summary>In the place of a feature of the scaler.</summary>
    public const int Unscaled = 0;

    /// <summary>Of an output: scaled as the input of the same quantity.</summary>
    public const int AsInput = -1;

    public int Place => place;

    public string Name => name;

    /// <summary>Null where nobody has said it.</summary>
    public string? Feature { get; set; }

    public string? Constant { get; set; } = "";

    /// <summary>Feature of the scaler; null where nothing was chosen.</summary>
    public int? Column { get; set; }

    /// <summary>What stands for nothing chosen.</summary>
    public int OwnColumn { get; set; }

    public string? Zero { get; set; } = "";

    public string? One { get; set; } = "";

    public bool IsTyped => TypedNumber.TryRead(Constant, out _) && TypedNumber.TryRead(Zero, out _) && TypedNumber.TryRead(One, out _);

    public InputDraft ToInput(bool hasScaler)
    {
        TypedNumber.TryRead(Constant, out var constant);
        return Feature is not { } feature ? throw new ModelFileException(new Problem("feeding.incomplete", place))
            : feature == FeatureNames.Constant && constant is null ? throw new ModelFileException(
                new Problem("feeding.part", "inputs", place, feature, new Phrase("expected.number")))
            : new InputDraft(feature, feature == FeatureNames.Constant ? constant : null, ToScaling(hasScaler, "inputs"));
    }

    public OutputDraft ToOutput(bool hasScaler) => Feature is { } quantity
        ? new OutputDraft(quantity, ToScaling(hasScaler, "outputs"))
        : throw new ModelFileException(new Problem("feeding.output-unsaid", place));

    private Scaling? ToScaling(bool hasScaler, string list)
    {
        if (hasScaler)
        {
            return (Column ?? OwnColumn) switch
            {
                AsInput => null,
                Unscaled => new Scaling.None(),
                var column => new Scaling.Feature(column),
            };
        }

        TypedNumber.TryRead(Zero, out var zero);
        TypedNumber.TryRead(One, out var one);
        return (zero, one) switch
        {
            (null, null) => null,
            ({ } from, { } to) => new Scaling.Ends(from, to),
            _ => throw new ModelFileException(new Problem("feeding.part", list, place, zero ?? one, new Phrase("expected.two-values"))),
        };
    }
}
