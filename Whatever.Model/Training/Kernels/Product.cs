using Whatever.Model.Kernels;

namespace Whatever.Model.Training.Kernels;

/// <summary>A part of the left side: element (row, k) lies at row · RowStride + k · KStride of the product.</summary>
internal unsafe struct LeftPart
{
    public float* Start;
    public nint RowStride;
    public int K;
}

/// <summary>
/// What one tile is computed from: <see cref="Product"/> for the rows from <see cref="First"/>, none beyond <see cref="Last"/>.
/// </summary>
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

    /// <summary>Floats from the first pair of registers to the second: within the panel, or to the next one.</summary>
    public nint RightPair;
    public nint InitPair;
    public nint TargetPair;
    public nint First;
    public nint Last;
}

/// <summary>
/// target = init + left · right, in single precision: left (rows, K), right (K, columns), K run through part after part and added in that
/// order, whatever the width of a register. Columns come in panels of 32. Of a panel of the right side row k lies directly behind row k -
/// 1; init and target have a stride from row to row and one from panel to panel. Init may be the target itself (add to it) or a single row
/// (stride 0: a bias, zeros). Scalar twin: <see cref="Scalar"/>.
/// </summary>
internal unsafe struct Product
{
    /// <summary>Columns of a panel.</summary>
    public const int PanelWidth = 32;

    public int Rows;
    public int Panels;
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
    public readonly void Scalar()
    {
        for (var column = 0; column < Panels * PanelWidth; column++)
        {
            var (panel, inPanel) = Math.DivRem(column, PanelWidth);
            for (var row = 0; row < Rows; row++)
            {
                var sum = Init[(panel * InitPanel) + (row * InitRow) + inPanel];
                var right = Right + (panel * RightPanel) + inPanel;
                for (var part = Left; part < Left + LeftCount; part++)
                {
                    for (var k = 0; k < part->K; k++, right += PanelWidth)
                    {
                        sum = MathF.FusedMultiplyAdd(part->Start[(row * part->RowStride) + (k * KStride)], *right, sum);
                    }
                }

                Target[(panel * TargetPanel) + (row * TargetRow) + inPanel] = sum;
            }
        }
    }

    /// <summary>
    /// Panel by panel, so that the right side of one stays in the first-level cache while the rows go by. A tile is four registers wide:
    /// two panels with AVX-512, one with AVX2, half of one with four floats a register.
    /// </summary>
    public readonly void Run<TLanes, TVector>()
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        const int Pair = 2;
        var isWide = Pair * TLanes.Count == PanelWidth;
        for (var panel = 0; panel < Panels;)
        {
            if (isWide && panel + 1 == Panels)
            {
                RunNarrow<TLanes, TVector>(TileAt(panel, 0));
                panel++;
            }
            else if (isWide)
            {
                RunWide<TLanes, TVector>(TileAt(panel, 0) with { RightPair = RightPanel, InitPair = InitPanel, TargetPair = TargetPanel });
                panel += 2;
            }
            else
            {
                nint pair = Pair * TLanes.Count;
                for (nint column = 0; column < PanelWidth; column += 2 * pair)
                {
                    RunWide<TLanes, TVector>(TileAt(panel, column) with { RightPair = pair, InitPair = pair, TargetPair = pair });
                }

                panel++;
            }
        }
    }

    private readonly ProductTile TileAt(int panel, nint column) => new()
    {
        Left = Left,
        LeftCount = LeftCount,
        KStride = KStride,
        Right = Right + (panel * RightPanel) + column,
        Init = Init + (panel * InitPanel) + column,
        InitRow = InitRow,
        Target = Target + (panel * TargetPanel) + column,
        TargetRow = TargetRow,
        Last = Rows - 1,
    };

    private static void RunWide<TLanes, TVector>(ProductTile tile)
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

    private static void RunNarrow<TLanes, TVector>(ProductTile tile)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (; tile.First <= tile.Last; tile.First += 6)
        {
            NarrowTiles.Rows6By2<TLanes, TVector>(tile);
        }
    }
}
