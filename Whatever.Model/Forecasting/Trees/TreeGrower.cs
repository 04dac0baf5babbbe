namespace Whatever.Model.Forecasting.Trees;

/// <summary>Grows one tree after the other on what is left of the targets.</summary>
/// <param name="bins">Of the rows.</param>
/// <param name="residuals">Shape (rows): what is to be learned; each tree takes from it what it has learned.</param>
/// <param name="options">How.</param>
internal sealed class TreeGrower(InputBins bins, float[] residuals, TreeOptions options)
{
    private readonly int[] order = new int[residuals.Length];
    private readonly int[] above = new int[residuals.Length];

    /// <returns>Index of the root.</returns>
    /// <param name="nodes">The new ones are added.</param>
    public int Grow(List<TreeNode> nodes)
    {
        for (var row = 0; row < order.Length; row++)
        {
            order[row] = row;
        }

        var root = nodes.Count;
        nodes.Add(default);
        var all = CountOf(0, order.Length);
        var leaves = new List<Leaf> { LeafOf(root, 0, order.Length, all) };
        while (leaves.Count < options.MostLeaves && leaves.MaxBy(leaf => leaf.Best.Gain) is { Best.Gain: > 0 } leaf)
        {
            leaves.Remove(leaf);
            Split(leaf, nodes, leaves);
        }

        foreach (var leaf in leaves)
        {
            var value = (float)(options.LearningRate * leaf.Sum / (leaf.Count + options.Shrinkage));
            nodes[leaf.Node] = new TreeNode(-1, value, 0);
            for (var i = leaf.From; i < leaf.From + leaf.Count; i++)
            {
                residuals[order[i]] -= value;
            }
        }

        return root;
    }

    private void Split(Leaf leaf, List<TreeNode> nodes, List<Leaf> leaves)
    {
        var (input, bin) = (leaf.Best.Input, leaf.Best.Bin);
        var below = Part(leaf, input, bin);
        nodes[leaf.Node] = new TreeNode((short)input, bins.EdgeOf(input, bin), checked((short)nodes.Count));
        nodes.Add(default);
        nodes.Add(default);

        // What lies in one of the two lies not in the other: the smaller one is counted, the larger one is what remains.
        var rest = leaf.Count - below;
        var isBelowSmaller = below <= rest;
        var smaller = isBelowSmaller ? CountOf(leaf.From, below) : CountOf(leaf.From + below, rest);
        leaf.Histogram.Subtract(smaller);
        leaves.Add(LeafOf(nodes.Count - 2, leaf.From, below, isBelowSmaller ? smaller : leaf.Histogram));
        leaves.Add(LeafOf(nodes.Count - 1, leaf.From + below, rest, isBelowSmaller ? leaf.Histogram : smaller));
    }

    /// <summary>Puts the rows of a leaf up to a bin first, in the order in which they were.</summary>
    /// <returns>How many these are.</returns>
    private int Part(Leaf leaf, int input, int bin)
    {
        var (below, others, last) = (leaf.From, 0, InputBins.CellOf(input, bin));
        for (var i = leaf.From; i < leaf.From + leaf.Count; i++)
        {
            if (bins.Cells[(order[i] * bins.Inputs) + input] <= last)
            {
                order[below++] = order[i];
            }
            else
            {
                above[others++] = order[i];
            }
        }

        Array.Copy(above, 0, order, below, others);
        return below - leaf.From;
    }

    private TreeHistogram CountOf(int from, int count) => TreeHistogram.Of(bins, order.AsSpan(from, count), residuals);

    private Leaf LeafOf(int node, int from, int count, TreeHistogram histogram)
    {
        var sum = histogram.Total;
        return new Leaf(node, from, count, sum, histogram, histogram.BestSplit(bins, count, sum, options));
    }

    private sealed record Leaf(int Node, int From, int Count, double Sum, TreeHistogram Histogram, TreeSplit Best);
}
