namespace Whatever.Model.Kernels;

/// <summary>
/// A second thread that takes part in a run. It waits spinning for a moment, because the next run often follows within microseconds, and is
/// parked after that, because a spinning thread on a shared machine takes the time from the one that has work.
/// </summary>
internal sealed class SecondThread : IDisposable
{
    private const int SpinsBeforeParking = 20_000;
    private const int SpinLength = 1;
    private readonly SemaphoreSlim parked = new(0);
    private readonly Action work;
    private int asked;
    private int done;
    private int isParked;
    private volatile bool ended;
    private volatile bool gone;
    private volatile Exception? failure;

    public SecondThread(Action work)
    {
        this.work = work;
        new Thread(Loop) { IsBackground = true, Name = "Whatever kernels" }.Start();
    }

    /// <exception cref="ObjectDisposedException">The thread was ended.</exception>
    public void Start()
    {
        ObjectDisposedException.ThrowIf(ended, this);
        Interlocked.Increment(ref asked);
        Wake();
    }

    /// <summary>Waits for the end of the work that was started last.</summary>
    /// <exception cref="ObjectDisposedException">The thread was ended before it began.</exception>
    public void Join()
    {
        for (var spins = 0; Volatile.Read(ref done) != Volatile.Read(ref asked); spins++)
        {
            ObjectDisposedException.ThrowIf(gone && Volatile.Read(ref done) != Volatile.Read(ref asked), this);
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
        Wake();
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

    private void Wake()
    {
        if (Interlocked.Exchange(ref isParked, 0) == 1)
        {
            parked.Release();
        }
    }

    private void Loop()
    {
        for (var seen = 0; Await(seen); seen++)
        {
            try
            {
                work();
            }
#pragma warning disable CA1031 // Whatever it is, the thread that waits has to know of it.
            catch (Exception problem)
#pragma warning restore CA1031
            {
                failure = problem;
            }

            Interlocked.Increment(ref done);
        }

        gone = true;
    }

    /// <returns>Whether there is work; false where the thread is to end.</returns>
    private bool Await(int seen)
    {
        for (var spins = 0; Volatile.Read(ref asked) == seen; spins++)
        {
            if (ended)
            {
                return false;
            }

            if (spins < SpinsBeforeParking)
            {
                Thread.SpinWait(SpinLength);
                continue;
            }

            Interlocked.Exchange(ref isParked, 1);
            if ((ended || Volatile.Read(ref asked) != seen) && Interlocked.Exchange(ref isParked, 0) == 1)
            {
                continue;
            }

            parked.Wait();
        }

        return true;
    }
}
