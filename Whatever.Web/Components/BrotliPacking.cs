using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace Whatever.Web.Components;

/// <summary>
/// Between the levels that the framework's own provider offers: a tenth smaller than its usual one, for some hundredths of a second, and
/// not for the two seconds of the smallest.
/// </summary>
internal sealed class BrotliPacking : ICompressionProvider
{
    private static readonly BrotliCompressionOptions Options = new() { Quality = 9 };

    public string EncodingName => "br";

    public bool SupportsFlush => true;

    public Stream CreateStream(Stream outputStream) => new BrotliStream(outputStream, Options, leaveOpen: true);
}
