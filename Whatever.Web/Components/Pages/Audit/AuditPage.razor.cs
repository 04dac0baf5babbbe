using System.Globalization;
using Microsoft.AspNetCore.Components;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Components.Pages.Audit;

/// <summary>Who did what.</summary>
public partial class AuditPage
{
    private const int MostRows = 200;
    private IReadOnlyList<AuditEntry> entries = [];
    private AuditCheck? check;
    private string who = "";
    private string act = "";
    private DateOnly? from;
    private DateOnly? to;

    [Inject]
    private AuditQueries Queries { get; set; } = null!;

    [Inject]
    private AuditLog Log { get; set; } = null!;

    private AuditFilter Filter => new(who, act, Start(from), Start(to?.AddDays(1)));

    private string ExportLink => "/api/v1/audit.csv?" + string.Join('&', new[]
    {
        ("who", who), ("act", act), ("from", Day(from)), ("to", Day(to?.AddDays(1))),
    }.Where(part => part.Item2.Length > 0).Select(part => $"{part.Item1}={Uri.EscapeDataString(part.Item2)}"));

    protected override bool Concerns(ChangeKind kind) => kind is ChangeKind.People or ChangeKind.Settings or ChangeKind.Alarms;

    protected override async Task LoadAsync()
    {
        check ??= await Log.VerifyAsync(AuditLog.LookedAtAtStart);
        entries = await Queries.ListAsync(Filter, MostRows);
    }

    private async Task VerifyAsync() => check = await Log.VerifyAsync();

    /// <summary>Days are those of UTC, as the export has them.</summary>
    private static DateTimeOffset? Start(DateOnly? day) =>
        day is { } known ? new DateTimeOffset(known.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null;

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private string WhoOf(AuditEntry entry) => entry.Kind == ActorKind.Person
        ? entry.Who : $"{L[$"Actor {entry.Kind}"]} {entry.Who}".Trim();

    private static string ChangeOf(AuditEntry entry) =>
        entry.Before is null ? entry.After ?? "" : $"{entry.Before} → {entry.After}";

    /// <summary>Of a refusal the code of its rule; else what a person gave.</summary>
    private static string ReasonOf(AuditEntry entry) => StoredPhrase.Read(entry.Why ?? "").ToString();
}
