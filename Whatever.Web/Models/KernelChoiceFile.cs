using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Whatever.Model.Files;
using Whatever.Model.Kernels;

namespace Whatever.Web.Models;

/// <summary>
/// Keeps which instructions run a network fastest on this machine, so that it is measured once. A file that is missing, damaged or of
/// another machine counts for nothing: what it held takes milliseconds to measure again.
/// </summary>
/// <param name="path">A JSON file; it need not exist.</param>
public sealed class KernelChoiceFile(string path)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter() },
    };
    private static readonly string ThisMachine = DescribeMachine();

    /// <summary>Has the kernels measured, with what the file knows, and what is measured kept in it.</summary>
    public void Serve(KernelCalibration calibration, TimeProvider time) =>
        calibration.MeasureWith(() => time.GetElapsedTime(0), Load(), Save);

    private Dictionary<string, KernelChoice> Load()
    {
        try
        {
            return File.Exists(path)
                && JsonSerializer.Deserialize<Content>(File.ReadAllBytes(path), Json) is { Machine: var machine, Shapes: { } shapes }
                && machine == ThisMachine
                ? shapes
                : [];
        }
        catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>A disk that is full or read-only is no reason to fail: it is only measured again after the next start.</summary>
    private void Save(IReadOnlyDictionary<string, KernelChoice> measured)
    {
        try
        {
            // The folder of a station that was removed is not made again.
            if (!Directory.Exists(Path.GetDirectoryName(path)))
            {
                return;
            }

            AtomicFile.WriteText(
                path, JsonSerializer.Serialize(new Content(ThisMachine, new Dictionary<string, KernelChoice>(measured)), Json));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }

    /// <summary>Processor, cores, the instructions that may be used, and the program: another of any of them is measured anew.</summary>
    private static string DescribeMachine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{ProcessorName()}, {Environment.ProcessorCount} cores, {KernelPaths.Best}, .NET {Environment.Version}, "
            + $"{typeof(KernelCalibration).Module.ModuleVersionId}");

    /// <summary>
    /// The name that an x86 processor gives itself (leaves 0x80000002 to 0x80000004) and, because a virtual one may be vague, its family
    /// and model (leaf 1); elsewhere the architecture.
    /// </summary>
    private static string ProcessorName()
    {
        const int First = unchecked((int)0x80000002);
        if (!X86Base.IsSupported || (uint)X86Base.CpuId(unchecked((int)0x80000000), 0).Eax < 0x80000004)
        {
            return RuntimeInformation.ProcessArchitecture.ToString();
        }

        Span<int> words = stackalloc int[12];
        for (var leaf = 0; leaf < 3; leaf++)
        {
            (words[4 * leaf], words[(4 * leaf) + 1], words[(4 * leaf) + 2], words[(4 * leaf) + 3]) = X86Base.CpuId(First + leaf, 0);
        }

        return Encoding.ASCII.GetString(MemoryMarshal.AsBytes(words)).Trim('\0', ' ') + $" {X86Base.CpuId(1, 0).Eax:x}";
    }

    private sealed record Content(string Machine, Dictionary<string, KernelChoice> Shapes);
}
