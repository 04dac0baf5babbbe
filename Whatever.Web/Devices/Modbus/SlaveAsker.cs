using Whatever.Model.Problems;

namespace Whatever.Web.Devices.Modbus;

/// <summary>Asks for registers and waits as long as is set.</summary>
internal sealed class SlaveAsker(IModbusLink link, TimeSpan timeout, TimeProvider time)
{
    /// <returns>The values of the request's points, in their order.</returns>
    /// <exception cref="ModbusException">The slave was silent, was not understood, or refused.</exception>
    public async Task<double[]> AskAsync(int unit, RegisterRequest request, CancellationToken stopping)
    {
        var pdu = ModbusPdu.Request(request.Table, request.First, request.Count);
        var answer = await AskAgainAsync((byte)unit, pdu, stopping);
        var registers = ModbusPdu.Registers(pdu, answer);
        return [
            .. request.Points.Select(
                point => RegisterValue.Read(
                    registers.AsSpan(point.Place.Register - request.First), point.Place.Format, point.Place.WordOrder))];
    }

    public async Task OpenAsync(CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        try
        {
            await link.OpenAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            throw new DeviceException(new Problem("device.no-connection", timeout.TotalSeconds));
        }
    }

    /// <summary>A connection that was closed while nobody asked is opened again.</summary>
    private async Task<byte[]> AskAgainAsync(byte unit, byte[] pdu, CancellationToken stopping)
    {
        await OpenAsync(stopping);
        try
        {
            return await AskAsync(unit, pdu, stopping);
        }
        catch (IOException)
        {
            await OpenAsync(stopping);
            return await AskAsync(unit, pdu, stopping);
        }
    }

    private async Task<byte[]> AskAsync(byte unit, byte[] pdu, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        try
        {
            return await link.AskAsync(unit, pdu, either.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            throw link.Heard.IsEmpty
                ? new ModbusException(SlaveFailure.Silence, new Problem("modbus.silence", timeout.TotalSeconds))
                : ModbusPdu.Noise(link.Heard);
        }
    }
}
