using Whatever.Model.Kernels;

namespace Whatever.Model.Training.Kernels;

/// <summary>What a thread needs for a chunk of rows.</summary>
internal sealed unsafe class ChunkMemory
{
    private readonly ParameterLayout layout;
    private readonly AlignedFloats x;
    private readonly AlignedFloats y;
    private readonly AlignedFloats last;
    private readonly AlignedFloats mask;
    private readonly AlignedFloats zeros;

    public ChunkMemory(ParameterLayout layout, int steps, int mostRows)
    {
        (this.layout, Steps, MostRows) = (layout, steps, mostRows);
        Layers = [.. layout.Lstm.Select((place, l) => new LayerMemory(place, steps, mostRows, l == layout.Lstm.Count - 1))];
        x = new AlignedFloats(steps * mostRows * layout.Lstm[0].Features);
        y = new AlignedFloats(mostRows * layout.Dense.BiasCount);
        last = new AlignedFloats(mostRows * layout.Lstm[^1].Stride);
        mask = new AlignedFloats(mostRows * layout.Lstm[^1].Stride);
        zeros = new AlignedFloats(Product.PanelWidth);
    }

    public int Steps { get; }

    public int MostRows { get; }

    /// <summary>Rows of the chunk at hand.</summary>
    public int Rows { get; private set; }

    public LayerMemory[] Layers { get; }

    /// <summary>A panel's row of zeros.</summary>
    public float* Zeros => zeros.Start;

    /// <summary>What goes into the dense layer, shape (rows, stride): h of the last layer, some of it dropped.</summary>
    public float* Last => last.Start;

    /// <summary>What each number of <see cref="Last"/> was multiplied with.</summary>
    public float* Mask => mask.Start;

    public nint YPanel => (nint)Rows * Product.PanelWidth;

    /// <summary>y and then dy as [panel][row][column].</summary>
    public float* Y(int row, int output)
    {
        var (panel, column) = Math.DivRem(output, Product.PanelWidth);
        return y.Start + (panel * YPanel) + ((nint)row * Product.PanelWidth) + column;
    }

    /// <summary>Inputs of a step, shape (rows, features).</summary>
    public float* X(int step) => x.Start + ((nint)step * Rows * layout.Lstm[0].Features);

    public void Begin(int rows)
    {
        Rows = rows;
        foreach (var layer in Layers)
        {
            layer.Begin(rows);
        }
    }

    /// <param name="row">Of the chunk.</param>
    /// <param name="window">Shape (steps, features).</param>
    public void SetInput(int row, ReadOnlySpan<float> window)
    {
        var features = layout.Lstm[0].Features;
        for (var step = 0; step < Steps; step++)
        {
            window.Slice(step * features, features).CopyTo(new Span<float>(X(step) + (row * features), features));
        }
    }
}
