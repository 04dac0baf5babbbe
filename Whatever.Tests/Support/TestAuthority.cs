using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Whatever.Tests.Support;

/// <summary>A certificate that no machine trusts by itself, for a broker on this one.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly RSA key = RSA.Create(2048);
    private readonly X509Certificate2 certificate;

    public TestAuthority()
    {
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    public int Port { get; } = Broker.FreePort();

    public string Certificate => certificate.ExportCertificatePem();

    /// <returns>Lines for the broker: a port of its own with this certificate, and one person who may come.</returns>
    public string Secure(TestFolder folder, string user, string password)
    {
        folder.Write("broker.pem", Certificate);
        folder.Write("broker.key", key.ExportPkcs8PrivateKeyPem());
        folder.Write("people", $"{user}:{password}\n");
        using var hashing = Process.Start("mosquitto_passwd", ["-U", folder.File("people")]);
        hashing.WaitForExit();
        Assert.Equal(0, hashing.ExitCode);
        return $"""
            listener {Port} 127.0.0.1
            certfile {folder.File("broker.pem")}
            keyfile {folder.File("broker.key")}
            allow_anonymous false
            password_file {folder.File("people")}
            """;
    }

    public void Dispose()
    {
        certificate.Dispose();
        key.Dispose();
    }
}
