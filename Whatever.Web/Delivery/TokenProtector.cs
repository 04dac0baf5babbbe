using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Whatever.Web.Delivery;

/// <summary>Keeps the bearer token unreadable in the database; the keys lie in the data folder.</summary>
public sealed class TokenProtector(IDataProtectionProvider provider)
{
    private readonly IDataProtector protector = provider.CreateProtector("Whatever.Delivery.BearerToken");

    public string Protect(string token) => protector.Protect(token);

    /// <returns>Null where the keys that protected it are gone.</returns>
    public string? Unprotect(string protectedToken)
    {
        try
        {
            return protector.Unprotect(protectedToken);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
