using Whatever.Model.Kernels;

namespace Whatever.Model.Training.Kernels;

/// <summary>A part of the left side: element (row, k) lies at row · RowStride + k · KStride of the product.</summary>
internal unsafe struct LeftPart
{
    public float* Start;
    public nint RowStride;
    public int K;
}

/// <summary>What one tile is computed from: <see cref="Product"/> for the rows from <see cref="First"/>, none beyond <see cref="Last"/>.</summary>
internal unsafe struct ProductTile
{
    public LeftPart* Left;
    public int LeftCount;
    public nint KStride;
    public float* Right;
    public float* Init;
    public nint InitRow;
    public float* Target;
    public nint TargetRow;
    public nint First;
    public nint Last;
}

/// <summary>
/// target = init + left · right, in single precision: left (rows, K), right (K, columns), K run through part after part and added in that order.
/// Columns come in panels of four registers, of which the last may have two. Of a panel of the right side row k lies directly behind row k - 1; init and
/// target have a stride from row to row and one from panel to panel. Init may be the target itself (add to it) or a single row (stride 0: a bias, zeros).
/// Scalar twin: <see cref="Scalar"/>.
/// </summary>
internal unsafe struct Product
{
    public const int PanelRegisters = 4;
    public const int NarrowRegisters = 2;

    public int Rows;

    /// <summary>Columns in registers: even.</summary>
    public int Registers;

    public LeftPart* Left;
    public int LeftCount;
    public nint KStride;
    public float* Right;
    public nint RightPanel;
    public float* Init;
    public nint InitRow;
    public nint InitPanel;
    public float* Target;
    public nint TargetRow;
    public nint TargetPanel;

    /// <summary>The same number by number.</summary>
    public readonly void Scalar(int lanes)
    {
        for (var column = 0; column < Registers * lanes; column++)
        {
            var (panel, inPanel) = Math.DivRem(column, PanelRegisters * lanes);
            var width = Math.Min(PanelRegisters, Registers - (panel * PanelRegisters)) * lanes;
            for (var row = 0; row < Rows; row++)
            {
                var sum = Init[(panel * InitPanel) + (row * InitRow) + inPanel];
                var right = Right + (panel * RightPanel) + inPanel;
                for (var part = Left; part < Left + LeftCount; part++)
                {
                    for (var k = 0; k < part->K; k++, right += width)
                    {
                        sum = MathF.FusedMultiplyAdd(part->Start[(row * part->RowStride) + (k * KStride)], *right, sum);
                    }
                }

                Target[(panel * TargetPanel) + (row * TargetRow) + inPanel] = sum;
            }
        }
    }

    /// <summary>Panel by panel, so that the right side of one stays in the first-level cache while the rows go by.</summary>
    public readonly void Run<TLanes, TVector>()
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (var panel = 0; panel * PanelRegisters < Registers; panel++)
        {
            var tile = new ProductTile
            {
                Left = Left,
                LeftCount = LeftCount,
                KStride = KStride,
                Right = Right + (panel * RightPanel),
                Init = Init + (panel * InitPanel),
                InitRow = InitRow,
                Target = Target + (panel * TargetPanel),
                TargetRow = TargetRow,
                Last = Rows - 1,
            };
            if (Registers - (panel * PanelRegisters) >= PanelRegisters)
            {
                RunWide<TLanes, TVector>(ref tile);
            }
            else
            {
                RunNarrow<TLanes, TVector>(ref tile);
            }
        }
    }

    private static void RunWide<TLanes, TVector>(ref ProductTile tile)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        while (tile.First <= tile.Last)
        {
            if (TLanes.Count == 16 && tile.Last - tile.First >= 3)
            {
                WideTiles.Rows6By4<TLanes, TVector>(tile);
                tile.First += 6;
            }
            else
            {
                WideTiles.Rows3By4<TLanes, TVector>(tile);
                tile.First += 3;
            }
        }
    }

    private static void RunNarrow<TLanes, TVector>(ref ProductTile tile)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (; tile.First <= tile.Last; tile.First += 6)
        {
            NarrowTiles.Rows6By2<TLanes, TVector>(tile);
        }
    }
}
