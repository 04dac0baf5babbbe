using Whatever.Model.Problems;

namespace Whatever.Web.Readings.Csv;

/// <summary>The file as a whole cannot be read, or not before a person has said how; the problem says what was found and what was
/// expected.</summary>
public sealed class UnreadableCsvException(Problem problem, Exception? inner = null) : ProblemException(problem, inner);
