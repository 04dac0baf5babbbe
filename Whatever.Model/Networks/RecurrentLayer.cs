namespace Whatever.Model.Networks;

/// <summary>A recurrence over a sequence: all of its outputs go on, or the last one.</summary>
/// <param name="recurrence">LSTM, GRU or a simple one.</param>
/// <param name="returnSequences">Whether every output goes on.</param>
/// <param name="goBackwards">The steps are taken from last to first, and outputs come in that order.</param>
public sealed class RecurrentLayer(IRecurrence recurrence, bool returnSequences, bool goBackwards = false) : ILayer
{
    /// <summary>Whether every output goes on.</summary>
    public bool ReturnSequences => returnSequences;

    /// <inheritdoc/>
    public Signal Forward(Signal input)
    {
        var outputs = recurrence.Forward(goBackwards ? [.. input.Steps.Reverse()] : input.Steps);
        return returnSequences ? Signal.OfSequence(outputs) : Signal.OfVector(outputs[^1]);
    }
}
