using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.People;

/// <summary>Who sends a request: a machine by its key, a person by the session, anybody while the station is open.</summary>
internal sealed class StationAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeys keys, StationAccess access,
    RefusalLog refusals)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "station";
    public const string KeyHeader = "X-Api-Key";
    private const string BearerStart = "Bearer ";
    private static readonly string[] OfPrograms = ["/api", "/openapi", "/receiver", "/_blazor", "/metrics"];

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var address = Context.Connection.RemoteIpAddress?.ToString();
        if (AtTheMachine.Is(Context) && await access.IsOpenAsync(Context.RequestAborted))
        {
            return Success(Identities.From(Identities.OfOpenStation(), address));
        }

        if (KeyOf(Request) is { } key)
        {
            if (await keys.FindAsync(key, Context.RequestAborted) is { } machine)
            {
                return Success(Identities.From(machine, address));
            }

            await refusals.NoteAsync(
                new AuditNote(AuditActs.Refused, $"{Request.Method} {Request.Path}") { Why = "access.key" }, Context.RequestAborted);
            return AuthenticateResult.Fail("The key opens nothing.");
        }

        return await Context.AuthenticateAsync(Identities.Session) is { Succeeded: true } session
            ? Success(Identities.From(session.Principal, address))
            : AuthenticateResult.NoResult();
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (IsOfAProgram(Request))
        {
            Response.Headers.WWWAuthenticate = "Bearer";
            var problem = KeyOf(Request) is null ? new Problem("access.nobody") : new Problem("access.key");
            await ProblemResult.Of(StatusCodes.Status401Unauthorized, problem).ExecuteAsync(Context);
            return;
        }

        var asked = Context.Features.Get<IStatusCodeReExecuteFeature>() is { } original
            ? original.OriginalPath + original.OriginalQueryString
            : Request.Path + Request.QueryString;
        Response.Redirect(await access.HasPeopleAsync(Context.RequestAborted)
            ? $"/sign-in?returnUrl={Uri.EscapeDataString(asked)}"
            : "/set-up");
    }

    protected override async Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        if (Identities.MustChangePassword(Context.User))
        {
            await AskForAPasswordAsync();
            return;
        }

        await refusals.NoteAsync(
            new AuditNote(AuditActs.Refused, $"{Request.Method} {Request.Path}") { Why = "access.right" }, Context.RequestAborted);
        if (IsOfAProgram(Request) || Identities.IsKey(Context.User))
        {
            await ProblemResult.Of(StatusCodes.Status403Forbidden, new Problem("access.right")).ExecuteAsync(Context);
            return;
        }

        Response.Redirect("/not-allowed");
    }

    private Task AskForAPasswordAsync()
    {
        if (IsOfAProgram(Request))
        {
            return ProblemResult.Of(StatusCodes.Status403Forbidden, new Problem("access.password")).ExecuteAsync(Context);
        }

        Response.Redirect("/account");
        return Task.CompletedTask;
    }

    private static bool IsOfAProgram(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) || OfPrograms.Any(start => request.Path.StartsWithSegments(start));

    /// <returns>Null where none was sent.</returns>
    internal static string? KeyOf(HttpRequest request) =>
        request.Headers.TryGetValue(KeyHeader, out var named) ? named.ToString()
        : request.Headers[HeaderNames.Authorization].ToString() is var text
            && text.StartsWith(BearerStart, StringComparison.OrdinalIgnoreCase) ? text[BearerStart.Length..].Trim()
        : null;

    private static AuthenticateResult Success(ClaimsPrincipal who) => AuthenticateResult.Success(new AuthenticationTicket(who, Name));
}
