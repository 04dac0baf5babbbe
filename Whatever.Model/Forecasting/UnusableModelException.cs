namespace Whatever.Model.Forecasting;

/// <summary>A model cannot be used as it is; the message names what was found and what was expected.</summary>
public class UnusableModelException : Exception
{
    /// <summary>For what was found to be wrong.</summary>
    public UnusableModelException(string message)
        : base(message)
    {
    }

    /// <summary>For what another exception says is wrong.</summary>
    public UnusableModelException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
