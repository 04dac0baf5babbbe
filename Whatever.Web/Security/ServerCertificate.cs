using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Whatever.Model.Problems;

namespace Whatever.Web.Security;

/// <summary>The certificate of the web server, from files in PEM or one in PKCS#12.</summary>
public sealed record ServerCertificate(X509Certificate2 Own, X509Certificate2Collection Chain)
{
    /// <summary>Of a .pfx; a command line can be seen by everybody on the machine.</summary>
    public const string PasswordVariable = "WHATEVER_CERTIFICATE_PASSWORD";

    /// <param name="file">In PEM or PKCS#12; null where there is none.</param>
    /// <param name="keyFile">Of a file in PEM; null where it holds the key as well.</param>
    /// <param name="password">Of a file in PKCS#12.</param>
    /// <param name="now">It has to be good.</param>
    /// <exception cref="ListeningException">It cannot be read, has no key, or is over.</exception>
    public static ServerCertificate? Load(string? file, string? keyFile, string? password, DateTimeOffset now)
    {
        if (file is null)
        {
            return null;
        }

        foreach (var path in new[] { file, keyFile }.OfType<string>().Where(path => !File.Exists(path)))
        {
            throw new ListeningException(new Problem("command.no-file", path));
        }

        var (own, chain) = Read(file, keyFile, password);
        if (!own.HasPrivateKey)
        {
            throw new ListeningException(new Problem("serve.certificate-key", file));
        }

        return now < own.NotAfter.ToUniversalTime()
            ? new ServerCertificate(own, chain)
            : throw new ListeningException(new Problem("serve.certificate-over", file, DateOnly.FromDateTime(own.NotAfter)));
    }

    private static (X509Certificate2 Own, X509Certificate2Collection Chain) Read(string file, string? keyFile, string? password)
    {
        try
        {
            if (Path.GetExtension(file).ToLowerInvariant() is ".pfx" or ".p12")
            {
                return (X509CertificateLoader.LoadPkcs12FromFile(file, password), []);
            }

            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(file);
            using var read = X509Certificate2.CreateFromPemFile(file, keyFile);

            // Windows serves with a key that it has stored itself.
            return (X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null), chain);
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ListeningException(new Problem("serve.certificate", file, FileProblems.Clause(failure.Message)));
        }
    }
}
