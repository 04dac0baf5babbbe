using System.IO.Ports;
using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Devices.Lines;

/// <summary>Takes the lines that a logger writes to a serial port by itself.</summary>
internal sealed class SerialLineDriver(DeviceStore store, DeviceStates states, TimeProvider time) : IDeviceDriver
{
    /// <summary>A line that begins after so much silence has its beginning: at 9600 baud a letter takes a millisecond.</summary>
    private static readonly TimeSpan SilenceBeforeALine = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan TestWait = TimeSpan.FromSeconds(70);

    public bool Speaks(DeviceKind kind) => kind == DeviceKind.SerialLine;

    public async Task RunAsync(DeviceSetup device, CancellationToken stopping)
    {
        using var port = SerialPorts.Open(device.Connection);
        var opened = time.GetTimestamp();
        states.Connected(device.Id);
        await foreach (var lines in ReadAsync(port, opened, stopping))
        {
            var (samples, refused) = (new List<Sample>(), new List<Problem>());
            foreach (var line in lines)
            {
                Take(device, line, samples, refused);
            }

            await store.StoreAsync(device.Id, samples, progress: null, stopping);
            states.Change(device.Id, state =>
            {
                var next = state with { Received = state.Received + lines.Count };
                return refused.Count > 0 ? next.Refuse(refused[^1], time.GetUtcNow(), refused.Count) : next;
            });
        }
    }

    public async Task<IReadOnlyList<TestedPoint>> TestAsync(DeviceSetup device, CancellationToken cancellation)
    {
        using var port = SerialPorts.Open(device.Connection);
        using var limit = new CancellationTokenSource(TestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await foreach (var lines in ReadAsync(port, time.GetTimestamp(), either.Token))
            {
                return [.. device.Points.Select(point => Look(device, point, lines[^1]))];
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Nothing was written in that time.
        }

        return [.. device.Points.Select(point => new TestedPoint(
            point.Id, null, null, new Problem("line.no-line", TestWait.TotalSeconds), null))];
    }

    private async IAsyncEnumerable<IReadOnlyList<string?>> ReadAsync(
        SerialPort port, long opened, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stopping)
    {
        var inlet = new ByteInlet(port.BaseStream);
        LineReader? reader = null;
        while (true)
        {
            var bytes = await inlet.ReadAsync(stopping);
            if (bytes.IsEmpty)
            {
                throw new EndOfStreamException();
            }

            reader ??= new LineReader(time.GetElapsedTime(opened) >= SilenceBeforeALine);
            if (reader.Take(bytes).ToList() is { Count: > 0 } lines)
            {
                yield return lines;
            }
        }
    }

    private void Take(DeviceSetup device, string? line, List<Sample> samples, List<Problem> refused)
    {
        if (line is null)
        {
            refused.Add(new Problem("line.too-long"));
            return;
        }

        foreach (var point in device.Points)
        {
            var now = time.GetUtcNow();
            if (LineParser.Read(line, point, device.Connection.TimeColumn, now, out var value, out var at) is { } problem)
            {
                refused.Add(problem);
            }
            else if (value is { } known)
            {
                samples.Add(new Sample(point.Id, known, at));
            }
        }
    }

    private TestedPoint Look(DeviceSetup device, PointSetup point, string? line)
    {
        if (line is null)
        {
            return new TestedPoint(point.Id, null, null, new Problem("line.too-long"), null);
        }

        var problem = LineParser.Read(line, point, device.Connection.TimeColumn, time.GetUtcNow(), out var value, out var at);
        var missing = value is null ? new Phrase("line.missing", point.Place.Column) : null;
        return new TestedPoint(point.Id, value, value is null ? null : at, problem ?? missing, LineParser.Shown(line));
    }
}
