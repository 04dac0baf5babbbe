using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Whatever.Tests.Support;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.People;

/// <summary>Who gets where: every endpoint of the station stands here, with who is let through.</summary>
public sealed partial class AccessTableTests(GuardedStation station)
{
    private const string Viewer = "viewer";
    private const string Operator = "operator";
    private const string Administrator = "administrator";
    private const string PushKey = "push";
    private const string ReadKey = "read";
    private const string OperateKey = "operate";
    private const string Nobody = "nobody";

    /// <summary>It ends the session that it is sent with, which others go on with: each has one of its own.</summary>
    private const string SignOut = "POST /sign-out";

    private static readonly string[] Callers = [Nobody, Viewer, Operator, Administrator, PushKey, ReadKey, OperateKey];
    private static readonly string[] Anyone = Callers;
    private static readonly string[] Page = [Viewer, Operator, Administrator];
    private static readonly string[] Reading = [Viewer, Operator, Administrator, ReadKey];
    private static readonly string[] Pushing = [Operator, Administrator, PushKey];
    private static readonly string[] Operating = [Operator, Administrator, OperateKey];
    private static readonly string[] Administration = [Administrator];

    private static readonly Dictionary<string, string[]> Table = new(StringComparer.Ordinal)
    {
        ["GET /openapi/{documentName}.json"] = Reading,
        ["GET /api/v1/sensors"] = Reading,
        ["GET /api/v1/sensors/{id}"] = Reading,
        ["POST /api/v1/sensors"] = Administration,
        ["PUT /api/v1/sensors/{id}"] = Administration,
        ["GET /api/v1/sensors/{id}/readings"] = Reading,
        ["GET /api/v1/imports/{id:long}/rejects"] = Reading,
        ["GET /api/v1/sample.csv"] = Reading,
        ["POST /api/v1/sensors/{id}/readings"] = Pushing,
        ["POST /api/v1/readings"] = Pushing,
        ["GET /api/v1/sensors/{id}/forecasts"] = Reading,
        ["POST /api/v1/sensors/{id}/forecasts"] = Operating,
        ["GET /api/v1/sensors/{id}/judgements"] = Reading,
        ["GET /api/v1/sensors/{id}/findings"] = Reading,
        ["GET /api/v1/sensors/{id}/thresholds/{quantity}"] = Reading,
        ["POST /api/v1/sensors/{id}/thresholds/{quantity}"] = Operating,
        ["POST /api/v1/sensors/{id}/thresholds/{quantity}/{version:int}/revert"] = Operating,
        ["GET /api/v1/sensors/{id}/criteria"] = Reading,
        ["POST /api/v1/sensors/{id}/criteria/{version:int}/approve"] = Operating,
        ["POST /api/v1/sensors/{id}/criteria/{version:int}/reject"] = Operating,
        ["GET /api/v1/alarms"] = Reading,
        ["GET /api/v1/alarms/{id:long}"] = Reading,
        ["POST /api/v1/alarms/{id:long}/acknowledge"] = Operating,
        ["POST /api/v1/alarms/{id:long}/keep"] = Operating,
        ["POST /api/v1/alarms/{id:long}/shelve"] = Operating,
        ["POST /api/v1/alarms/{id:long}/unshelve"] = Operating,
        ["POST /api/v1/alarms/{id:long}/verdict"] = Operating,
        ["POST /api/v1/alarms/{id:long}/comment"] = Operating,
        ["GET /api/v1/deliveries"] = Reading,
        ["POST /api/v1/deliveries/{id:long}/resend"] = Operating,
        ["GET /api/v1/jobs"] = Reading,
        ["POST /api/v1/jobs/{name}/run"] = Operating,
        ["POST /api/v1/jobs/{name}/cancel"] = Operating,
        ["GET /api/v1/devices"] = Reading,
        ["GET /api/v1/audit.csv"] = Administration,
        ["GET /healthz/live"] = Anyone,
        ["GET /healthz/ready"] = Anyone,
        ["GET /metrics"] = Reading,
        ["POST /receiver/predictions"] = Pushing,
        ["POST /receiver/alerts"] = Pushing,
        ["POST /receiver/alerts/batch"] = Pushing,
        ["GET /language/{language}"] = Anyone,
        [SignOut] = Anyone,
        ["GET /sign-in"] = Anyone,
        ["GET /set-up"] = Anyone,
        ["GET /not-allowed"] = Anyone,
        ["GET /account"] = Page,
        ["GET /access"] = Administration,
        ["GET /audit"] = Administration,
        ["GET /backups"] = Administration,
        ["GET /"] = Page,
        ["GET /alarms"] = Page,
        ["GET /alarms/{Id:long}"] = Page,
        ["GET /data"] = Page,
        ["GET /deliveries"] = Page,
        ["GET /devices"] = Page,
        ["GET /figures"] = Page,
        ["GET /forecasts"] = Page,
        ["GET /judgements"] = Page,
        ["GET /logs"] = Administration,
        ["GET /models"] = Page,
        ["GET /notifications"] = Administration,
        ["GET /not-found"] = Page,
        ["GET /outliers"] = Page,
        ["GET /schedules"] = Page,
        ["GET /stations"] = Page,
        ["GET /target"] = Page,
        ["GET /{**path:file}"] = Anyone,
        ["GET /_framework/opaque-redirect"] = Page,
        ["ANY /_blazor"] = Page,
        ["ANY /_blazor/negotiate"] = Page,
        ["ANY /_blazor/disconnect"] = Page,
        ["ANY /_blazor/initializers"] = Page,
    };

