namespace Whatever.Model.Networks;

/// <summary>A layer of a network that is a chain. The layers are the textbook reference: formulas in double, no tricks.</summary>
public interface ILayer
{
    /// <summary>The outputs of a batch.</summary>
    Signal Forward(Signal input);
}
