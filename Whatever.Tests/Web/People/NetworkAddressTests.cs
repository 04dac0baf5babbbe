using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Whatever.Tests.Support;
using Whatever.Web;
using Whatever.Web.Delivery;
using Whatever.Web.People;
using Whatever.Web.Security;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.People;

/// <summary>A station that other machines can reach.</summary>
public sealed class NetworkAddressTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Reachable_WithNobody_AnswersTheSetUpAlone()
    {
        await using var app = await StartAsync(Listening.Parse("http://0.0.0.0:0"));
        var port = new Uri(await app.RememberAddressAsync()).Port;
        Assert.Contains("code", await app.DescribeAccessAsync(), StringComparison.Ordinal);
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{port}"),
        };
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/sensors", TestStation.Cancellation)).StatusCode);
        using var page = await client.GetAsync("/", TestStation.Cancellation);
        Assert.Equal("/set-up", page.Headers.Location!.ToString());
        Assert.DoesNotContain("Form.Code", await client.GetStringAsync("/set-up", TestStation.Cancellation), StringComparison.Ordinal);

        // A proxy on the machine brings somebody else: the code is asked for.
        using var forwarded = new HttpRequestMessage(HttpMethod.Get, "/set-up");
        forwarded.Headers.Add("X-Forwarded-For", "10.0.0.9");
        using var asked = await client.SendAsync(forwarded, TestStation.Cancellation);
        Assert.Contains("Form.Code", await asked.Content.ReadAsStringAsync(TestStation.Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080", null, false)]
    [InlineData("http://localhost:5080;http://[::1]:5080", null, false)]
    [InlineData("http://127.0.0.1:5080", "station.local", true)]
    [InlineData("http://0.0.0.0:5080", null, true)]
    [InlineData("http://*:5080", null, true)]
    [InlineData("http://127.0.0.1:5080;http://10.0.0.5:5080", null, true)]
    public void Address_ThatOthersReach_IsKnownAsOne(string urls, string? names, bool isReachable) =>
        Assert.Equal(isReachable, Listening.Parse(urls, names).IsReachable);

    [Fact]
    public async Task HostNames_Named_AreAnsweredAndOthersNot()
    {
        await using var app = await StartAsync(Listening.Parse("http://127.0.0.1:0", "station.local"));
        using var client = new HttpClient { BaseAddress = new Uri(await app.RememberAddressAsync()) };
        foreach (var (host, expected) in new[] { ("station.local", 200), ("evil.example", 400), ("127.0.0.1.evil.example", 400) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/set-up");
            request.Headers.Host = host;
            using var answer = await client.SendAsync(request, TestStation.Cancellation);
            Assert.Equal(expected, (int)answer.StatusCode);
        }
    }

    [Fact]
    public async Task Https_WithACertificate_IsServedAndTheReceiverIsReached()
    {
        var (file, key) = WriteCertificate(DateTimeOffset.UnixEpoch.AddYears(130));
        var certificate = ServerCertificate.Load(file, key, null, TestStation.Noon);
        await using var app = await StartAsync(Listening.Parse("https://127.0.0.1:0", certificate: certificate));
        var address = await app.RememberAddressAsync();
        Assert.StartsWith("https://127.0.0.1:", address, StringComparison.Ordinal);
        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, met, _, _) => met!.Thumbprint == certificate!.Own.Thumbprint,
        };
        using var client = new HttpClient(handler) { BaseAddress = new Uri(address) };
        using var answer = await client.GetAsync("/api/v1/sensors", TestStation.Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("max-age=31536000", answer.Headers.GetValues("Strict-Transport-Security").Single());
        Assert.True((await app.Services.GetRequiredService<TargetTester>().SendAsync(new(), TestStation.Cancellation)).Received);
    }

    [Fact]
    public void Certificate_ThatCannotServe_IsRefusedWithItsReason()
    {
        var (file, key) = WriteCertificate(TestStation.Noon);
        Assert.Equal("serve.certificate-over", CodeOf(file, key));
        Assert.Equal("command.no-file", CodeOf(file + ".not", key));
        Assert.Equal("serve.certificate", CodeOf(file, null));
        Assert.Equal("serve.certificate", CodeOf(folder.Write("not.pfx", "nothing"), null));

        static string CodeOf(string file, string? key) => Assert.Throws<ListeningException>(
            () => ServerCertificate.Load(file, key, null, TestStation.Noon)).Problem.Code;
    }

    private (string File, string Key) WriteCertificate(DateTimeOffset until)
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=station.local", own, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(TestStation.Noon.AddYears(-1), until);
        return (folder.Write("own.pem", made.ExportCertificatePem()), folder.Write("own.key", own.ExportPkcs8PrivateKeyPem()));
    }

    private async Task<WebApplication> StartAsync(Listening listening)
    {
        var app = StationHost.Build(new DataFolder(Path.Combine(folder.Path, "data")), listening);
        await app.Services.PrepareStationAsync(withDemo: false, TestStation.Cancellation);
        await app.StartAsync(TestStation.Cancellation);
        return app;
    }
}
