namespace Whatever.Web.Storage;

/// <summary>Wakes a loop when something changed that it goes on with, however often it is said meanwhile.</summary>
public sealed class ChangeSignal : IDisposable
{
    private readonly SemaphoreSlim changed = new(0, 1);
    private readonly IDisposable subscription;
    private readonly TimeProvider time;

    /// <param name="changes">What is listened to.</param>
    /// <param name="time">Measures waits.</param>
    /// <param name="kinds">What wakes it.</param>
    public ChangeSignal(ChangeFeed changes, TimeProvider time, params ChangeKind[] kinds)
    {
        this.time = time;
        subscription = changes.Subscribe(change => Wake(kinds.Contains(change.Kind)));
    }

    /// <summary>Until something changed, or the time is over.</summary>
    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellation)
    {
        if (longest <= TimeSpan.Zero)
        {
            return;
        }

        using var timer = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
        try
        {
            await changed.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The time is over.
        }
    }

    public void Dispose()
    {
        subscription.Dispose();
        changed.Dispose();
    }

    private void Wake(bool concerns)
    {
        if (concerns && changed.CurrentCount == 0)
        {
            try
            {
                changed.Release();
            }
            catch (SemaphoreFullException)
            {
                // Two changes at once: one wake-up is enough.
            }
        }
    }
}
