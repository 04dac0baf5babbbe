using Microsoft.AspNetCore.Components;
using Whatever.Web.Delivery;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Components.Pages;

/// <summary>Where deliveries go.</summary>
public partial class Target
{
    private IReadOnlyList<string> problems = [];
    private TargetTestResult? test;
    private string? url;
    private string? token;
    private PayloadFormat format;
    private AlertPolicy policy;
    private int timeout;
    private bool hasToken;
    private bool removeToken;
    private bool busy;

    [Inject]
    private TargetEditor Editor { get; set; } = null!;

    [Inject]
    private TargetTester Tester { get; set; } = null!;

    private TargetDraft Draft => new()
    {
        Url = url,
        Format = format,
        NewToken = string.IsNullOrEmpty(token) ? null : token,
        RemoveToken = removeToken,
        AlertPolicy = policy,
        TimeoutSeconds = timeout,
    };

    /// <summary>What a person is typing is not overwritten.</summary>
    protected override bool Concerns(ChangeKind kind) => false;

    protected override async Task LoadAsync()
    {
        var target = await Editor.CurrentAsync();
        (url, format, policy, timeout) = (target.Url, target.Format, target.AlertPolicy, target.TimeoutSeconds);
        (hasToken, token, removeToken) = (target.ProtectedToken is not null, null, false);
    }

    private async Task SaveAsync()
    {
        problems = await Editor.SaveAsync(Draft);
        if (problems.Count == 0)
        {
            Tell([], L["Saved. What waits is sent there now."]);
            await LoadAsync();
        }
    }

    private async Task TestAsync()
    {
        (busy, problems) = (true, []);
        try
        {
            test = await Tester.SendAsync(Draft);
        }
        finally
        {
            busy = false;
        }
    }
}
