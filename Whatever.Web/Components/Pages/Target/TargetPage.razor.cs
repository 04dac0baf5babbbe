using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Whatever.Model.Problems;
using Whatever.Web.Components.Shared;
using Whatever.Web.Delivery;
using Whatever.Web.Domain;
using Whatever.Web.People;
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
    private string? parallel = "";
    private bool hasToken;
    private bool removeToken;
    private string? newAuthority;
    private string? authorityName;
    private bool hasAuthority;
    private bool removeAuthority;
    private MetCertificate? certificate;
    private bool receives;

    [Inject]
    private TargetTrust Trust { get; set; } = null!;

    [Inject]
    private TargetEditor Editor { get; set; } = null!;

    [Inject]
    private TargetTester Tester { get; set; } = null!;

    [Inject]
    private ReceiverAccess Receiver { get; set; } = null!;

    [Inject]
    private CommandGuard Guard { get; set; } = null!;

    private TargetDraft Draft => new()
    {
        Url = url,
        Format = format,
        NewToken = string.IsNullOrEmpty(token) ? null : token,
        RemoveToken = removeToken,
        NewAuthority = newAuthority,
        RemoveAuthority = removeAuthority,
        AlertPolicy = policy,
        TimeoutSeconds = TypedNumber.TryRead(timeout, out var seconds) ? (int)(seconds ?? 0) : 0,
        ParallelSensors = TypedNumber.TryRead(parallel, out var sensors) ? (int)(sensors ?? 0) : 0,
    };

    private string MetAt => Sensor is null
        ? certificate!.MetAt.ToString("u", CultureInfo.InvariantCulture) : Show.Time(Sensor, certificate!.MetAt);

    /// <summary>What a person is typing is not overwritten.</summary>
    protected override bool Concerns(ChangeKind kind) => false;

    protected override async Task LoadAsync()
    {
        var target = await Editor.CurrentAsync();
        (url, format, policy, timeout) = (target.Url, target.Format, target.AlertPolicy, TypedNumber.Write(target.TimeoutSeconds));
        parallel = TypedNumber.Write(target.ParallelSensors);
        (hasToken, token, removeToken) = (target.ProtectedToken is not null, null, false);
        (hasAuthority, newAuthority, authorityName, removeAuthority) = (await Editor.AuthorityAsync() is not null, null, null, false);
        certificate = await Trust.LastAsync();
        receives = await Receiver.IsOnAsync();
    }

    private async Task ChooseAuthorityAsync(InputFileChangeEventArgs change)
    {
        problems = [];
        try
        {
            using var reader = new StreamReader(change.File.OpenReadStream(TargetAuthority.Longest));
            (newAuthority, authorityName, removeAuthority) = (await reader.ReadToEndAsync(), change.File.Name, false);
            problems = TargetAuthority.Refuse(newAuthority) is { } refused ? [refused.Say()] : [];
        }
        catch (IOException)
        {
            problems = [new Problem("authority.too-large", change.File.Size >> 10, TargetAuthority.Longest >> 10).Say()];
        }
    }

    private IReadOnlyList<string> RefuseNumbers() =>
    [
        .. Refuse("Timeout, s", timeout, TargetEditor.LongestTimeoutSeconds),
        .. Refuse("Sensors at the same time", parallel, TargetEditor.MostParallel),
    ];

    private IEnumerable<string> Refuse(string label, string? text, int most) =>
        TypedNumber.Refuse(text, isWhole: true, 1, most) is null && !string.IsNullOrWhiteSpace(text)
            ? []
            : [L["{0}: expected a number.", L[label].Value]];

    private Task SaveAsync() => Guard.RunAsync(Right.SetTarget, async () =>
    {
        problems = RefuseNumbers() is { Count: > 0 } refused ? refused : (await Editor.SaveAsync(Draft)).Say();
        if (problems.Count > 0)
        {
            return false;
        }

        ShowOutcome([], L["Saved. What waits is sent there now."]);
        await LoadAsync();
        return true;
    }, StateHasChanged);

    private Task TurnReceiverAsync(bool wanted) => Guard.RunAsync(Right.SetTarget, async () =>
    {
        await Receiver.TurnAsync(wanted);
        receives = wanted;
        ShowOutcome([], L[wanted ? "The receiver takes messages." : "The receiver is off; where no target is set, deliveries wait."]);
        return true;
    }, StateHasChanged);

    private Task TestAsync() => Guard.RunAsync(Right.SetTarget, async () =>
    {
        problems = RefuseNumbers();
        if (problems.Count > 0)
        {
            return false;
        }

        test = await Tester.SendAsync(Draft);
        certificate = await Trust.LastAsync();
        return true;
    }, StateHasChanged);
}
