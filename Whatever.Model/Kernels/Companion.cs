namespace Whatever.Model.Kernels;

/// <summary>
/// A second thread that takes part in a run. It waits spinning for a moment, because the next run often follows within microseconds, and is parked
/// after that, because a spinning thread on a shared machine takes the time from the one that has work.
/// </summary>
internal sealed class Companion : IDisposable
{
    private const int SpinsBeforeParking = 20_000;
    private const int SpinLength = 1;
    private readonly SemaphoreSlim parked = new(0);
    private readonly Action work;
    private int asked;
    private int done;
    private int isParked;
    private volatile bool ended;
    private volatile Exception? failure;

    public Companion(Action work)
    {
        this.work = work;
        new Thread(Loop) { IsBackground = true, Name = "Whatever kernels" }.Start();
    }

    public void Start()
    {
        Interlocked.Increment(ref asked);
        if (Interlocked.Exchange(ref isParked, 0) == 1)
        {
            parked.Release();
        }
    }

    /// <summary>Waits for the end of the work that was started last.</summary>
    public void Join()
    {
        for (var spins = 0; Volatile.Read(ref done) != Volatile.Read(ref asked); spins++)
        {
            Pause(spins);
        }

        if (failure is { } problem)
        {
            failure = null;
            throw new InvalidOperationException("The second thread of a run failed.", problem);
        }
    }

    public void Dispose()
    {
        ended = true;
        Start();
    }

    /// <summary>Spins, and lets others have the core when that takes long.</summary>
    public static void Pause(int spins)
    {
        if (spins < SpinsBeforeParking)
        {
            Thread.SpinWait(SpinLength);
        }
        else
        {
            Thread.Yield();
        }
    }

    private void Loop()
    {
        for (var seen = 0; !ended; seen++)
        {
            Await(seen);
            if (ended)
            {
                return;
            }

            try
            {
                work();
            }
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                failure = problem;
            }

            Interlocked.Increment(ref done);
        }
    }

    private void Await(int seen)
    {
        for (var spins = 0; Volatile.Read(ref asked) == seen; spins++)
        {
            if (spins < SpinsBeforeParking)
            {
                Thread.SpinWait(SpinLength);
                continue;
            }

            Interlocked.Exchange(ref isParked, 1);
            if (Volatile.Read(ref asked) != seen && Interlocked.Exchange(ref isParked, 0) == 1)
            {
                return;
            }

            parked.Wait();
        }
    }
}
