using Whatever.Model.Problems;

namespace Whatever.Model.ModelFiles;

/// <summary>A model cannot be saved into a folder, because of what the folder holds.</summary>
/// <param name="problem">What it holds.</param>
public sealed class FolderOccupiedException(Problem problem) : IOException(ProblemTexts.English(problem))
{
    /// <summary>What it holds.</summary>
    public Problem Problem { get; } = problem;
}
