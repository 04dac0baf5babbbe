using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using Whatever.Web.Alarms;
using Whatever.Web.Components.Texts;
using Whatever.Web.Delivery;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Stations;
using Whatever.Web.Storage;

namespace Whatever.Web.Components.Layout;

public partial class MainLayout
{
    /// <summary>Pages that not everybody may see, with the right that they ask for.</summary>
    private static readonly Dictionary<string, Right> Guarded = new(StringComparer.Ordinal)
    {
        ["/notifications"] = Right.SetNotifications,
        ["/logs"] = Right.SeeLogs,
        ["/backups"] = Right.Restore,
        ["/access"] = Right.ManageAccess,
        ["/audit"] = Right.ManageAccess,
    };

    private static readonly (string Path, string Name)[] Pages =
    [
        ("/", "Live"), ("/alarms", "Alarms"), ("/forecasts", "Forecasts"), ("/outliers", "Outliers"), ("/data", "Data"),
        ("/deliveries", "Deliveries"), ("/models", "Models"), ("/stations", "Stations"), ("/schedules", "Schedules"),
        ("/target", "Target server"),
    ];

    /// <summary>What is set up once, or looked up now and then.</summary>
    private static readonly (string Path, string Name)[] Others =
    [
        ("/judgements", "Judgements"), ("/figures", "Alarm figures"), ("/devices", "Devices"), ("/notifications", "Notifications"),
        ("/backups", "Backups"), ("/access", "Access"),
        ("/logs", "Logs"), ("/audit", "Audit"),
    ];

    /// <summary>Changes that come closer together than this are shown together.</summary>
    private static readonly TimeSpan Throttle = TimeSpan.FromMilliseconds(400);

    private readonly PageCulture culture = new();
    private int waiting;
    private IReadOnlyList<Sensor> sensors = [];
    private ElementReference clock;
    private ErrorBoundary? boundary;
    private IDisposable? subscription;
    private string? clockZone;
    private string? shownPath;
    private bool dark;
    private bool isThemeKnown;
    private int undelivered;
    private AlarmCounts alarms = new(0, 0, 0, null);
    private ClaimsPrincipal who = new(new ClaimsIdentity());

    [CascadingParameter]
    private Task<AuthenticationState>? State { get; set; }

    [Inject]
    private StationQueries Stations { get; set; } = null!;

    [Inject]
    private DeliveryQueries Deliveries { get; set; } = null!;

    [Inject]
    private AlarmQueries Alarms { get; set; } = null!;

    [Inject]
    private ChangeFeed Changes { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    private Sensor? Current => sensors.FirstOrDefault(sensor => sensor.Id == Asked) ?? (Unknown is null ? sensors.FirstOrDefault() : null);

    private string? Asked => PageAddress.SensorOf(Navigation.Uri);

    /// <summary>A sensor in the address that there is not: another one's data must not be taken for its own.</summary>
    private string? Unknown =>
        sensors.Count > 0 && Asked is { Length: > 0 } asked && sensors.All(sensor => sensor.Id != asked) ? asked : null;

    private string LanguageLink
    {
        get
        {
            var other = System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "ko" ? "en" : "ko";
            return $"/language/{other}?back={Uri.EscapeDataString("/" + Navigation.ToBaseRelativePath(Navigation.Uri))}";
        }
    }

    public ValueTask DisposeAsync()
    {
        subscription?.Dispose();
        Navigation.LocationChanged -= OnLocationChanged;
        return ValueTask.CompletedTask;
    }

    /// <summary>The page that is open stands in the bar too where it is one of the others.</summary>
    private IEnumerable<(string Path, string Name)> Shown =>
        Pages.Concat(Others.Where(page => page.Path == new Uri(Navigation.Uri).AbsolutePath)).Where(page => MaySee(page.Path));

    private bool MaySee(string path) => !Guarded.TryGetValue(path, out var right) || Permissions.Allows(who, right);

    private static string LabelOf(Sensor sensor) =>
        string.Join(" · ", new[] { sensor.Station?.Name, sensor.Id, sensor.Name }.OfType<string>().Distinct());

    protected override async Task OnParametersSetAsync() => who = State is null ? who : (await State).User;

    protected override async Task OnInitializedAsync()
    {
        subscription = Changes.SubscribeApart(IsNews, () => InvokeAsync(LookAgainAsync));
        Navigation.LocationChanged += OnLocationChanged;
        await LoadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            // Nothing is drawn before, or a dark screen would flash.
            (dark, isThemeKnown) = (await Script.InvokeAsync<bool>("station.theme"), true);
            StateHasChanged();
            return;
        }

        if (!isThemeKnown)
        {
            return;
        }

        if (new Uri(Navigation.Uri).AbsolutePath is var path && path != shownPath)
        {
            shownPath = path;
            await Script.InvokeVoidAsync("station.showCurrentPage");
        }

        if (Current is { } sensor && sensor.TimeZone != clockZone)
        {
            clockZone = sensor.TimeZone;
            await Script.InvokeVoidAsync("station.startClock", clock, sensor.TimeZone);
        }
    }

    private async Task LoadAsync()
    {
        sensors = await Stations.ListAsync();
        alarms = await Alarms.CountAsync();
        undelivered = await Deliveries.CountUndeliveredAsync();
    }

    private string Link(string path) => PageAddress.Keep(path, Navigation.Uri);

    private void ChooseSensor(ChangeEventArgs change) => Navigation.NavigateTo(PageAddress.Choose(Navigation, (string?)change.Value));

    private async Task ToggleThemeAsync()
    {
        dark = !dark;
        await Script.InvokeVoidAsync("station.saveTheme", dark);
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => InvokeAsync(() =>
    {
        boundary?.Recover();
        StateHasChanged();
    });

    private bool IsNews(Change change) =>
        change.Kind is ChangeKind.Deliveries or ChangeKind.Stations or ChangeKind.Alarms && Interlocked.Exchange(ref waiting, 1) == 0;

    private async Task LookAgainAsync()
    {
        culture.Apply();
        await Task.Delay(Throttle, Time);
        Interlocked.Exchange(ref waiting, 0);
        try
        {
            await LoadAsync();
            StateHasChanged();
        }
        catch (ObjectDisposedException)
        {
            // The page was closed meanwhile.
        }
    }
}
