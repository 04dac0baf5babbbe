using System.Text;

namespace Whatever.Web.Domain;

/// <summary>The body of a request as bytes, so that what is wrong with it can be shown.</summary>
internal static class JsonBody
{
    /// <returns>All of it, without a byte order mark.</returns>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream body, CancellationToken cancellation)
    {
        using var copy = new MemoryStream();
        await body.CopyToAsync(copy, cancellation);
        ReadOnlyMemory<byte> bytes = copy.GetBuffer().AsMemory(0, (int)copy.Length);
        return bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
    }
}
