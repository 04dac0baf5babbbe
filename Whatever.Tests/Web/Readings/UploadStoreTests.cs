using System.Text;
using Whatever.Tests.Support;
using Whatever.Web.Readings;

namespace Whatever.Tests.Web.Readings;

public sealed class UploadStoreTests
{
    [Theory]
    [InlineData("july.csv", "july.csv")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\Users\\me\\july.csv", "july.csv")]
    [InlineData("a b*c?.csv", "a_b_c_.csv")]
    [InlineData("..", "upload.csv")]
    [InlineData("", "upload.csv")]
    [InlineData("유량.csv", "유량.csv")]
    public async Task Save_AnyName_StaysInTheUploadFolder(string name, string expected)
    {
        await using var station = await TestStation.StartAsync();
        var path = await SaveAsync(station, "a", name);
        Assert.Equal(station.Folder.Uploads, Path.GetDirectoryName(path));
        Assert.StartsWith("20240709-030000-000-", Path.GetFileName(path), StringComparison.Ordinal);
        Assert.EndsWith("-" + expected, Path.GetFileName(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Save_TwiceInOneMillisecond_KeepsBoth()
    {
        await using var station = await TestStation.StartAsync();
        var first = await SaveAsync(station, "first", "push.csv");
        var second = await SaveAsync(station, "second", "push.csv");
        Assert.Equal("first", await File.ReadAllTextAsync(first, TestStation.Cancellation));
        Assert.Equal("second", await File.ReadAllTextAsync(second, TestStation.Cancellation));
    }

    [Fact]
    public async Task Save_LongKoreanName_IsCutToWhatAFileSystemTakes()
    {
        await using var station = await TestStation.StartAsync();
        var path = await SaveAsync(station, "a", new string('가', 200) + ".csv");
        Assert.EndsWith("가.csv", path, StringComparison.Ordinal);
        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task Save_BrokenOff_KeepsNothing()
    {
        await using var station = await TestStation.StartAsync();
        await Assert.ThrowsAsync<IOException>(
            () => station.Get<UploadStore>().SaveAsync(new Breaking(), "a.csv", cancellation: TestStation.Cancellation));
        Assert.Empty(Directory.EnumerateFiles(station.Folder.Uploads));
    }

    [Fact]
    public async Task Save_LargerThanAllowed_KeepsNothingAndSaysWhatToDo()
    {
        await using var station = await TestStation.StartAsync();
        var problem = await Assert.ThrowsAsync<UploadTooLargeException>(
            () =>
                station.Get<UploadStore>()
                    .SaveAsync(new Endless(UploadStore.LargestBytes + 1), "a.csv", cancellation: TestStation.Cancellation));
        Assert.Contains("larger than 512 MB", problem.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(station.Folder.Uploads));
    }

    private static Task<string> SaveAsync(TestStation station, string content, string name) =>
        station.Get<UploadStore>()
            .SaveAsync(new MemoryStream(Encoding.UTF8.GetBytes(content)), name, cancellation: TestStation.Cancellation);

    /// <summary>A connection that is lost after the first block.</summary>
    private sealed class Breaking : MemoryStream
    {
        private bool given;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var first = !given;
            given = true;
            return first ? ValueTask.FromResult(10) : throw new IOException("The connection was lost.");
        }
    }

    /// <summary>So many bytes without holding them.</summary>
    private sealed class Endless(long left) : MemoryStream
    {
        private long left = left;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = (int)Math.Min(left, buffer.Length);
            left -= count;
            return ValueTask.FromResult(count);
        }
    }
}
