using Microsoft.AspNetCore.Components;
using Whatever.Web.Components.Shared;
using Whatever.Web.Delivery;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Components.Pages.Target;

/// <summary>Where deliveries go.</summary>
public partial class TargetPage
{
    private IReadOnlyList<string> problems = [];
    private TargetTestResult? test;
    private string? url;
    private string? token;
    private PayloadFormat format;
    private AlertPolicy policy;
    private string? timeout = "";
    private bool hasToken;
    private bool removeToken;

    [Inject]
    private TargetEditor Editor { get; set; } = null!;

    [Inject]
    private TargetTester Tester { get; set; } = null!;

    [Inject]
    private CommandGuard Guard { get; set; } = null!;

    private TargetDraft Draft => new()
    {
        Url = url,
        Format = format,
        NewToken = string.IsNullOrEmpty(token) ? null : token,
        RemoveToken = removeToken,
        AlertPolicy = policy,
        TimeoutSeconds = TypedNumber.TryRead(timeout, out var seconds) ? (int)(seconds ?? 0) : 0,
    };

    /// <summary>What a person is typing is not overwritten.</summary>
    protected override bool Concerns(ChangeKind kind) => false;

    protected override async Task LoadAsync()
    {
        var target = await Editor.CurrentAsync();
        (url, format, policy, timeout) = (target.Url, target.Format, target.AlertPolicy, TypedNumber.Write(target.TimeoutSeconds));
        (hasToken, token, removeToken) = (target.ProtectedToken is not null, null, false);
    }

    private IReadOnlyList<string> RefuseTimeout() =>
        TypedNumber.Refuse(timeout, isWhole: true, 1, TargetEditor.LongestTimeoutSeconds) is null && !string.IsNullOrWhiteSpace(timeout)
        ? []
        : [L["{0}: expected a number.", L["Timeout, s"].Value]];

    private Task SaveAsync() => Guard.RunAsync(async () =>
    {
        problems = RefuseTimeout() is { Count: > 0 } refused ? refused : (await Editor.SaveAsync(Draft)).Say();
        if (problems.Count > 0)
        {
            return false;
        }

        ShowOutcome([], L["Saved. What waits is sent there now."]);
        await LoadAsync();
        return true;
    }, StateHasChanged);

    private Task TestAsync() => Guard.RunAsync(async () =>
    {
        problems = RefuseTimeout();
        if (problems.Count > 0)
        {
            return false;
        }

        test = await Tester.SendAsync(Draft);
        return true;
    }, StateHasChanged);
}
