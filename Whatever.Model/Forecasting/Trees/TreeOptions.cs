namespace Whatever.Model.Forecasting.Trees;

/// <summary>How boosted trees are grown. Small trees that learn slowly: hours of one sensor are many, but they are alike.</summary>
/// <param name="Trees">One after the other, each on what those before it are off by; at least 1.</param>
/// <param name="MostLeaves">Of a tree, 2..64.</param>
/// <param name="LearningRate">Share of a leaf's mean that is added, above 0 and at most 1.</param>
/// <param name="FewestRows">Of a leaf, at least 1.</param>
/// <param name="Shrinkage">Rows of value 0 that each leaf is thought to hold besides its own, at least 0.</param>
internal sealed record TreeOptions(
    int Trees = 80, int MostLeaves = 8, double LearningRate = 0.05, int FewestRows = 250, double Shrinkage = 25)
{
    /// <summary>Values of an input that are told apart.</summary>
    public const int Bins = 64;
}
