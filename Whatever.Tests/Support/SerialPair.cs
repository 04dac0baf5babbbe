namespace Whatever.Tests.Support;

/// <summary>Two serial ports of this machine with a line between them (a pair of pseudo-terminals of socat).</summary>
internal sealed class SerialPair : IDisposable
{
    private readonly TestFolder folder;
    private readonly ToolProcess process;

    private SerialPair(ToolProcess process, TestFolder folder) => (this.process, this.folder) = (process, folder);

    /// <summary>The station's end.</summary>
    public string Station => folder.File("station");

    /// <summary>The device's end.</summary>
    public string Device => folder.File("device");

    public static async Task<SerialPair> StartAsync()
    {
        var folder = new TestFolder();
        return new SerialPair(
            await ToolProcess.StartAsync(
                Distribution.FindOrInstall("socat", "/usr/bin/socat", "/usr/local/bin/socat"),
                ["-d", "-d", $"pty,raw,echo=0,link={folder.File("station")}", $"pty,raw,echo=0,link={folder.File("device")}"],
                "starting data transfer loop"),
            folder);
    }

    public void Dispose()
    {
        process.Dispose();
        folder.Dispose();
    }
}
