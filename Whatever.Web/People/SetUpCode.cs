using System.Security.Cryptography;
using System.Text;

namespace Whatever.Web.People;

/// <summary>
/// Who makes the first administrator over the network types what the console printed: it shows that they are at the machine. Good for one
/// person, gone with the process. Tries are counted by address, see <see cref="Attempts"/>, and no number of them ends it: 60 bits are not
/// guessed, and whoever could end it by wrong tries would keep its owner out.
/// </summary>
public sealed class SetUpCode
{
    private const string Letters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
    private const int Length = 12;

    private readonly Lock gate = new();
    private string? code;

    public string Make()
    {
        lock (gate)
        {
            code = RandomNumberGenerator.GetString(Letters, Length);
            return $"{code[..4]}-{code[4..8]}-{code[8..]}";
        }
    }

    /// <returns>Whether it is the code; spaces, hyphens and case count for nothing.</returns>
    public bool Matches(string? typed)
    {
        lock (gate)
        {
            if (code is null)
            {
                return false;
            }

            var letters = new string([.. (typed ?? "").ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)]);
            return CryptographicOperations.FixedTimeEquals(Digest(letters), Digest(code));
        }
    }

    public void Forget()
    {
        lock (gate)
        {
            code = null;
        }
    }

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
