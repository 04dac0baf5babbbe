using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.People;

public static class PeopleRegistration
{
    private const int HashIterations = 210_000;
    private static readonly TimeSpan SessionEndsAfter = TimeSpan.FromDays(7);

    /// <summary>What commands need as well as pages.</summary>
    public static IServiceCollection AddPeople(this IServiceCollection services)
    {
        services.AddIdentityCore<Person>(options =>
        {
            // What a password and a name have to be stands in PasswordRules and PersonRules.
            options.Password = new PasswordOptions
            {
                RequireDigit = false,
                RequireLowercase = false,
                RequireUppercase = false,
                RequireNonAlphanumeric = false,
                RequiredLength = 1,
                RequiredUniqueChars = 1,
            };
            options.User.AllowedUserNameCharacters = "";
        });
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = HashIterations);
        services.AddScoped<IUserStore<Person>>(
            provider => new UserOnlyStore<Person, StationDbContext, int>(provider.GetRequiredService<StationDbContext>()));
        return services
            .AddSingleton<TotpProtector>()
            .AddSingleton<ReceiverAccess>()
            .AddSingleton<Attempts>()
            .AddSingleton<StationAccess>()
            .AddSingleton<Sessions>()
            .AddSingleton<SessionCheck>()
            .AddSingleton<KnownBrowser>()
            .AddSingleton<RefusalLog>()
            .AddSingleton<PeopleEditor>()
            .AddSingleton<PeopleQueries>()
            .AddSingleton<Authenticators>()
            .AddSingleton<SignInDesk>()
            .AddSingleton<ApiKeys>();
    }

    /// <summary>Who sends a request, and what that allows.</summary>
    /// <param name="services">Of the station.</param>
    /// <param name="isHttpsAlone">Nobody comes over HTTP: then the cookie is bound to this host and to HTTPS.</param>
    public static IServiceCollection AddSignIn(this IServiceCollection services, bool isHttpsAlone = false)
    {
        services.AddSingleton<SetUpCode>();
        services.AddAuthentication(StationAuthentication.Name)
            .AddScheme<AuthenticationSchemeOptions, StationAuthentication>(StationAuthentication.Name, null)
            .AddCookie(Identities.Session, options => ConfigureCookie(options, isHttpsAlone));
        services.AddAuthorization(options =>
        {
            foreach (var right in Enum.GetValues<Right>())
            {
                options.AddPolicy(
                    Permissions.PolicyOf(right),
                    policy => policy.RequireAssertion(context => Permissions.Allows(context.User, right) && Reaches(context)));
            }

            // Whatever nobody thought of is a page. What says that a type of body is not taken is no page: a key that may push hears it.
            options.DefaultPolicy = options.GetPolicy(Permissions.PolicyOf(Right.SeePages))!;
            options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(
                context => Permissions.Allows(context.User, Right.SeePages)
                    || (IsOfUnsupportedType(context) && context.User.Identity is { IsAuthenticated: true })).Build();
        });
        return services;
    }

    /// <summary>The right that an endpoint asks for.</summary>
    /// <param name="endpoint">To be asked for it.</param>
    /// <param name="right">Which.</param>
    /// <param name="checksSensors">It asks of each row itself whether a key may be used for its sensor.</param>
    public static TBuilder RequireRight<TBuilder>(this TBuilder endpoint, Right right, bool checksSensors = false)
        where TBuilder : IEndpointConventionBuilder
    {
        if (checksSensors)
        {
            endpoint.WithMetadata(new ChecksSensors());
        }

        return endpoint.RequireAuthorization(Permissions.PolicyOf(right));
    }

    /// <summary>What routing answers with in the place of an endpoint that takes other types; it asks nobody for a right.</summary>
    private static bool IsOfUnsupportedType(AuthorizationHandlerContext context) =>
        context.Resource is HttpContext http && http.GetEndpoint()?.DisplayName == "415 HTTP Unsupported Media Type";

    /// <summary>A key of one sensor is good for paths that name it, and for what looks at each row itself.</summary>
    private static bool Reaches(AuthorizationHandlerContext context) => context.Resource is not HttpContext http
        || http.GetEndpoint()?.Metadata.GetMetadata<ChecksSensors>() is not null
        || Identities.Reaches(
            context.User,
            http.Request.Path.StartsWithSegments("/api/v1/sensors") ? http.Request.RouteValues["id"] as string : null);

    private static void ConfigureCookie(CookieAuthenticationOptions options, bool isHttpsAlone)
    {
        options.Cookie.Name = isHttpsAlone ? "__Host-whatever" : "whatever";
        options.Cookie.Path = "/";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = isHttpsAlone ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = SessionEndsAfter;
        options.Events.OnValidatePrincipal = async context =>
        {
            var check = context.HttpContext.RequestServices.GetRequiredService<SessionCheck>();
            if (context.Principal is not { } who || !await check.HoldsAsync(who, context.HttpContext.RequestAborted))
            {
                context.RejectPrincipal();
            }
        };
    }

    private sealed class ChecksSensors;
}