    public static TheoryData<string> Rows => [.. Table.Keys];

    [Fact]
    public async Task Endpoint_EveryOne_HasARow()
    {
        await station.ReadyAsync();
        var endpoints = station.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .ToList();

        // Files of the dashboard are for everybody, as the page that asks for a password needs them.
        var files = endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null).ToList();
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.NotNull(file.Metadata.GetMetadata<IAllowAnonymous>()));
        var known = endpoints.Except(files).SelectMany(KeysOf).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(known.Except(Table.Keys));
        Assert.Empty(Table.Keys.Except(known));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Endpoint_ForEachCaller_LetsThroughWhoTheTableSays(string row)
    {
        var (method, path) = Split(row);
        foreach (var caller in Callers)
        {
            var client = row == SignOut && caller is (Viewer or Operator or Administrator)
                ? await station.SignInAsync($"the {char.ToUpperInvariant(caller[0])}{caller[1..]}", GuardedStation.Password)
                : await ClientAsync(caller);
            using var answer = await SendAsync(client, method, path);
            Assert.True(
                Table[row].Contains(caller) != IsRefused(answer),
                $"{caller}: {row} answers {(int)answer.StatusCode} {answer.Headers.Location}");
            if (IsRefused(answer))
            {
                AssertRefusal(caller, method, path, answer);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Endpoint_ForAPageOfAnotherSite_ChangesNothing(string row)
    {
        var (method, path) = Split(row);
        if (method == HttpMethod.Get)
        {
            return;
        }

        await station.ReadyAsync();
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = station.Address };
        var cookie = await station.CookieAsync(PersonRole.Administrator);
        using var request = new HttpRequestMessage(method, path) { Content = Body() };
        request.Headers.Add("Cookie", cookie);
        request.Headers.Add("Origin", "http://other.example");
        using var answer = await client.SendAsync(request, TestStation.Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("request.other-site", await answer.Content.ReadAsStringAsync(TestStation.Cancellation), StringComparison.Ordinal);

        // Neither does who says nothing of where it comes from, with a session.
        using var silent = new HttpRequestMessage(method, path) { Content = Body() };
        silent.Headers.Add("Cookie", cookie);
        using var refused = await client.SendAsync(silent, TestStation.Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Theory]
    [InlineData("http://other.example", 403)]
    [InlineData("null", 403)]
    [InlineData(null, 403)]
    [InlineData("own", 101)]
    public async Task Circuit_ByOrigin_OpensForTheStationsOwnPageAlone(string? origin, int expected)
    {
        var cookie = await station.CookieAsync(PersonRole.Viewer);
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = station.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_blazor");
        request.Headers.Add("Cookie", cookie);
        request.Headers.Add("Connection", "Upgrade");
        request.Headers.Add("Upgrade", "websocket");
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin == "own" ? station.Address.GetLeftPart(UriPartial.Authority) : origin);
        }

        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestStation.Cancellation);
        Assert.Equal(expected, (int)answer.StatusCode);
    }

    private static void AssertRefusal(string caller, HttpMethod method, string path, HttpResponseMessage answer)
    {
        var isProgram = method != HttpMethod.Get || path.StartsWith("/api", StringComparison.Ordinal)
            || path.StartsWith("/openapi", StringComparison.Ordinal) || path.StartsWith("/_blazor", StringComparison.Ordinal)
            || path == "/metrics";
        var isKey = caller is PushKey or ReadKey or OperateKey;
        Assert.Equal(
            caller == Nobody ? isProgram ? "401" : "302 /sign-in" : isProgram || isKey ? "403" : "302 /not-allowed",
            answer.StatusCode == HttpStatusCode.Redirect
                ? $"302 {answer.Headers.Location!.ToString().Split('?')[0]}" : $"{(int)answer.StatusCode}");
    }

    private static bool IsRefused(HttpResponseMessage answer) =>
        answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
        || (answer.StatusCode == HttpStatusCode.Redirect
            && answer.RequestMessage!.RequestUri!.AbsolutePath is not ("/sign-out" or "/set-up")
            && answer.Headers.Location!.ToString().Split('?')[0] is "/sign-in" or "/not-allowed");

    private static IEnumerable<string> KeysOf(RouteEndpoint endpoint)
    {
        var path = "/" + endpoint.RoutePattern.RawText!.Trim('/');
        var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"];

        // A page takes its forms by POST as well, under the same right.
        return methods.Contains("GET")
            ? [$"GET {path}"]
            : methods.Where(method => method != "OPTIONS").Select(method => $"{method} {path}");
    }

    private static (HttpMethod Method, string Path) Split(string row)
    {
        var parts = row.Split(' ');
        var method = parts[0] == "ANY" ? HttpMethod.Post : HttpMethod.Parse(parts[0]);
        return (method, Parameter().Replace(parts[1], match => match.Groups[1].Value switch
        {
            "path" => "app.css",
            "id" or "Id" => match.Value.Contains(":long", StringComparison.Ordinal) ? "1" : "sensor_01",
            "version" => "9999",
            "quantity" => "pressure",
            "documentName" => "v1",
            "language" => "en",
            _ => "nothing",
        }));
    }

    private static StringContent Body() => new("{}", Encoding.UTF8, "application/json");

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path) { Content = method == HttpMethod.Get ? null : Body() };
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestStation.Cancellation);
    }

    private async Task<HttpClient> ClientAsync(string caller) => caller switch
    {
        Nobody => await AnybodyAsync(),
        PushKey => await station.KeyAsync(KeyScopes.Push),
        ReadKey => await station.KeyAsync(KeyScopes.Read),
        OperateKey => await station.KeyAsync(KeyScopes.Operate),
        Viewer => await station.SessionAsync(PersonRole.Viewer),
        Operator => await station.SessionAsync(PersonRole.Operator),
        _ => await station.SessionAsync(PersonRole.Administrator),
    };

    private async Task<HttpClient> AnybodyAsync()
    {
        await station.ReadyAsync();
        return station.Anybody();
    }

    [GeneratedRegex(@"\{[*]*(\w+)(?::\w+)?\}")]
    private static partial Regex Parameter();
}
