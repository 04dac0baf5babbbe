using Whatever.Model.Problems;

namespace Whatever.Model.Training;

/// <summary>There is not enough to train on, or to go on from; the problem says what was found and expected.</summary>
/// <param name="problem">What is wrong.</param>
public sealed class TrainingDataException(Problem problem) : ProblemException(problem);
