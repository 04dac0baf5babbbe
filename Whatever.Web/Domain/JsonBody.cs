using System.Text;
using Whatever.Model.Problems;

namespace Whatever.Web.Domain;

/// <summary>The body of a request as bytes, so that what is wrong with it can be shown.</summary>
internal static class JsonBody
{
    private const int BlockBytes = 1 << 16;

    /// <param name="body">Unpacked, if it was packed: a small one can become a large one.</param>
    /// <param name="mostBytes">That are kept in memory.</param>
    /// <param name="cancellation">Of the request.</param>
    /// <returns>All of it, without a byte order mark.</returns>
    /// <exception cref="BodyTooLargeException">It is larger; the rest is not read.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream body, int mostBytes, CancellationToken cancellation)
    {
        using var copy = new MemoryStream();
        var block = new byte[BlockBytes];
        while (await body.ReadAsync(block, cancellation) is var read and > 0)
        {
            if (copy.Length + read > mostBytes)
            {
                throw new BodyTooLargeException(new Problem("request.too-large", mostBytes >> 20));
            }

            copy.Write(block, 0, read);
        }

        ReadOnlyMemory<byte> bytes = copy.GetBuffer().AsMemory(0, (int)copy.Length);
        return bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
    }
}

/// <summary>A body that is not taken because of its size.</summary>
internal sealed class BodyTooLargeException(Problem problem) : ProblemException(problem);
