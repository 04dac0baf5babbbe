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
        var outputs = goBackwards
            ? recurrence.Forward([.. input.Steps.Reverse()], input.Kept?.Reverse().ToList())
            : recurrence.Forward(input.Steps, input.Kept);

        // What goes on of backward outputs keeps the order of the steps that were skipped: Keras does not turn it round.
        return returnSequences ? Signal.OfSequence(outputs) with { Kept = input.Kept } : Signal.OfVector(outputs[^1]);
    }
}
