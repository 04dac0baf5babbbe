using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Whatever.Web.Storage;

/// <summary>Names of kept files: they sort by time, no two are the same, and a file system takes them.</summary>
public static class StampedName
{
    /// <summary>A name may have 255 bytes, and a Korean letter is three; stamp, sensor and endings need their share.</summary>
    private const int LongestBytes = 120;

    /// <summary>The moment, something of its own, and the end of <paramref name="name"/>.</summary>
    public static string Create(DateTimeOffset now, string name)
    {
        var stamp = now.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);
        return $"{stamp}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}-{Shorten(name)}";
    }

    /// <summary>The end stays, because it holds the extension.</summary>
    public static string Shorten(string name)
    {
        var first = 0;
        while (Encoding.UTF8.GetByteCount(name.AsSpan(first)) > LongestBytes || (first < name.Length && char.IsLowSurrogate(name[first])))
        {
            first++;
        }

        return name[first..];
    }
}
