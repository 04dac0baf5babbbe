using System.Globalization;
using Bunit;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Whatever.Web.Components.Shared;
using Whatever.Web.People;
using Whatever.Web.Storage;

namespace Whatever.Tests.Support;

/// <summary>A panel or page by itself, without a browser, on the services of a station.</summary>
public sealed class PanelSetup : IAsyncDisposable
{
    private PanelSetup(TestStation station) => Station = station;

    public TestStation Station { get; }

    public BunitContext Context { get; } = new();

    /// <summary>A station whose clock and database every panel may ask for.</summary>
    public static async Task<PanelSetup> StartAsync()
    {
        var setup = new PanelSetup(await TestStation.StartAsync());
        setup.Context.JSInterop.Mode = JSRuntimeMode.Loose;
        setup.Context.Services.AddLocalization().AddMudServices().AddScoped<PersonName>().AddScoped<StationRights>()
            .AddTransient<CommandGuard>().AddScoped<AuthenticationStateProvider, OpenStation>();
        setup.Context.Services.AddSingleton<TimeProvider>(setup.Station.Time);
        return setup.Share<IDbContextFactory<StationDbContext>>().Share<ChangeFeed>().Share<SessionCheck>().Share<RefusalLog>();
    }

    /// <summary>Lets the panel have the station's own.</summary>
    public PanelSetup Share<T>()
        where T : class
    {
        Context.Services.AddSingleton(Station.Get<T>());
        return this;
    }

    /// <summary>To be called in the test itself: what is set in an awaited method is lost with it.</summary>
    public static void Speak(string language) =>
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);

    public async ValueTask DisposeAsync()
    {
        await Context.DisposeAsync();
        await Station.DisposeAsync();
    }

    /// <summary>Whoever sits before a station that nobody has been made for.</summary>
    private sealed class OpenStation : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            Task.FromResult(new AuthenticationState(Identities.OfOpenStation()));
    }
}
