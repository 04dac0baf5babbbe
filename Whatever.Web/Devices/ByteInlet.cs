namespace Whatever.Web.Devices;

/// <summary>
/// Reads what comes over a stream until it is told to stop. A read that is stopped goes on in the background and its bytes are there for
/// the next one: not every serial port can take a read back.
/// </summary>
internal sealed class ByteInlet(Stream stream)
{
    private readonly byte[] buffer = new byte[512];
    private Task<int>? pending;

    /// <returns>What came; empty where the other side has closed.</returns>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        pending ??= stream.ReadAsync(buffer, CancellationToken.None).AsTask();
        var count = await pending.WaitAsync(cancellation);
        var bytes = buffer.AsMemory(0, count).ToArray();
        pending = null;
        return bytes;
    }

    /// <summary>Throws away what has come unasked.</summary>
    public void Forget()
    {
        if (pending is { IsCompletedSuccessfully: true })
        {
            pending = null;
        }
    }
}
