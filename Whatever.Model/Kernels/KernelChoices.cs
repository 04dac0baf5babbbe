using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Whatever.Model.Kernels;

/// <summary>What was measured on one machine, by the shape of what was run.</summary>
internal sealed class KernelChoices
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    /// <summary>Processor, cores, the instructions that may be used, and the program: another of any of them is measured anew.</summary>
    public string Machine { get; init; } = DescribeMachine();

    public IReadOnlyDictionary<string, KernelChoice> Shapes { get; init; } = new Dictionary<string, KernelChoice>();

    /// <summary>Nothing where the file is missing, damaged, or of another machine.</summary>
    public static KernelChoices Load(string path)
    {
        try
        {
            var stored = File.Exists(path) ? JsonSerializer.Deserialize<KernelChoices>(File.ReadAllBytes(path), Json) : null;
            return stored is { Shapes: not null } && stored.Machine == DescribeMachine() ? stored : new KernelChoices();
        }
        catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException)
        {
            return new KernelChoices();
        }
    }

    /// <summary>What is written cannot be lost for good: it takes milliseconds to measure, so that a disk that is full or read-only is no failure.</summary>
    public void Save(string path)
    {
        var beside = $"{path}.{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}.new";
        try
        {
            File.WriteAllBytes(beside, JsonSerializer.SerializeToUtf8Bytes(this, Json));
            File.Move(beside, path, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }

    /// <summary>Null where it was not measured, or by a file that a person changed to what this machine cannot do.</summary>
    public KernelChoice? Find(string shape, int mostThreads) =>
        Shapes.TryGetValue(shape, out var choice) && choice.Path != KernelPath.Reference && KernelPaths.IsSupported(choice.Path) && choice.Threads >= 1 && choice.Threads <= mostThreads ? choice : null;

    public KernelChoices With(string shape, KernelChoice choice) => new() { Machine = Machine, Shapes = new Dictionary<string, KernelChoice>(Shapes) { [shape] = choice } };

    public KernelChoices With(KernelChoices others) => others.Shapes.Aggregate(this, (all, one) => all.With(one.Key, one.Value));

    private static string DescribeMachine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{ProcessorName()}, {Environment.ProcessorCount} cores, {KernelPaths.Best}, .NET {Environment.Version}, {typeof(KernelChoices).Assembly.GetName().Version}");

    /// <summary>The name that an x86 processor gives itself (leaves 0x80000002 to 0x80000004), elsewhere the architecture.</summary>
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

        return Encoding.ASCII.GetString(MemoryMarshal.AsBytes(words)).Trim('\0', ' ');
    }
}
