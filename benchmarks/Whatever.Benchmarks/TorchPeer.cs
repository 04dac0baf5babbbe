using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Whatever.Benchmarks;

/// <summary>PyTorch in a child process; what it is told and answers stands in training_peer.py.</summary>
internal sealed class TorchPeer : IDisposable
{
    public const string HowToGet =
        "PyTorch is not there: apt-get install -y python3-torch libopenblas0-pthread brings it (without the second it multiplies six "
            + "times slower).";

    /// <summary>The one on the path, and Debian's, which has what apt-get installs.</summary>
    private static readonly string[] Pythons = ["python3", "/usr/bin/python3"];

    private readonly Process process;
    private readonly int threads;
    private readonly string folder = Directory.CreateTempSubdirectory("training-peer").FullName;

    public TorchPeer(string python, int threads, IReadOnlyList<int> shape, float[] weights, float[] inputs, float[] targets)
    {
        Write("weights", weights);
        Write("inputs", inputs);
        Write("targets", targets);
        var start = new ProcessStartInfo(python) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "training_peer.py"));
        foreach (var number in shape)
        {
            start.ArgumentList.Add(number.ToString(CultureInfo.InvariantCulture));
        }

        start.ArgumentList.Add(folder);

        // Set on some machines for the sake of old libraries, they would slow the peer down.
        start.Environment.Remove("OPENBLAS_CORETYPE");
        start.Environment.Remove("OPENBLAS_L2_SIZE");

        // PyTorch's own setting does not reach a BLAS with threads of its own.
        start.Environment["OPENBLAS_NUM_THREADS"] = start.Environment["OMP_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture);
        this.threads = threads;
        process = Process.Start(start)!;
    }

    /// <returns>A Python that can import torch; null where there is none.</returns>
    public static string? FindPython() => Pythons.FirstOrDefault(HasTorch);

    /// <returns>The version of PyTorch and the library that multiplies for it.</returns>
    public string Begin(double learningRate, double weightDecay) =>
        Ask(string.Create(CultureInfo.InvariantCulture, $"begin {threads} {learningRate} {weightDecay}"));

    /// <returns>Seconds, and the loss of each step.</returns>
    public (double Seconds, double[] Losses) Run(int batch, int count)
    {
        var numbers = Ask($"run {batch} {count}").Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return (numbers[0], numbers[1..]);
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static bool HasTorch(string python)
    {
        try
        {
            using var probe = Process.Start(new ProcessStartInfo(python, ["-c", "import torch"]) { RedirectStandardError = true })!;
            probe.StandardError.ReadToEnd();
            probe.WaitForExit();
            return probe.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private void Write(string name, float[] numbers) =>
        File.WriteAllBytes(Path.Combine(folder, name + ".bin"), MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray());

    private string Ask(string line)
    {
        process.StandardInput.WriteLine(line);
        process.StandardInput.Flush();
        return process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The peer ended; its error stands above.");
    }
}
