using Microsoft.AspNetCore.Components;
using MudBlazor;
using Whatever.Web.Components.Texts;
using Whatever.Web.Domain;
using Whatever.Web.Stations;
using Whatever.Web.Storage;

namespace Whatever.Web.Components.Shared;

/// <summary>A page about the sensor in the address. It looks again when something it shows has changed; it never polls.</summary>
public abstract class SensorPage : ComponentBase, IDisposable
{
    /// <summary>Changes that come closer together than this are shown together.</summary>
    private static readonly TimeSpan Throttle = TimeSpan.FromMilliseconds(400);

    private readonly PageCulture culture = new();
    private RefreshDelay pace = null!;
    private IDisposable? subscription;
    private int waiting;
    private bool disposed;

    [SupplyParameterFromQuery(Name = "sensor")]
    public string? SensorId { get; set; }

    [CascadingParameter(Name = "Dark")]
    public bool Dark { get; set; }

    protected Sensor? Sensor { get; private set; }

    protected bool IsLoaded { get; private set; }

    [Inject]
    protected StationQueries Stations { get; set; } = null!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = null!;

    [Inject]
    protected TimeProvider Time { get; set; } = null!;

    [Inject]
    protected ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private ChangeFeed Changes { get; set; } = null!;

    public virtual void Dispose()
    {
        disposed = true;
        subscription?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Reads what the page shows.</summary>
    protected abstract Task LoadAsync();

    /// <summary>From one look again to the next at least: longer for what takes long to read.</summary>
    protected virtual TimeSpan LooksApart => TimeSpan.Zero;

    /// <summary>Whether the page shows more than the sensor in the address.</summary>
    protected virtual bool ConcernsEverySensor => false;

    /// <summary>Whether a change concerns what the page shows.</summary>
    protected abstract bool Concerns(ChangeKind kind);

    protected override void OnInitialized()
    {
        pace = new RefreshDelay(Throttle, LooksApart, Time);
        subscription = Changes.SubscribeApart(IsNews, () => InvokeAsync(LookAgainAsync));
    }

    protected override async Task OnParametersSetAsync()
    {
        var sensors = await Stations.ListAsync();

        // Another sensor's data must not be taken for those of one that there is not.
        Sensor = string.IsNullOrEmpty(SensorId) ? sensors.FirstOrDefault() : sensors.FirstOrDefault(sensor => sensor.Id == SensorId);
        await LoadAsync();
        IsLoaded = true;
    }

    /// <summary>Says what was done, or all that stands against it.</summary>
    protected bool ShowOutcome(IReadOnlyList<string> problems, string done)
    {
        foreach (var problem in problems)
        {
            Snackbar.Add(problem, Severity.Warning);
        }

        if (problems.Count == 0)
        {
            Snackbar.Add(done, Severity.Success);
        }

        return problems.Count == 0;
    }

    private bool IsNews(Change change)
    {
        var isOurs = ConcernsEverySensor || change.SensorKey is null || change.SensorKey == Sensor?.Key;
        return isOurs && Concerns(change.Kind) && Interlocked.Exchange(ref waiting, 1) == 0;
    }

    private async Task LookAgainAsync()
    {
        culture.Apply();
        await Task.Delay(pace.UntilNext, Time);
        pace.Look();
        Interlocked.Exchange(ref waiting, 0);
        if (disposed)
        {
            return;
        }

        try
        {
            await LoadAsync();
            StateHasChanged();
        }
        catch (Exception problem) when (problem is not ObjectDisposedException)
        {
            await DispatchExceptionAsync(problem);
        }
    }
}
