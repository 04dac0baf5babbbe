using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Whatever.Web.Storage;

/// <summary>Keeps what nobody may read unreadable in the database; the keys lie in the data folder.</summary>
/// <param name="provider">Of the station.</param>
/// <param name="purpose">What was protected for one purpose cannot be read for another.</param>
public abstract class SecretProtector(IDataProtectionProvider provider, string purpose)
{
    private readonly IDataProtector protector = provider.CreateProtector(purpose);

    public string Protect(string secret) => protector.Protect(secret);

    /// <returns>Null where the keys that protected it are gone.</returns>
    public string? Unprotect(string protectedSecret)
    {
        try
        {
            return protector.Unprotect(protectedSecret);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
