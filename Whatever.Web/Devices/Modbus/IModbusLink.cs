namespace Whatever.Web.Devices.Modbus;

/// <summary>The way to one slave or several. It carries one request at a time.</summary>
internal interface IModbusLink : IDisposable
{
    /// <summary>Does nothing where it is open.</summary>
    Task OpenAsync(CancellationToken cancellation);

    /// <returns>What the unit answered.</returns>
    /// <exception cref="ModbusException">What came is no answer.</exception>
    /// <exception cref="OperationCanceledException">No answer came in time.</exception>
    /// <exception cref="IOException">The way is gone; it may be opened again.</exception>
    Task<byte[]> AskAsync(byte unit, byte[] request, CancellationToken cancellation);

    /// <summary>What came since the last request, for one that got no answer.</summary>
    ReadOnlySpan<byte> Heard { get; }
}
