using Microsoft.AspNetCore.Components;
using MudBlazor;
using Whatever.Web.Backups;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Scheduling;
using Whatever.Web.Storage;

namespace Whatever.Web.Components.Pages.Backups;

/// <summary>What there is to go back to, and the way back.</summary>
public partial class BackupsPage
{
    private const double BytesPerMb = 1e6;
    private IReadOnlyList<Backup> backups = [];
    private int notStored;
    private string? chosen;
    private string? problem;

    [Inject]
    private BackupStore Store { get; set; } = null!;

    [Inject]
    private RestoreOrder Order { get; set; } = null!;

    [Inject]
    private AuditLog Audit { get; set; } = null!;

    [Inject]
    private JobRunner Runner { get; set; } = null!;

    [Inject]
    private DataFolder Folder { get; set; } = null!;

    [Inject]
    private CommandGuard Guard { get; set; } = null!;

    private string NotStoredIn => KeptPushes.RefusedOf(Folder);

    protected override bool Concerns(ChangeKind kind) => kind is ChangeKind.Jobs;

    protected override Task LoadAsync()
    {
        backups = Store.List();
        notStored = KeptPushes.CountRefused(Folder);
        return Task.CompletedTask;
    }

    private void Choose(string? name) => (chosen, problem) = (name, null);

    private Task BackUpNow() => Guard.RunAsync(Right.RunJobs, () =>
    {
        Snackbar.Add(
            Runner.Start(JobNames.BackUpDatabase, RunTrigger.Person) ? L["Started."] : L["It is running already."], Severity.Info);
        return Task.FromResult(true);
    }, StateHasChanged);

    private Task RestoreAsync(Backup backup) => Guard.RunAsync(Right.Restore, async () =>
    {
        try
        {
            var who = Actor.Current;
            await BackupRestore.MakeReadyAsync(Folder, backup.Path, StationDatabase.KnownMigrations(), who);
            await Audit.NoteAsync(new AuditNote(AuditActs.Restored, backup.Name));
        }
        catch (StationDataException refused)
        {
            problem = refused.Problem.Say();
            return false;
        }

        Order.GiveBackup(backup.Name);
        Snackbar.Add(L["The station starts anew with it; open the page again in a few seconds."], Severity.Info);
        return true;
    }, StateHasChanged);
}
