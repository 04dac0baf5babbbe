using Whatever.Model.Problems;

namespace Whatever.Web.Commands;

/// <summary>A command cannot do what was asked; the message is the sentence that is printed.</summary>
public sealed class CommandFailedException(Problem problem, bool isUsage = false) : ProblemException(problem)
{
    /// <summary>The command was called wrongly (exit code 2), rather than having failed (1).</summary>
    public bool IsUsage => isUsage;
}
