namespace Whatever.Model.Training;

/// <summary>Where a new network begins.</summary>
internal static class InitialWeights
{
    /// <summary>The outputs begin near 0, which is a good guess of scaled targets.</summary>
    private const double OutputShare = 0.1;

    /// <summary>W, U uniform after Glorot and Bengio 2010, b 0, V a tenth of that, d 0.</summary>
    /// <returns>In plain order: of each LSTM layer W, U, b, then V, d; matrices row-major.</returns>
    public static float[] Create(NetworkShape shape, int seed)
    {
        var random = new Random(seed);
        var weights = new List<float>(shape.Parameters);
        var inputs = shape.Features;
        foreach (var units in shape.LstmUnits)
        {
            weights.AddRange(Uniform(inputs, 4 * units, 1, random));
            weights.AddRange(Uniform(units, 4 * units, 1, random));

            // Forget gates begin open, or nothing from the start of the window would reach its end (Jozefowicz et al. 2015).
            weights.AddRange(Enumerable.Range(0, 4 * units).Select(column => column / units == 1 ? 1f : 0f));
            inputs = units;
        }

        weights.AddRange(Uniform(inputs, shape.Outputs, OutputShare, random));
        weights.AddRange(new float[shape.Outputs]);
        return [.. weights];
    }

    private static float[] Uniform(int rows, int columns, double share, Random random)
    {
        var limit = share * Math.Sqrt(6.0 / (rows + columns));
        return [.. Enumerable.Range(0, rows * columns).Select(_ => (float)(((2 * random.NextDouble()) - 1) * limit))];
    }
}
