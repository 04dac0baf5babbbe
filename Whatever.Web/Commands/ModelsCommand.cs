using System.CommandLine;

namespace Whatever.Web.Commands;

/// <summary>What can be done with model files.</summary>
internal static class ModelsCommand
{
    public static Command Create() =>
        new(
            "models",
            "Takes networks of Keras in, runs them bare, and compares machines") { ModelsImportCommand.Create(),
            ModelsPredictCommand.Create(), ModelsDigestCommand.Create() };
}
