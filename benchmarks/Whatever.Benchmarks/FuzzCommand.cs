using System.Diagnostics;
using System.Globalization;
using Whatever.Fuzz;

namespace Whatever.Benchmarks;

/// <summary>
/// Cases of each kind of file that comes from outside, read as the station reads them. They are read in a process of their own, with the
/// collector as the unit file sets it for small boxes, whose memory is looked at and whose end would be seen.
/// </summary>
internal static class FuzzCommand
{
    private const string Child = "WHATEVER_FUZZ_PROGRESS";
    private const int MostMegabytes = 256;
    private const int MostShown = 10;
    private const int Repeats = 2000;
    private static readonly TimeSpan LongestRepeats = TimeSpan.FromSeconds(2);

    public static int Run(string[] kinds, long? count, ulong seed, int? seconds, long? number, string? path, string folder)
    {
        if (path is not null)
        {
            using var reader = FuzzKinds.Create(kinds[0]);
            ReadAgain(reader, File.ReadAllBytes(path), 1);
            ReadAgain(reader, File.ReadAllBytes(path), Repeats);
            return 0;
        }

        if (number is { } one)
        {
            return Again(kinds, seed, one, folder);
        }

        return Environment.GetEnvironmentVariable(Child) is { } progress
            ? RunHere(kinds, count, seed, seconds, folder, progress)
            : RunBeside(folder);
    }

    /// <summary>Once, and again where that is quick: the first time holds what is made ready for all others.</summary>
    private static int Again(string[] kinds, ulong seed, long number, string folder)
    {
        foreach (var kind in kinds)
        {
            using var reader = FuzzKinds.Create(kind);
            var file = reader.Make(FuzzRandom.Of(seed, kind, number));
            Console.WriteLine($"{kind} {number}: {file.Length} bytes in {Keep(folder, kind, seed, number, file)}");
            ReadAgain(reader, file, 1);
            ReadAgain(reader, file, Repeats);
        }

        return 0;
    }

    private static void ReadAgain(FuzzKind reader, byte[] file, int times)
    {
        var (started, before) = (TimeProvider.System.GetTimestamp(), GC.GetTotalAllocatedBytes(precise: true));
        var (read, outcome) = (0, default(FuzzOutcome));
        while (read < times && TimeProvider.System.GetElapsedTime(started) < LongestRepeats)
        {
            outcome = reader.Read(file);
            read++;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{outcome}, {read} times, {TimeProvider.System.GetElapsedTime(started).TotalMilliseconds / read:0.000} ms, "
                + $"{(GC.GetTotalAllocatedBytes(precise: true) - before) / 1e3 / read:0} KB allocated each"));
    }

    private static int RunHere(string[] kinds, long? count, ulong seed, int? seconds, string folder, string progress)
    {
        using var places = new ProgressFile(progress);
        var good = true;
        foreach (var kind in kinds)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds ?? int.MaxValue / 1000));
            var run = new FuzzRun(kind, seed) { Begins = (place, number) => places.Set(place, kind, number) };
            var started = TimeProvider.System.GetTimestamp();
            run.Go(0, count ?? (seconds is null ? 10_000 : long.MaxValue / 2), Environment.ProcessorCount, limit.Token);
            var (took, memory) = (TimeProvider.System.GetElapsedTime(started).TotalSeconds, PeakMegabytes());
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{kind,-12} {run.Count,10} cases {run.Count / took,8:0} a second, {run.Accepted,9} accepted, {run.Refused,9} refused, "
                    + $"{run.Faults.Count(fault => !fault.IsHang)} crashes, {run.Faults.Count(fault => fault.IsHang)} hangs, slowest "
                    + $"{run.Slowest.TotalMilliseconds:0} ms (case {run.SlowestNumber}), peak {memory} MB"));
            foreach (var fault in run.Faults.Take(MostShown))
            {
                var path = Keep(folder, kind, seed, fault.Number, FuzzRun.Make(kind, seed, fault.Number));
                Console.WriteLine($"  {path}: fuzz --kind {kind} --seed {seed} --case {fault.Number}: {fault.What}");
            }

            if (memory >= MostMegabytes)
            {
                Console.WriteLine($"  {memory} MB, expected less than {MostMegabytes}");
            }

            good &= run.Faults.Count == 0 && memory < MostMegabytes;
        }

        return good ? 0 : 1;
    }

    private static int RunBeside(string folder)
    {
        Directory.CreateDirectory(folder);
        var progress = Path.Combine(folder, "progress");
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        var isHosted = Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal);
        foreach (var argument in Environment.GetCommandLineArgs().Skip(isHosted ? 0 : 1))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[Child] = progress;
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_GCgen0size"] = "0x400000";
        using var child = Process.Start(start)!;
        child.WaitForExit();
        if (child.ExitCode is not (0 or 1))
        {
            Console.WriteLine(
                $"The process ended with {child.ExitCode} while it read one of: {string.Join(", ", ProgressFile.Read(progress))}");
        }

        return child.ExitCode;
    }

    private static string Keep(string folder, string kind, ulong seed, long number, byte[] file)
    {
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, $"{kind}-{seed}-{number}");
        File.WriteAllBytes(path, file);
        return path;
    }

    /// <summary>Of the process, since it began; what is in use now where the system does not say it.</summary>
    private static long PeakMegabytes() => File.Exists("/proc/self/status")
        ? long.Parse(
            File.ReadLines("/proc/self/status")
                .First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))["VmHWM:".Length..^"kB".Length],
            CultureInfo.InvariantCulture) / 1024
        : Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
}
