using MathNet.Numerics.LinearAlgebra;
using Whatever.Model.Forecasting;
using Whatever.Model.Networks;
using T = Whatever.Model.Networks.LayerTypes;

namespace Whatever.Model.ModelFiles;

/// <summary>Maps tensors by name onto the layers and back.</summary>
internal static class WeightNames
{
    private static readonly string[] PlainActivations = ["linear", "relu", "sigmoid", "tanh"];

    public static IReadOnlyDictionary<string, Tensor> ToTensors(INetwork network) => network switch
    {
        LstmNetwork plain => ToTensors([plain]),
        SequentialNetwork chain => chain.Weights,
        _ => throw new ArgumentException($"A {network.GetType().Name} cannot be stored, expected an LstmNetwork or a SequentialNetwork."),
    };

    /// <param name="model">Whose layers fit each other.</param>
    /// <param name="tensors">By the names that the layers ask for.</param>
    /// <param name="file">What to call them in an error.</param>
    /// <exception cref="ModelFileException">A tensor is missing, too much, or of another shape.</exception>
    public static INetwork ToNetwork(ModelDescription model, IReadOnlyDictionary<string, Tensor> tensors, string file)
    {
        var taker = new TensorTaker(tensors, file);
        var builder = new LayerBuilder(taker);
        var layers = T.Resolve(model.Layers);
        var input = new SignalShape(model.Window.Steps, model.Features.Count);
        INetwork network = IsPlain(layers) ? ToPlain(layers, input, builder) : ToChain(layers, input, builder, tensors);
        taker.ExpectNothingLeft();
        return network;
    }

    /// <summary>
    /// LSTM layers of the usual functions, each fed with every step of the one before, then dense layers: the network that is trained here.
    /// </summary>
    private static bool IsPlain(IReadOnlyList<LayerDescription> layers)
    {
        var lstm = layers.TakeWhile(layer => layer.Type == T.Lstm).Count();
        return lstm > 0 && lstm < layers.Count
            && layers.Take(lstm)
                .Select((layer, index) => (layer.Activation ?? "tanh") == "tanh" && (layer.RecurrentActivation ?? "sigmoid") == "sigmoid"
                && layer.GoBackwards != true && layer.ReturnSequences == (index < lstm - 1)).All(usual => usual)
            && layers.Skip(lstm).All(layer => layer.Type == T.Dense && PlainActivations.Contains(layer.Activation ?? "linear"));
    }

    private static LstmNetwork ToPlain(IReadOnlyList<LayerDescription> layers, SignalShape input, LayerBuilder builder)
    {
        var lstm = new List<LstmLayer>();
        var dense = new List<DenseLayer>();
        foreach (var layer in layers)
        {
            if (layer.Type == T.Lstm)
            {
                lstm.Add(builder.Lstm(layer, input.Features));
            }
            else
            {
                dense.Add(builder.Dense(layer, input.Features));
            }

            input = LayerShapes.Next(layer, input);
        }

        return new LstmNetwork(lstm, dense);
    }

    private static SequentialNetwork ToChain(
        IReadOnlyList<LayerDescription> layers, SignalShape input, LayerBuilder builder, IReadOnlyDictionary<string, Tensor> tensors)
    {
        var built = builder.Chain(layers, input, out var output);
        return new SequentialNetwork(built, input, output, tensors);
    }

    /// <summary>The layers of all networks, counted on from one to the next.</summary>
    public static IReadOnlyDictionary<string, Tensor> ToTensors(IReadOnlyList<LstmNetwork> networks)
    {
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (layer, i) in networks.SelectMany(network => network.Lstm).Select((layer, i) => (layer, i)))
        {
            tensors[$"lstm_{i}.kernel"] = ToTensor(layer.Kernel);
            tensors[$"lstm_{i}.recurrent_kernel"] = ToTensor(layer.RecurrentKernel);
            tensors[$"lstm_{i}.bias"] = ToTensor(layer.Bias);
        }

        foreach (var (layer, i) in networks.SelectMany(network => network.Dense).Select((layer, i) => (layer, i)))
        {
            tensors[$"dense_{i}.kernel"] = ToTensor(layer.Kernel);
            tensors[$"dense_{i}.bias"] = ToTensor(layer.Bias);
        }

        return tensors;
    }

    private static Tensor ToTensor(Matrix<double> matrix) => new([matrix.RowCount, matrix.ColumnCount], matrix.ToRowMajorArray());

    private static Tensor ToTensor(Vector<double> vector) => new([vector.Count], vector.ToArray());
}
