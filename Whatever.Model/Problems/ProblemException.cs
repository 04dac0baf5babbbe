namespace Whatever.Model.Problems;

/// <summary>A refusal that ends what was begun. The message is the English sentence.</summary>
public abstract class ProblemException : Exception
{
    /// <param name="problem">What is wrong.</param>
    /// <param name="inner">What it was found by; null for none.</param>
    protected ProblemException(Problem problem, Exception? inner = null)
        : base(ProblemTexts.English(problem), inner) => Problem = problem;

    /// <summary>What is wrong.</summary>
    public Problem Problem { get; }
}
