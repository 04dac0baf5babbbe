using System.Security.Authentication;
using Microsoft.AspNetCore.HttpOverrides;
using Whatever.Web.Alarms;
using Whatever.Web.Api;
using Whatever.Web.Components;
using Whatever.Web.Delivery;
using Whatever.Web.Devices;
using Whatever.Web.Health;
using Whatever.Web.Logs;
using Whatever.Web.Monitoring;
using Whatever.Web.Notifications;
using Whatever.Web.People;
using Whatever.Web.Readings;
using Whatever.Web.Retention;
using Whatever.Web.Scheduling;
using Whatever.Web.Security;
using Whatever.Web.Storage;

namespace Whatever.Web;

/// <summary>The station with its web server.</summary>
public static class StationHost
{
    /// <param name="folder">Where its data stand.</param>
    /// <param name="url">Where it listens.</param>
    /// <param name="environment">Null for what the surroundings say, which is production where they say nothing.</param>
    public static WebApplication Build(DataFolder folder, string url, string? environment = null) =>
        Build(folder, Listening.Parse(url), environment);

    /// <param name="folder">Where its data stand.</param>
    /// <param name="listening">Where it listens, and under which names.</param>
    /// <param name="environment">Null for what the surroundings say, which is production where they say nothing.</param>
    public static WebApplication Build(DataFolder folder, Listening listening, string? environment = null)
    {
        var builder = CreateBuilder(folder, listening, environment);
        builder.Services.AddStation(folder);
        builder.Services.AddStationHealth();
        builder.Services.AddStationMetrics();
        builder.Services.AddSystemd();
        builder.Services.AddWindowsService();
        builder.Services.AddSignIn(listening.IsHttpsAlone);
        builder.Services.AddApi();
        builder.Services.AddDashboard();
        builder.Services.AddHostedService<LivePump>();
        builder.Services.AddDeviceHost();
        builder.Services.AddHostedService<KeptPushStorage>();
        builder.Services.AddHostedService<ShelfLoop>();
        builder.Services.AddHostedService<DeliveryLoop>();
        builder.Services.AddHostedService<ArrivalLoop>();
        builder.Services.AddHostedService<DiskLoop>();
        builder.Services.AddHostedService<NotificationLoop>();
        var app = builder.Build();
        app.Services.GetRequiredService<StationAccess>().IsReachable = listening.IsReachable;
        app.UseExceptionHandler();
        app.HeedProxies(listening);
        app.UseSecurityHeaders();
        app.RefuseOtherHosts(listening);
        app.UseDashboard();
        app.UseAuthentication();
        app.RememberWhoActs();
        app.RefuseOtherSites();
        app.UseAuthorization();

        // Behind who may: nobody else has anything unpacked.
        app.LimitForms();
        app.UseRequestDecompression();
        app.UseAntiforgery();
        app.MapApi();
        app.MapHealth();
        app.MapMetrics().RequireRight(Right.Read);
        app.MapReceiver().RequireRight(Right.Deliver);
        app.MapDashboard();
        app.ExplainApiErrors();
        app.UseScheduling();
        return app;
    }

    /// <summary>With a web server that has nothing to serve yet.</summary>
    /// <inheritdoc cref="Build(DataFolder, Listening, string?)"/>
    internal static WebApplicationBuilder CreateBuilder(DataFolder folder, Listening listening, string? environment)
    {
        // Files are found beside the program, wherever it was started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(StationHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = environment,
        });
        builder.Logging.AddStationLogging().AddLogFiles(folder);
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseUrls(listening.ForServer);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = UploadStore.LargestBytes;
            kestrel.ConfigureHttpsDefaults(https =>
            {
                (https.ServerCertificate, https.ServerCertificateChain) = (listening.Certificate, listening.Chain);
                https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
            });
        });
        return builder;
    }

    /// <summary>Only who is named may say on whose behalf a request comes, and whether that was over HTTPS.</summary>
    internal static void HeedProxies(this WebApplication app, Listening listening)
    {
        if (listening.Proxies.Count == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var proxy in listening.Proxies)
        {
            options.KnownProxies.Add(proxy);
        }

        app.UseForwardedHeaders(options);
    }
}
