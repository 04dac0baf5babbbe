using Microsoft.AspNetCore.HostFiltering;
using Whatever.Web.Alarms;
using Whatever.Web.Api;
using Whatever.Web.Components;
using Whatever.Web.Delivery;
using Whatever.Web.Devices;
using Whatever.Web.Readings;
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
    public static WebApplication Build(DataFolder folder, string url, string? environment = null)
    {
        // Files are found beside the program, wherever it was started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(StationHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = environment,
        });
        builder.Logging.AddStationLogging();
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseUrls(url);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = UploadStore.LargestBytes);

        // Until there is a sign-in the station answers only to its own names: another site's page cannot reach it under a name of its own.
        builder.Services.Configure<HostFilteringOptions>(options => options.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"]);
        builder.Services.AddStation(folder);
        builder.Services.AddApi();
        builder.Services.AddDashboard();
        builder.Services.AddHostedService<LivePump>();
        builder.Services.AddDeviceHost();
        builder.Services.AddHostedService<ShelfLoop>();
        builder.Services.AddHostedService<DeliveryLoop>();
        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseHostFiltering();
        app.RefuseOtherSites();
        app.UseRequestDecompression();
        app.MapApi();
        app.MapReceiver();
        app.MapDashboard();
        app.ExplainApiErrors();
        app.UseScheduling();
        return app;
    }
}
