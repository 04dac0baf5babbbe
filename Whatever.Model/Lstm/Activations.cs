namespace Whatever.Model.Lstm;

/// <summary>The functions between the layers, by the names that Keras gives them.</summary>
public static class Activations
{
    /// <summary>σ(x) = 1 / (1 + e^-x), in (0, 1).</summary>
    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>Looks a name up: linear, relu, sigmoid, tanh.</summary>
    /// <returns>Null where the name is not known.</returns>
    public static Func<double, double>? Find(string name) => name switch
    {
        "linear" => static x => x,
        "relu" => static x => Math.Max(0, x),
        "sigmoid" => Sigmoid,
        "tanh" => Math.Tanh,
        _ => null,
    };
}
