using Whatever.Model.Series;

namespace Whatever.Model.ModelFiles.Keras;

/// <summary>What a Keras file does not say.</summary>
/// <param name="Name">Name of the model.</param>
/// <param name="Quantity">What its values are.</param>
public sealed record KerasImportOptions(string Name, Quantity Quantity)
{
    /// <summary>A scaler below it would make numbers of all values that no network knows.</summary>
    private const double NarrowestScaler = 1e-30;

    /// <summary>Minutes from value to value.</summary>
    public int SamplingIntervalMinutes { get; init; } = 1;

    /// <summary>Values in the window, for a network that takes any number; 60 unless given.</summary>
    public int? WindowSteps { get; init; }

    /// <summary>y = (x - offset) / scale; null where the network is fed with values as they are.</summary>
    public (double Offset, double Scale)? Scaler { get; init; }

    /// <summary>What the network is fed with, in the order of its inputs; null where nobody has said it.</summary>
    public IReadOnlyList<KerasInput>? Inputs { get; init; }

    /// <summary>What the network gives, in the order of its outputs; null where nobody has said it.</summary>
    public IReadOnlyList<KerasHead>? Outputs { get; init; }

    /// <summary>
    /// Of one output that holds both quantities for several steps: true where both of a step lie side by side, false where all of the first
    /// quantity come before all of the second; null where it does not matter.
    /// </summary>
    public bool? OutputsByStep { get; init; }

    /// <summary>The scaler that gives 0 at <paramref name="min"/> and 1 at <paramref name="max"/>.</summary>
    /// <returns>Null where an end is not finite, or the second is not greater by a finite difference of more than 1e-30.</returns>
    public static (double Offset, double Scale)? ScalerBetween(double min, double max) =>
        double.IsFinite(min) && double.IsFinite(max - min) && max - min > NarrowestScaler ? (min, max - min) : null;
}

/// <summary>What an input of a network is.</summary>
/// <param name="Feature">One of <see cref="Forecasting.FeatureNames.OfImports"/>.</param>
/// <param name="Scaler">y = (x - offset) / scale; null where it goes in as it is.</param>
/// <param name="Constant">Of a constant: its number.</param>
public sealed record KerasInput(string Feature, (double Offset, double Scale)? Scaler = null, double? Constant = null);

/// <summary>What an output of a network is.</summary>
/// <param name="Quantity">flow_rate, pressure, or none for one that is not used.</param>
/// <param name="Scaler">Value = offset + scale * number; null for that of the input of the same quantity.</param>
public sealed record KerasHead(string Quantity, (double Offset, double Scale)? Scaler = null);
