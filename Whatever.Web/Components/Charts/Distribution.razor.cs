using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Criteria;

namespace Whatever.Web.Components.Charts;

/// <summary>A distribution of deviations from normal, with the thresholds as handles that a person moves.</summary>
public partial class Distribution
{
    private const int LowestPercentile = 50;
    private const double HighestPercentile = 99.9;
    private const int Tenths = 500;
    private readonly CancellationTokenSource left = new();
    private ElementReference host;
    private IJSObjectReference? module;
    private IJSObjectReference? handles;
    private DotNetObjectReference<Distribution>? self;
    private IReadOnlyList<double> alarmLines = [];
    private string bars = "";

    /// <summary>The axis goes this many standard deviations to either side; even.</summary>
    [Parameter]
    [EditorRequired]
    public int Reach { get; set; }

    /// <summary>Shape (bars), from -<see cref="Reach"/> to <see cref="Reach"/>.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<int> Counts { get; set; } = [];

    [Parameter]
    [EditorRequired]
    public int Days { get; set; }

    /// <summary>Where the four stages begin.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<double> Percentiles { get; set; } = [];

    [Parameter]
    [EditorRequired]
    public double AlarmAt { get; set; }

    [Parameter]
    [EditorRequired]
    public Tail Tail { get; set; }

    /// <summary>How far from normal a percentile of a minute lies; alarms are always of the normal distribution.</summary>
    [Parameter]
    [EditorRequired]
    public DeviationScale Scale { get; set; } = DeviationScale.Normal;

    /// <summary>What stands below the axis at a number of standard deviations.</summary>
    [Parameter]
    [EditorRequired]
    public Func<double, string> TickText { get; set; } = null!;

    [Parameter]
    [EditorRequired]
    public string TestName { get; set; } = "";

    /// <summary>A handle was moved: which one, and to what percentile.</summary>
    [Parameter]
    public EventCallback<(int Index, double Percentile)> Moved { get; set; }

    private double[] Ticks => [-Reach, -Reach / 2, 0, Reach / 2, Reach];

    [JSInvokable]
    public Task MoveAsync(int index, double percentile) => InvokeAsync(() => Moved.InvokeAsync((index, percentile)));

    public async ValueTask DisposeAsync()
    {
        await left.CancelAsync();
        try
        {
            if (handles is not null)
            {
                await handles.InvokeVoidAsync("dispose");
                await handles.DisposeAsync();
            }

            if (module is not null)
            {
                await module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and the handles with it.
        }

        self?.Dispose();
        left.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override void OnParametersSet()
    {
        var tallest = (double)Math.Max(1, Counts.DefaultIfEmpty().Max());
        var path = new StringBuilder();
        for (var bar = 0; bar < Counts.Count; bar++)
        {
            path.Append(CultureInfo.InvariantCulture, $"M{bar} 100V{100 - (100 * Counts[bar] / tallest):0.##}h0.9V100z");
        }

        bars = path.ToString();
        var (alarm, mirrored) = LeftsOf(AlarmAt, DeviationScale.Normal);
        alarmLines = !double.IsFinite(alarm) ? [] : Tail == Tail.Both ? [alarm, mirrored] : [alarm];
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        try
        {
            if (firstRender)
            {
                self = DotNetObjectReference.Create(this);
                module = await Script.InvokeAsync<IJSObjectReference>("import", left.Token, "./thresholds.js");
                handles = await module.InvokeAsync<IJSObjectReference>("create", left.Token, host, self);
            }

            var handlesAt = Percentiles.Select(percentile => LeftsOf(percentile, Scale)).ToList();
            if (handles is not null && handlesAt.TrueForAll(lefts => double.IsFinite(lefts.Left)))
            {
                var tenths = Enumerable.Range(0, Tenths).Select(tenth => LeftsOf(LowestPercentile + (tenth / 10.0), Scale)).ToList();
                await handles.InvokeVoidAsync("show", left.Token, new
                {
                    Lowest = LowestPercentile,
                    Highest = HighestPercentile,
                    Values = Percentiles,
                    Lefts = handlesAt.Select(lefts => lefts.Left),
                    Mirrored = handlesAt.Select(lefts => lefts.Mirrored),
                    Positions = tenths.Select(lefts => Math.Round(lefts.Left, 2)),
                    Mirrors = tenths.Select(lefts => Math.Round(lefts.Mirrored, 2)),
                    Both = Tail == Tail.Both,
                    Falls = Tail == Tail.Lower,
                });
            }
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException)
        {
            // The browser or the page was left while it was being drawn.
        }
    }

    /// <summary>Share of the width, %, at which a percentile lies; of both tails the upper one, and the lower one as its mirror.</summary>
    private (double Left, double Mirrored) LeftsOf(double percentile, DeviationScale scale)
    {
        var (low, high) = scale.LimitsAt(percentile, Tail);
        return Tail == Tail.Lower ? (Place(low), Place(low)) : (Place(high), Place(low));

        double Place(double deviation) => Math.Clamp(50 + (50 * deviation / Reach), 0, 100);
    }

    private static string Css(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
