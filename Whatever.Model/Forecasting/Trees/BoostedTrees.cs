namespace Whatever.Model.Forecasting.Trees;

/// <summary>
/// Gradient-boosted regression trees of the squared error (Friedman 2001), grown leaf by leaf on binned inputs (Ke et al. 2017):
/// <code>
/// f(x) = bias + rate * sum over trees of the value of the leaf that x falls into
/// value of a leaf = sum r / (n + shrinkage),   r what the trees before it are off by in its n rows
/// gain of a split = SL^2 / (nL + shrinkage) + SR^2 / (nR + shrinkage) - S^2 / (n + shrinkage)
/// </code>
/// Sums are made in the order of the rows, by one thread: the same rows give the same trees to the last bit.
/// </summary>
internal sealed class BoostedTrees
{
    private readonly TreeNode[] nodes;
    private readonly int[] roots;
    private readonly float bias;

    private BoostedTrees(TreeNode[] nodes, int[] roots, float bias) => (this.nodes, this.roots, this.bias) = (nodes, roots, bias);

    /// <param name="rows">Shape (count, inputs), row-major; NaN where missing.</param>
    /// <param name="inputs">In a row.</param>
    /// <param name="targets">Shape (count); finite.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or there is no row.</exception>
    public static BoostedTrees Fit(float[] rows, int inputs, float[] targets, TreeOptions options)
    {
        if (targets.Length == 0 || rows.Length != targets.Length * inputs)
        {
            throw new ArgumentException(
                $"There are {rows.Length} inputs and {targets.Length} targets, expected {inputs} inputs for each of at least one target.");
        }

        var bias = (float)(targets.Sum(target => (double)target) / targets.Length);
        var residuals = Array.ConvertAll(targets, target => target - bias);
        var grower = new TreeGrower(new InputBins(rows, inputs), residuals, options);
        var nodes = new List<TreeNode>();
        var roots = new int[options.Trees];
        for (var tree = 0; tree < roots.Length; tree++)
        {
            roots[tree] = grower.Grow(nodes);
        }

        return new BoostedTrees([.. nodes], roots, bias);
    }

    /// <param name="row">Shape (inputs); NaN where missing.</param>
    public double Predict(ReadOnlySpan<float> row)
    {
        double sum = bias;
        foreach (var root in roots)
        {
            var node = nodes[root];
            while (node.Input >= 0)
            {
                // What is missing is above nothing.
                node = nodes[row[node.Input] > node.Value ? node.Below + 1 : node.Below];
            }

            sum += node.Value;
        }

        return sum;
    }
}

/// <summary>A split, or a leaf.</summary>
/// <param name="Input">What is looked at; -1 for a leaf.</param>
/// <param name="Value">Up to here it goes below; of a leaf, what it adds.</param>
/// <param name="Below">Index of the node for what goes there; the one after it is for the rest. Eight bytes a node: there are many.</param>
internal readonly record struct TreeNode(short Input, float Value, short Below);
