using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Whatever.Web.People;

/// <summary>Codes of an authenticator: RFC 6238 with SHA-1, six digits and half a minute, which every app knows.</summary>
public static class Totp
{
    private const int SecretBytes = 20;
    private const int StepSeconds = 30;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    public static long StepAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / StepSeconds;

    public static string CodeOf(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];

        // RFC 6238 has it, and apps know nothing else for sure; as a keyed digest it is not broken.
#pragma warning disable CA5350
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var value = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0x0f)..]) & int.MaxValue;
        return (value % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>A clock may be half a minute off; a step that was used, or one before it, is none.</summary>
    /// <returns>The step of the code; null where it is not one.</returns>
    public static long? Match(byte[] secret, string? typed, DateTimeOffset now, long lastStep)
    {
        var code = new string([.. (typed ?? "").Where(char.IsAsciiDigit)]);
        long? found = null;
        for (var step = StepAt(now) - 1; step <= StepAt(now) + 1; step++)
        {
            var expected = Encoding.ASCII.GetBytes(CodeOf(secret, step));
            var isIt = CryptographicOperations.FixedTimeEquals(expected, Encoding.ASCII.GetBytes(code));
            found = isIt && step > lastStep ? step : found;
        }

        return found;
    }

    /// <summary>As it is typed into an app, in groups of four.</summary>
    public static string Write(byte[] secret)
    {
        var text = new StringBuilder();
        var (buffer, bits) = (0, 0);
        foreach (var part in secret)
        {
            (buffer, bits) = ((buffer << 8) | part, bits + 8);
            while (bits >= 5)
            {
                bits -= 5;
                text.Append(Base32[(buffer >> bits) & 31]);
            }
        }

        return string.Join(' ', text.ToString().Chunk(4).Select(group => new string(group)));
    }
}
