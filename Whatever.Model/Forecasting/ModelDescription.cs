using Whatever.Model.Networks;

namespace Whatever.Model.Forecasting;

/// <summary>The content of <c>model.json</c>.</summary>
public sealed record ModelDescription
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "model.json";

    /// <summary>The format that this program writes and reads.</summary>
    public const string CurrentFormat = "whatever-model/1";

    /// <summary>Always <see cref="CurrentFormat"/>.</summary>
    public required string Format { get; init; }

    /// <summary>Name of the model.</summary>
    public required string Name { get; init; }

    /// <summary>Goes with every forecast that the model makes.</summary>
    public required string Version { get; init; }

    /// <summary><c>flow_rate</c> or <c>pressure</c>.</summary>
    public required string Quantity { get; init; }

    /// <summary>1, 5, 10, 15 or 60.</summary>
    public required int SamplingIntervalMinutes { get; init; }

    /// <summary>What the network looks at.</summary>
    public required WindowDescription Window { get; init; }

    /// <summary>In the order of the network's inputs; a model can forecast where <see cref="FeatureNames"/> knows all of them.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>Of a network whose inputs have scalers of their own: one for each feature, null for one that needs none.</summary>
    public IReadOnlyList<FeatureSetting?>? FeatureSettings { get; init; }

    /// <summary>How values become the numbers of the network.</summary>
    public required ScalerDescription Scaler { get; init; }

    /// <summary><c>direct</c> or <c>recursive</c>.</summary>
    public required string Strategy { get; init; }

    /// <summary>What the network gives.</summary>
    public required OutputDescription Output { get; init; }

    /// <summary>From input to output.</summary>
    public required IReadOnlyList<LayerDescription> Layers { get; init; }

    /// <summary>How it was trained; null for an imported model.</summary>
    public TrainingCard? Training { get; init; }

    /// <summary>The file with the numbers.</summary>
    public required WeightsDescription Weights { get; init; }
}

/// <summary>The window.</summary>
/// <param name="Steps">Values the network reads, 60 for an hour of minutes.</param>
/// <param name="ContextDays">Days before the window's end that features and scaler are computed from; 0 for none.</param>
public sealed record WindowDescription(int Steps, int ContextDays);

/// <summary>The scaler: y = (x - offset) / scale.</summary>
/// <param name="Kind"><c>context</c>: mean and standard deviation of the context; <c>fixed</c>: the numbers given.</param>
/// <param name="Offset">Of a fixed scaler.</param>
/// <param name="Scale">Of a fixed scaler; not 0.</param>
public sealed record ScalerDescription(string Kind, double? Offset = null, double? Scale = null);

/// <summary>The outputs.</summary>
/// <param name="Steps">1, 6 or 144 of a model that can forecast; whatever it gives of another one.</param>
/// <param name="RelativeTo"><c>nothing</c>, or <c>hour_mean</c>: the outputs are added to the context's mean of the target hour.</param>
public sealed record OutputDescription(int Steps, string RelativeTo)
{
    /// <summary>
    /// Of a network that gives more than one quantity: what it gives. <see cref="Steps"/> is then what each quantity has.
    /// </summary>
    public IReadOnlyList<HeadDescription>? Heads { get; init; }
}

/// <summary>An output of a network of several.</summary>
/// <param name="Name">What it was called where it was made.</param>
/// <param name="First">Place of its first number among all that the network gives, from 0 on.</param>
/// <param name="Every">From one of its numbers to the next.</param>
/// <param name="Steps">Its numbers.</param>
/// <param name="Quantity">flow_rate, pressure, none for one that is not used; null where nobody has said it.</param>
/// <param name="Offset">Value = offset + scale * number.</param>
/// <param name="Scale">Not 0.</param>
public sealed record HeadDescription(
    string Name, int First, int Every, int Steps, string? Quantity = null, double Offset = 0, double Scale = 1)
{
    /// <summary>The name of an output that is not used.</summary>
    public const string Unused = "none";

    /// <summary>Its numbers out of all of a window, as values.</summary>
    internal double[] Values(double[] outputs) =>
        [.. Enumerable.Range(0, Steps).Select(step => Offset + (outputs[First + (step * Every)] * Scale))];
}

/// <summary>What a feature needs beside its name.</summary>
public sealed record FeatureSetting
{
    /// <summary>The network is given (x - offset) / scale.</summary>
    public double? Offset { get; init; }

    /// <summary>Not 0.</summary>
    public double? Scale { get; init; }

    /// <summary>Of the feature constant: x itself.</summary>
    public double? Constant { get; init; }
}

/// <summary>The weights.</summary>
/// <param name="File">Name of the file beside <c>model.json</c>.</param>
/// <param name="Sha256">Its digest in lower-case hex.</param>
public sealed record WeightsDescription(string File, string Sha256);

/// <summary>How a model came about.</summary>
/// <param name="Data">What it was trained on, in words.</param>
/// <param name="From">First day of the data.</param>
/// <param name="To">Last day of the data.</param>
/// <param name="Samples">Windows it learned from.</param>
/// <param name="HeldBackDays">Days at the end that only decided when to stop.</param>
/// <param name="Seed">Of the weights and the order of the windows.</param>
/// <param name="Epochs">Passes over the windows until the best weights.</param>
/// <param name="HeldBackError">Mean absolute error on the held-back days in units of the scaler.</param>
/// <param name="BaselineError">The same of the seven-day mean of the hour.</param>
public sealed record TrainingCard(
    string Data, DateOnly From, DateOnly To, int Samples, int HeldBackDays, int Seed, int Epochs, double HeldBackError,
    double BaselineError)
{
    /// <summary>
    /// Whether there was a fused multiply-add where it was trained; where there was none, the same training gives other last digits on most
    /// machines. Null on cards that were written before this was asked.
    /// </summary>
    public bool? FusedMultiplyAdd { get; init; }
}
