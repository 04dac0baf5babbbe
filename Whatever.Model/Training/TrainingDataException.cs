namespace Whatever.Model.Training;

/// <summary>There is not enough to train on, or to go on from; the message says what was found and expected.</summary>
public sealed class TrainingDataException(string message) : Exception(message);
