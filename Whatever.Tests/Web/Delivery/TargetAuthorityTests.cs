using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Whatever.Tests.Support;
using Whatever.Web.Delivery;

namespace Whatever.Tests.Web.Delivery;

/// <summary>A server whose certificate a private authority signed, over a real connection.</summary>
public sealed class TargetAuthorityTests : IAsyncLifetime
{
    private static readonly DateTimeOffset From = DateTimeOffset.UnixEpoch.AddYears(50);
    private readonly X509Certificate2 authority = Root("CN=Waterworks CA");
    private TestStation station = null!;

    public async ValueTask InitializeAsync() => station = await TestStation.StartAsync();

    public async ValueTask DisposeAsync()
    {
        authority.Dispose();
        await station.DisposeAsync();
    }

    [Fact]
    public async Task Send_AuthorityGiven_IsReceivedAndTheCertificateIsShown()
    {
        await using var server = await ServerAsync(Signed(authority, "localhost"));
        var draft = new TargetDraft { Url = UrlOf(server, "localhost"), NewAuthority = authority.ExportCertificatePem() };
        Assert.True((await Tester.SendAsync(draft, TestStation.Cancellation)).Received);
        var met = await station.Get<TargetTrust>().LastAsync(TestStation.Cancellation);
        Assert.Equal(("localhost", "CN=localhost", "CN=Waterworks CA"), (met!.Host, met.Subject, met.Issuer));
        Assert.Equal(From.AddYears(60), met.ValidUntil);
        Assert.Empty(await station.Get<TargetEditor>().SaveAsync(draft, TestStation.Cancellation));
        Assert.True((await Tester.SendAsync(new TargetDraft { Url = draft.Url }, TestStation.Cancellation)).Received);
        var without = draft with { NewAuthority = null, RemoveAuthority = true };
        Assert.False((await Tester.SendAsync(without, TestStation.Cancellation)).Received);
    }

    [Fact]
    public async Task Send_AuthorityNotKnown_SaysWhoSignedItAndWhatToDo()
    {
        await using var server = await ServerAsync(Signed(authority, "localhost"));
        var url = UrlOf(server, "localhost");
        var result = await Tester.SendAsync(new TargetDraft { Url = url }, TestStation.Cancellation);
        Assert.False(result.Received);
        Assert.Equal(
            $"{url} could not be reached: its certificate (CN=localhost) is signed by CN=Waterworks CA, which this machine does not trust; "
                + "where that is your own authority, give its certificate as a file on the page Target server.",
            result.Answer.ToString());
        using var other = Root("CN=Another CA");
        var wrong = await Tester.SendAsync(
            new TargetDraft { Url = url, NewAuthority = other.ExportCertificatePem() }, TestStation.Cancellation);
        Assert.Contains("which is not of the authority that is set for this target", wrong.Answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_CertificateOfAnotherHost_IsNotTrustedWhoeverSignedIt()
    {
        await using var server = await ServerAsync(Signed(authority, "server.example"));
        var result = await Tester.SendAsync(
            new TargetDraft { Url = UrlOf(server, "localhost"), NewAuthority = authority.ExportCertificatePem() },
            TestStation.Cancellation);
        Assert.False(result.Received);
        Assert.Contains("its certificate (CN=server.example) is not for localhost", result.Answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Save_FileThatIsNoAuthority_IsRefused()
    {
        using var leaf = Signed(authority, "localhost");
        using var key = authority.GetECDsaPrivateKey()!;
        (string Pem, string Sentence)[] cases =
        [
            ("hello", "holds no certificate"), (leaf.ExportCertificatePem(), "holds no root: CN=localhost is signed by CN=Waterworks CA"),
            (authority.ExportCertificatePem() + key.ExportPkcs8PrivateKeyPem(), "holds a private key"),
            ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "a certificate that is damaged"),
        ];
        foreach (var (pem, sentence) in cases)
        {
            var problem = Assert.Single(
                await station.Get<TargetEditor>().SaveAsync(new TargetDraft { NewAuthority = pem }, TestStation.Cancellation));
            Assert.Equal("authority", problem.Field);
            Assert.Contains(sentence, problem.ToString(), StringComparison.Ordinal);
        }

        Assert.Null(await station.Get<TargetEditor>().AuthorityAsync(TestStation.Cancellation));
        Assert.Null(TargetAuthority.Refuse(authority.ExportCertificatePem() + "\n" + leaf.ExportCertificatePem()));
    }

    private TargetTester Tester => station.Get<TargetTester>();

    private static string UrlOf(WebApplication server, string host) => $"https://{host}:{new Uri(server.Urls.Single()).Port}";

    private static X509Certificate2 Root(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(From, From.AddYears(60));
    }

    private static X509Certificate2 Signed(X509Certificate2 by, string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(by, From, From.AddYears(60), [1, 2, 3, 4]);
        using var withKey = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }

    private static async Task<WebApplication> ServerAsync(X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(context => context.Response.WriteAsync("ok", context.RequestAborted));
        await app.StartAsync(TestStation.Cancellation);
        return app;
    }
}
