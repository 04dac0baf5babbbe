using System.Runtime.CompilerServices;

namespace Whatever.Model.Kernels;

/// <summary>
/// Runs the stacked LSTM layers over a chunk of windows: at each step of time one layer after the other, so that what one gives is still
/// near when the next reads it.
/// </summary>
internal static unsafe class BatchSteps
{
    /// <param name="layers">From input to output.</param>
    /// <param name="windows">Shape (rows, steps, features).</param>
    /// <param name="rows">Windows.</param>
    /// <param name="steps">Steps of each.</param>
    /// <param name="memory">For at least as many rows.</param>
    /// <returns>h of the last layer after the last step; row stride is its padded units.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float* Run<TLanes, TVector>(PackedLstm[] layers, float* windows, int rows, int steps, BatchMemory memory)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        memory.Clear();
        var features = layers[0].Features;
        for (var t = 0; t < steps; t++)
        {
            var x = windows + (t * features);
            var stride = (nint)steps * features;
            for (var l = 0; l < layers.Length; l++)
            {
                var inputs = new GateInputs
                {
                    Count = rows,
                    X = x,
                    XStride = stride,
                    Features = layers[l].Features,
                    H = memory.H(l, t - 1),
                    HStride = layers[l].PaddedUnits,
                    Units = t == 0 ? 0 : layers[l].Units,
                };
                var h = memory.H(l, t);
                Step<TLanes, TVector>(layers[l], inputs, memory.C(l), h, memory.Z);
                x = h;
                stride = layers[l].PaddedUnits;
            }
        }

        return memory.H(layers.Length - 1, steps - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Step<TLanes, TVector>(PackedLstm layer, in GateInputs inputs, float* c, float* h, float* z)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (var block = 0; block < layer.Blocks; block++)
        {
            var weights = layer.Weights.Start + ((nint)block * layer.BlockStride);
            var bias = layer.Bias.Start + (block * PackedLstm.Gates * TLanes.Count);
            for (var row = 0; row < inputs.Count;)
            {
                var tile = GateProducts.TileRows<TLanes, TVector>(inputs.Count - row);
                GateProducts.Tile<TLanes, TVector>(tile, weights, bias, inputs, row, z, PackedLstm.Gates * TLanes.Count);
                var end = Math.Min(row + tile, inputs.Count);
                Close<TLanes, TVector>(
                    z, end - row, c + (row * layer.PaddedUnits) + (block * TLanes.Count),
                    h + (row * layer.PaddedUnits) + (block * TLanes.Count), layer.PaddedUnits);
                row = end;
            }
        }
    }

    /// <summary>From z to c and h of the rows of a tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Close<TLanes, TVector>(float* z, int rows, float* c, float* h, nint stride)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (var row = 0; row < rows; row++)
        {
            var value = GateMath.Step<TLanes, TVector>(
                TLanes.Load(z), TLanes.Load(z + TLanes.Count), TLanes.Load(z + (2 * TLanes.Count)), TLanes.Load(z + (3 * TLanes.Count)),
                TLanes.Load(c), out var next);
            TLanes.Store(c, next);
            TLanes.Store(h, value);
            z += PackedLstm.Gates * TLanes.Count;
            c += stride;
            h += stride;
        }
    }
}
