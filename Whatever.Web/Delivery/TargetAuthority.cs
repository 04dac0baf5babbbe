using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Whatever.Model.Problems;

namespace Whatever.Web.Delivery;

/// <summary>
/// The certificates of a private authority as one PEM file. For the target that it is set for it stands in the place of the system's roots,
/// so that nobody else can vouch for that server; other targets and the system's roots are not touched.
/// </summary>
public static class TargetAuthority
{
    /// <summary>Letters of the file at most; a certificate has about two thousand.</summary>
    public const int Longest = 256 << 10;

    /// <returns>What is wrong with the file; null where it can be taken.</returns>
    public static Problem? Refuse(string pem)
    {
        if (pem.Length > Longest)
        {
            return new Problem("authority.too-large", pem.Length >> 10, Longest >> 10).At("authority");
        }

        if (pem.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            return new Problem("authority.private-key").At("authority");
        }

        try
        {
            var certificates = Read(pem);
            return certificates.Count == 0 ? new Problem("authority.none").At("authority")
                : !certificates.Any(IsRoot)
                    ? new Problem("authority.no-root", certificates[0].Subject, certificates[0].Issuer).At("authority")
                : null;
        }
        catch (CryptographicException)
        {
            return new Problem("authority.damaged").At("authority");
        }
    }

    /// <exception cref="CryptographicException">A certificate is damaged.</exception>
    public static X509Certificate2Collection Read(string pem)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(pem);
        return certificates;
    }

    /// <summary>Trusts what the file's roots have signed, and nothing else.</summary>
    public static X509ChainPolicy PolicyOf(string pem)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,

            // An authority of one's own seldom says over the network what it revoked.
            RevocationMode = X509RevocationMode.NoCheck,
        };
        foreach (var certificate in Read(pem))
        {
            (IsRoot(certificate) ? policy.CustomTrustStore : policy.ExtraStore).Add(certificate);
        }

        return policy;
    }

    private static bool IsRoot(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
