using Whatever.Model.Problems;

namespace Whatever.Model.Forecasting;

/// <summary>A model cannot be used as it is; the problem names what was found and what was expected.</summary>
/// <param name="problem">What is wrong.</param>
/// <param name="inner">What it was found by; null for none.</param>
public class UnusableModelException(Problem problem, Exception? inner = null) : ProblemException(problem, inner);
