using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Whatever.Model.Calendar;
using Whatever.Model.Networks;
using Whatever.Model.Problems;
using Whatever.Model.Series;

namespace Whatever.Model.Forecasting;

/// <summary>A network together with all that is needed to feed it.</summary>
public sealed class ForecastModel : IStationModel
{
    private static readonly ConditionalWeakTable<INetwork, StrongBox<long>> Numbers = [];
    private static long numbered;

    /// <param name="description">Its weights entry may be stale: it is made anew when the model is saved.</param>
    /// <param name="network">A network of the layers described.</param>
    public ForecastModel(ModelDescription description, INetwork network) => (Description, Network) = (description, network);

    /// <summary>The content of model.json.</summary>
    public ModelDescription Description { get; }

    /// <summary>The network.</summary>
    public INetwork Network { get; }

    /// <inheritdoc/>
    public string Name => Description.Name;

    /// <inheritdoc/>
    public string Version => Description.Version;

    /// <inheritdoc/>
    public Quantity Quantity =>
        QuantityNames.TryParse(Description.Quantity, out var quantity)
            ? quantity
            : throw new InvalidOperationException("The description was not validated.");

    /// <inheritdoc/>
    public IReadOnlyList<Quantity> Quantities => Description.Output.Heads is { } heads
        ? [.. QuantityNames.All.Where(quantity => heads.Any(head => head.Quantity == quantity.ToWireName()))]
        : [Quantity];

    /// <summary>The model as that of another of its quantities; itself where it does not forecast that.</summary>
    /// <param name="quantity">What it is to forecast.</param>
    public ForecastModel For(Quantity quantity) =>
        quantity == Quantity || HeadOf(quantity) is not { } head ? this
        : new ForecastModel(
            Description with
            {
                Quantity = quantity.ToWireName(),
                Scaler = new ScalerDescription("fixed", head.Offset, head.Scale),
                Output = Description.Output with { Steps = head.Steps },
            },
            Network)
        { WeightsDigest = WeightsDigest };

    /// <summary>Values in the window.</summary>
    public int WindowSteps => Description.Window.Steps;

    /// <inheritdoc/>
    /// <remarks>A window that is longer than a day begins before the day before.</remarks>
    public int ContextDays => DaysOfWindow > 1 ? Math.Max(Description.Window.ContextDays, DaysOfWindow) : Description.Window.ContextDays;

    /// <summary>1, 6 or 144.</summary>
    public int OutputSteps => Description.Output.Steps;

    /// <summary>direct or recursive.</summary>
    public string Strategy => Description.Strategy;

    /// <summary>The sampling interval it was made for.</summary>
    public int SamplingIntervalMinutes => Description.SamplingIntervalMinutes;

    /// <summary>How it was trained; null for an imported model.</summary>
    public TrainingCard? Card => Description.Training;

    /// <inheritdoc/>
    public bool ReadsHours => false;

    /// <inheritdoc/>
    /// <remarks>The bare network runs in any case.</remarks>
    public Problem? ForecastProblem => ModelValidation.ExplainForecast(Description) is { } problem
        ? new Problem("forecast.cannot", Name, problem, ModelDescription.FileName)
        : null;

    /// <summary>Shape of what the network takes and gives, without the batch.</summary>
    public (SignalShape Input, SignalShape Output) Shapes
    {
        get
        {
            var input = new SignalShape(WindowSteps, Description.Features.Count);
            LayerShapes.Explain(Description.Layers, input, out var output);
            return (input, output);
        }
    }

    /// <summary>Whether the kernels of single precision know all layers of the network.</summary>
    public bool HasKernels => WindowOutputs.HasKernels(Network);

    /// <summary>
    /// The bare network, as forecasts are issued: in single precision where the kernels know its layers, else by its forward pass in double
    /// precision.
    /// </summary>
    /// <param name="windows">Each of shape (steps, features), row-major, as the network takes them: no scaler is applied.</param>
    /// <returns>The outputs of each window.</returns>
    public double[][] Outputs(IReadOnlyList<double[]> windows) => WindowOutputs.Compute(Network, windows, WindowSteps);

    /// <inheritdoc/>
    public bool Takes(int samplingIntervalMinutes) => samplingIntervalMinutes == SamplingIntervalMinutes;

    /// <inheritdoc/>
    public DayForecast Forecast(DateOnly baseDay, MinuteSeries readings, IHolidays holidays) =>
        DayForecaster.Forecast(this, baseDay, readings, holidays);

    /// <summary>Of the file that the network was read from; null of one that was not.</summary>
    internal string? WeightsDigest { get; init; }

    /// <summary>
    /// The network, and how it is fed: two of the same give the same, as long as this process runs. What was read from a file is the same
    /// when it is read again.
    /// </summary>
    internal string Identity => string.Create(
        CultureInfo.InvariantCulture, $"{WeightsDigest ?? NumberOf(Network)} {JsonSerializer.Serialize(Description)}");

    private static string NumberOf(INetwork network) =>
        Numbers.GetValue(network, _ => new StrongBox<long>(Interlocked.Increment(ref numbered))).Value
            .ToString(CultureInfo.InvariantCulture);

    private int DaysOfWindow => (int)Math.Ceiling((double)WindowSteps * SamplingIntervalMinutes / MinutesPer.Day);

    /// <summary>The output of a quantity; null of a network that has but one.</summary>
    internal HeadDescription? HeadOf(Quantity quantity) =>
        Description.Output.Heads?.FirstOrDefault(head => head.Quantity == quantity.ToWireName());
}
