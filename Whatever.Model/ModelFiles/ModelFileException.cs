using Whatever.Model.Forecasting;

namespace Whatever.Model.ModelFiles;

/// <summary>
/// The files of a model are missing, damaged or do not fit each other; the message names the file, what was found and what was expected.
/// </summary>
public sealed class ModelFileException : UnusableModelException
{
    /// <summary>For what was found to be wrong.</summary>
    public ModelFileException(string message)
        : base(message)
    {
    }

    /// <summary>For what another exception says is wrong.</summary>
    public ModelFileException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
