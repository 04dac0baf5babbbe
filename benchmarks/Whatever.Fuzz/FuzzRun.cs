using System.Collections.Concurrent;

namespace Whatever.Fuzz;

/// <summary>A case that shows a fault.</summary>
/// <param name="Number">Of the case.</param>
/// <param name="What">What happened.</param>
/// <param name="IsHang">It took too long; else the reader threw what is no refusal.</param>
public sealed record FuzzFault(long Number, string What, bool IsHang);

/// <summary>
/// Cases of one kind, one after the other on each thread. A case that takes long is read once more when all others are through, alone, so
/// that a pause of the machine is no fault.
/// </summary>
public sealed class FuzzRun(string kind, ulong seed, Func<string, FuzzKind>? create = null)
{
    private const int Block = 64;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private readonly ConcurrentBag<long> slow = [];
    private readonly ConcurrentBag<FuzzFault> faults = [];
    private readonly Lock gate = new();
    private long next;
    private long accepted;
    private long refused;

    /// <summary>By number.</summary>
    public IReadOnlyList<FuzzFault> Faults => [.. faults.OrderBy(fault => fault.Number)];

    public long Count => accepted + refused + faults.Count(fault => !fault.IsHang);

    public long Accepted => accepted;

    public long Refused => refused;

    /// <summary>Of one case; those that were slow but once do not count.</summary>
    public TimeSpan Slowest { get; private set; }

    public long SlowestNumber { get; private set; }

    /// <summary>Told when a thread begins a case, by its place among the threads, so that one that ends the process can be found.</summary>
    public Action<int, long>? Begins { get; init; }

    /// <summary>The same case for the same numbers.</summary>
    public static byte[] Make(string kind, ulong seed, long number)
    {
        using var maker = FuzzKinds.Create(kind);
        return maker.Make(FuzzRandom.Of(seed, kind, number));
    }

    /// <param name="first">Number of the first case.</param>
    /// <param name="count">Cases.</param>
    /// <param name="threads">That share them.</param>
    /// <param name="cancellation">Ends it after the cases that are being read.</param>
    public void Go(long first, long count, int threads, CancellationToken cancellation)
    {
        next = first;
        var workers = Enumerable.Range(0, threads)
            .Select(place => new Thread(() => Work(place, first + count, cancellation)) { IsBackground = true }).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
        using var alone = Create();
        foreach (var number in slow.Order())
        {
            if (Time(alone, number) is var again && again > Longest)
            {
                faults.Add(new FuzzFault(number, $"{again.TotalMilliseconds:0} ms", IsHang: true));
            }

            Note(number, again);
        }
    }

    private void Work(int place, long end, CancellationToken cancellation)
    {
        using var reader = Create();
        while (!cancellation.IsCancellationRequested && Interlocked.Add(ref next, Block) - Block is var begin && begin < end)
        {
            for (var number = begin; number < Math.Min(begin + Block, end); number++)
            {
                Begins?.Invoke(place, number);
                var (file, started) = (reader.Make(FuzzRandom.Of(seed, kind, number)), TimeProvider.System.GetTimestamp());
                Judge(reader, number, file);
                var took = TimeProvider.System.GetElapsedTime(started);
                if (took > Longest)
                {
                    slow.Add(number);
                }
                else if (took > Slowest)
                {
                    Note(number, took);
                }
            }
        }
    }

    private void Judge(FuzzKind reader, long number, byte[] file)
    {
        try
        {
            if (reader.Read(file) == FuzzOutcome.Accepted)
            {
                Interlocked.Increment(ref accepted);
            }
            else
            {
                Interlocked.Increment(ref refused);
            }
        }
        catch (Exception fault)
        {
            faults.Add(new FuzzFault(number, fault.ToString(), IsHang: false));
        }
    }

    private TimeSpan Time(FuzzKind reader, long number)
    {
        var (file, started) = (reader.Make(FuzzRandom.Of(seed, kind, number)), TimeProvider.System.GetTimestamp());
        try
        {
            reader.Read(file);
        }
        catch (Exception fault) when (faults.Any(known => known.Number == number))
        {
            // It is among the faults already.
            _ = fault;
        }

        return TimeProvider.System.GetElapsedTime(started);
    }

    private void Note(long number, TimeSpan took)
    {
        lock (gate)
        {
            if (took > Slowest)
            {
                (Slowest, SlowestNumber) = (took, number);
            }
        }
    }

    private FuzzKind Create() => (create ?? FuzzKinds.Create)(kind);
}
