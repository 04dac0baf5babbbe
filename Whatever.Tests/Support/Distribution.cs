using System.Diagnostics;

namespace Whatever.Tests.Support;

/// <summary>Programs that tests need, from the distribution where the machine has them not.</summary>
internal static class Distribution
{
    private const string Apt = "/usr/bin/apt-get";
    private static readonly Lock Gate = new();

    public static bool CanInstall => File.Exists(Apt) && Environment.UserName == "root";

    public static void Update() => Run("update", "-qq");

    public static void Install(string package) => Run("install", "-y", "-qq", package);

    /// <param name="package">That holds it.</param>
    /// <param name="paths">Where it may lie.</param>
    /// <exception cref="InvalidOperationException">There is none and none could be installed; the message says what to do.</exception>
    public static string FindOrInstall(string package, params string[] paths)
    {
        lock (Gate)
        {
            if (!paths.Any(File.Exists) && CanInstall)
            {
                Update();
                Install(package);
            }
        }

        return paths.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException(
                $"{package} was not found and could not be installed. Install the package {package} and run the tests again.");
    }

    private static void Run(params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(
                Apt, arguments)
            { Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" }, RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
    }
}
