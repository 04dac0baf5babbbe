using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Whatever.Web.Delivery;
using Whatever.Web.Demo;
using Whatever.Web.Scheduling;
using Whatever.Web.Storage;

namespace Whatever.Web;

/// <summary>What has to be ready before the first page is served, and what starts with it.</summary>
public static class StationStart
{
    public static async Task PrepareStationAsync(this IServiceProvider services, bool withDemo, CancellationToken cancellation = default)
    {
        await services.GetRequiredService<StationDatabase>().PrepareAsync(cancellation);
        await services.GetRequiredService<ScheduleEditor>().EnsureDefaultsAsync(cancellation);
        if (withDemo)
        {
            await services.GetRequiredService<RunHistory>().MarkInterruptedAsync();
            await services.GetRequiredService<DemoStation>().EnsureAsync(cancellation);
            await services.GetRequiredService<ScheduleClocks>().EnsureAsync(cancellation);
        }
    }

    /// <summary>The built-in receiver is reached under the address that the server really got.</summary>
    public static void RememberAddress(this WebApplication app) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        if (address is not null)
        {
            app.Services.GetRequiredService<StationAddress>().BaseUrl = address.TrimEnd('/');
        }
    });
}
