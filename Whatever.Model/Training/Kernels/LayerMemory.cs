using Whatever.Model.Kernels;

namespace Whatever.Model.Training.Kernels;

/// <summary>
/// What one LSTM layer remembers of a chunk of rows from the way forward to the way back; slot 0 of h and c is before the first step.
/// </summary>
internal sealed unsafe class LayerMemory
{
    private readonly LstmPlace place;
    private readonly int steps;
    private readonly bool isLast;
    private readonly AlignedFloats z;
    private readonly AlignedFloats h;
    private readonly AlignedFloats c;
    private readonly AlignedFloats tanhC;
    private readonly AlignedFloats dh;
    private readonly AlignedFloats dc;
    private int rows;

    public LayerMemory(LstmPlace place, int steps, int mostRows, bool isLast)
    {
        (this.place, this.steps, this.isLast) = (place, steps, isLast);
        var slot = mostRows * place.Stride;
        z = new AlignedFloats(steps * mostRows * place.Panels * Product.PanelWidth);
        h = new AlignedFloats((steps + 1) * slot);
        c = new AlignedFloats((steps + 1) * slot);
        tanhC = new AlignedFloats(steps * slot);
        dh = new AlignedFloats(isLast ? slot : steps * slot);
        dc = new AlignedFloats(slot);
    }

    /// <summary>Floats from panel to panel of z.</summary>
    public nint ZPanel => (nint)steps * rows * Product.PanelWidth;

    /// <summary>[panel][step][row][column], panels as in <see cref="LstmPlace"/>: z, then the gates, then dz.</summary>
    public float* Z(int panel, int step) => z.Start + (panel * ZPanel) + ((nint)step * rows * Product.PanelWidth);

    /// <summary>h after so many steps, shape (rows, stride).</summary>
    public float* H(int stepsDone) => h.Start + ((nint)stepsDone * rows * place.Stride);

    public float* C(int stepsDone) => c.Start + ((nint)stepsDone * rows * place.Stride);

    public float* TanhC(int step) => tanhC.Start + ((nint)step * rows * place.Stride);

    /// <summary>dL/dh of a step. Nothing but the next step reads that of the last layer, so that one slot does.</summary>
    public float* Dh(int step) => dh.Start + (isLast ? 0 : (nint)step * rows * place.Stride);

    public float* Dc => dc.Start;

    /// <summary>Before a chunk of so many rows: h = c = 0, and dc = 0 at the end of time.</summary>
    public void Begin(int rowCount)
    {
        rows = rowCount;
        var slot = rows * place.Stride;
        h.Span[..slot].Clear();
        c.Span[..slot].Clear();
        dc.Span.Clear();
    }
}
