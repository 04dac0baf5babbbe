using System.IO.Compression;
using System.Net.Mime;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.ResponseCompression;
using MudBlazor;
using MudBlazor.Services;
using Whatever.Web.Components.Account;
using Whatever.Web.Components.Shared;
using Whatever.Web.Components.Texts;
using Whatever.Web.Delivery;
using Whatever.Web.Forecasting;
using Whatever.Web.Monitoring;
using Whatever.Web.People;
using Whatever.Web.Readings;
using Whatever.Web.Scheduling;
using Whatever.Web.Security;
using Whatever.Web.Stations;

namespace Whatever.Web.Components;

public static class DashboardRegistration
{
    private static readonly string[] Languages = ["en", "ko"];

    public static IServiceCollection AddDashboard(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddScoped<AuthenticationStateProvider, CircuitIdentity>();
        services.AddScoped<CircuitHandler, CircuitActor>();
        services.AddCascadingAuthenticationState();
        services.AddLocalization();
        services.AddResponseCompression(options =>
        {
            // Styles and scripts, which are the same for everybody: what one person alone gets is not packed on HTTPS.
            options.EnableForHttps = true;
            options.Providers.Add<BrotliPacking>();
            options.Providers.Add<GzipCompressionProvider>();
            options.MimeTypes = [MediaTypeNames.Text.Css, MediaTypeNames.Text.JavaScript, "image/svg+xml"];
        });
        services.AddMudServices(options =>
        {
            options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomLeft;
            options.SnackbarConfiguration.MaxDisplayedSnackbars = 2;
            options.SnackbarConfiguration.VisibleStateDuration = 3000;
        });
        services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.SmallestSize);
        services.AddTransient<MudLocalizer, MudTexts>();
        services.AddHttpContextAccessor();
        services.AddScoped<StationRights>();
        services.AddScoped<PersonName>();
        services.AddTransient<CommandGuard>();
        return services
            .AddSingleton<StationQueries>()
            .AddSingleton<SeriesQueries>()
            .AddSingleton<ReadingQueries>()
            .AddSingleton<ForecastQueries>()
            .AddSingleton<OutlierQueries>()
            .AddSingleton<DeliveryQueries>()
            .AddSingleton<JobQueries>();
    }

    /// <summary>What every answer goes through; stands ahead of the sign-in, which has pages of its own.</summary>
    public static void UseDashboard(this WebApplication app)
    {
        app.UseLanguages();

        // Those of libraries lie here unpacked: half a megabyte of styles on a slow line.
        app.UseResponseCompression();

        // Answers that have a body already, such as those of the API, are left as they are.
        app.UseStatusCodePagesWithReExecute("/not-found");
    }

    /// <summary>A page is in the language that was chosen, else in the browser's.</summary>
    public static void UseLanguages(this WebApplication app) => app.UseRequestLocalization(options =>
    {
        options.SetDefaultCulture("en").AddSupportedCultures(Languages).AddSupportedUICultures(Languages);
        options.FallBackToParentUICultures = true;
    });

    public static void MapLanguages(this WebApplication app) =>
        app.MapGet("/language/{language}", SetLanguage).AllowAnonymous().ExcludeFromDescription();

    public static void MapDashboard(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapLanguages();
        app.MapPost("/sign-out", SignOutAsync).AllowAnonymous().ExcludeFromDescription();

        // Who may frame it is said with everything else, see SecurityHeaders.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
    }

    private static IResult SetLanguage(string language, string? back, HttpResponse response)
    {
        var culture = Languages.Contains(language) ? language : Languages[0];
        response.Cookies.Append(
            CookieRequestCultureProvider.DefaultCookieName,
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture)),
            new CookieOptions
            {
                MaxAge = TimeSpan.FromDays(3650),
                SameSite = SameSiteMode.Lax,
                HttpOnly = true,
                Secure = response.HttpContext.Request.IsHttps,
                IsEssential = true,
            });
        return Results.LocalRedirect(LocalAddress.Of(back));
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, Sessions sessions)
    {
        if (Identities.IsSession(context.User))
        {
            await sessions.EndAsync(Identities.SessionOf(context.User), context.User.Identity!.Name!, context.RequestAborted);
        }

        await context.SignOutAsync(Identities.Session);
        return Results.LocalRedirect("/sign-in");
    }
}
