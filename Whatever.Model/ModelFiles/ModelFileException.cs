using Whatever.Model.Forecasting;
using Whatever.Model.Problems;

namespace Whatever.Model.ModelFiles;

/// <summary>
/// The files of a model are missing, damaged or do not fit each other; the problem names the file, what was found and what was expected.
/// </summary>
/// <param name="problem">What is wrong.</param>
/// <param name="inner">What it was found by; null for none.</param>
public sealed class ModelFileException(Problem problem, Exception? inner = null) : UnusableModelException(problem, inner);
