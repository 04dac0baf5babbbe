using System.IO.MemoryMappedFiles;
using Whatever.Fuzz;

namespace Whatever.Benchmarks;

/// <summary>Which case each thread reads, where it can be read when the process is gone.</summary>
internal sealed class ProgressFile : IDisposable
{
    private const int Places = 256;
    private const int Bytes = 16;
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;

    public ProgressFile(string path)
    {
        file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, null, Places * Bytes);
        view = file.CreateViewAccessor();
    }

    public static IEnumerable<string> Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        for (var at = 0; at < bytes.Length; at += Bytes)
        {
            if (BitConverter.ToInt64(bytes, at) is var kind and > 0)
            {
                yield return $"--kind {FuzzKinds.Names[(int)kind - 1]} --case {BitConverter.ToInt64(bytes, at + 8)}";
            }
        }
    }

    public void Set(int place, string kind, long number)
    {
        view.Write(place * Bytes, FuzzKinds.Names.ToList().IndexOf(kind) + 1L);
        view.Write((place * Bytes) + 8, number);
    }

    public void Dispose()
    {
        view.Dispose();
        file.Dispose();
    }
}
