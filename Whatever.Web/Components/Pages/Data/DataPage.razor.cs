using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using MudBlazor;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;
using Whatever.Web.Stations;
using Whatever.Web.Storage;

namespace Whatever.Web.Components.Pages.Data;

/// <summary>Readings in and out.</summary>
public partial class DataPage
{
    private static readonly string Accepted = string.Join(',', FilePackage.Endings);
    private static readonly char[] Separators = [',', ';', '\t', '|'];
    private static readonly int[] Speeds = [1, 10, 60, 600];
    private CancellationTokenSource? cancellation;
    private IReadOnlyList<PastImport> imports = [];
    private PlanChoices choices = new();
    private CsvPreview? preview;
    private IReadOnlyList<(FilePart Part, CsvPreview Preview)> parts = [];
    private IReadOnlyList<SensorName> sensors = [];
    private bool isOthersAlone;
    private bool isEmpty;

    /// <summary>What was said of other sensors is not applied yet.</summary>
    private bool isOpen;
    private IReadOnlyList<ImportReport> reports = [];
    private IReadOnlyList<SavedPlan> plans = [];
    private IReadOnlyList<RefusedFile> refusals = [];
    private FilePackage? package;
    private RefusedFile? opened;
    private Replay? replay;
    private string? problem;
    private string fileName = "";
    private string progressText = "";
    private double percent;
    private int speed = 60;
    private bool loop = true;
    private bool busy;
    private bool tellsHistory;

    [Inject]
    private ReadingQueries Queries { get; set; } = null!;

    [Inject]
    private UploadStore Uploads { get; set; } = null!;

    [Inject]
    private IBackgroundWork Work { get; set; } = null!;

    [Inject]
    private ReadingImporter Importer { get; set; } = null!;

    [Inject]
    private StationRights Rights { get; set; } = null!;

    [Inject]
    private ReadingPlans Plans { get; set; } = null!;

    [Inject]
    private RefusedFiles Refused { get; set; } = null!;

    [Inject]
    private DataFolder Folder { get; set; } = null!;

    [Inject]
    private StationEditor Editor { get; set; } = null!;

    [Inject]
    private ReplayControl Replays { get; set; } = null!;

    private bool IsStopped => busy || !Rights.May(Right.Import);

    protected override bool Concerns(ChangeKind kind) => kind is ChangeKind.Readings or ChangeKind.Settings;

    protected override async Task LoadAsync()
    {
        if (Sensor is not null)
        {
            imports = await Queries.ImportsAsync(Sensor.Key);
            replay = await Queries.ReplayAsync(Sensor.Key);
            isEmpty = !await Queries.HasAnyAsync(Sensor.Key);
            plans = await Plans.ListAsync(Sensor.Key);
            sensors = Plans.SensorNames();
            refusals = Refused.List();
        }
    }

    private Task UploadAsync(InputFileChangeEventArgs change) => RunAsync(async token =>
    {
        (preview, parts, reports, fileName, choices, opened) = (null, [], [], change.File.Name, new PlanChoices(), null);
        if (change.File.Size == 0)
        {
            throw new UnreadableCsvException(
                new Problem("csv.empty-named", change.File.Name));
        }

        if (change.File.Size > UploadStore.LargestBytes)
        {
            throw new UploadTooLargeException(
                new Problem("upload.too-large-named", change.File.Name, change.File.Size >> 20, UploadStore.LargestBytes >> 20));
        }

        await using var content = change.File.OpenReadStream(UploadStore.LargestBytes, token);
        var path = await Uploads.SaveAsync(
            content, change.File.Name, new Progress<long>(read => Advance(read, change.File.Size, 0)), cancellation: token);
        package?.Dispose();
        package = FilePackage.Open(path, change.File.Name, Folder);
        Look();
    });

    /// <summary>What the inbox could not ask, a person is asked here.</summary>
    private Task OpenAsync(RefusedFile refused) => RunAsync(_ =>
    {
        (preview, parts, reports, fileName, choices, opened) = (null, [], [], refused.GivenName, new PlanChoices(), refused);
        package?.Dispose();
        package = FilePackage.Open(refused.Path, refused.GivenName, Folder);
        Look();
        return Task.CompletedTask;
    });

    private Task ChooseAsync(PlanChoices changed) => RunAsync(_ =>
    {
        choices = changed;
        Look();
        return Task.CompletedTask;
    });

    private void Look()
    {
        isOpen = false;
        var path = package!.Files[0].Path;
        var all = Plans.Make(path, Context());
        preview = CsvPreview.Read(path, all.Own, all.OwnContext, Sensor);
        isOthersAlone = all.FeedsOthersAlone;
        parts = all.Own.Questions.Count > 0
            ? []
            : [.. all.Feeds.Select(part => (part, CsvPreview.Read(path, part.Plan, part.Context, part.Sensor)))];
    }

    private PlanContext Context() =>
        Plans.ContextOf(Sensor!, fileName, choices, StationClock.LatestReading(Time.GetUtcNow()));

    private Task ImportAsync() => RunAsync(async token =>
    {
        Importer.RequireReadable(Sensor!, package!.Files, choices, forAll: true);
        if (NewInterval is { } minutes)
        {
            await Editor.UpdateSensorAsync(Sensor!.Key, draft => draft with { SamplingIntervalMinutes = minutes }, cancellation: token);
            Sensor.SamplingIntervalMinutes = minutes;
        }

        var stored = new List<ImportReport>();
        foreach (var text in package!.Files)
        {
            stored.AddRange(await ImportAsync(text, token));
            reports = [.. stored];
        }

        if (opened is { } settled && !stored.TrueForAll(report => report.HasStoredNothing))
        {
            Refused.Settle(settled);
        }

        (preview, parts, opened, tellsHistory) = (null, [], null, false);
        Snackbar.Add(
            L.Count(stored.Sum(report => report.Inserted + report.Updated), "{0} row stored.", "{0} rows stored."),
            stored.TrueForAll(report => report.HasStoredNothing) ? Severity.Warning : Severity.Success);
        await LoadAsync();
    });

    private Task<IReadOnlyList<ImportReport>> ImportAsync(PackedText text, CancellationToken token)
    {
        var (sensor, chosen, tells) = (Sensor!, choices, tellsHistory);
        var shown = new Progress<ParseProgress>(at => Advance(at.BytesRead, at.TotalBytes, at.RowsRead));
        return Work.RunAsync(JobNames.ImportReadings, sensor.Id, async (context, cancellation) =>
        {
            var progress = new ImportProgress(shown, context);
            var stored = await Importer.ImportAllAsync(sensor, text.Path, text.Name, chosen, progress, tells, cancellation);
            context.Report(
                new Phrase(
                    "work.rows-imported", text.Name, string.Join(", ", stored.Select(report => report.Sensor)),
                    Counted.Of(stored.Sum(report => report.Inserted + report.Updated), "count.rows"),
                    Counted.Of(stored.Sum(report => report.Rejected), "count.rows")));
            return stored;
        }, token);
    }

    private Task ReplayAsync() => RunAsync(async token =>
    {
        await Replays.StartAsync(Sensor!, Kept(), fileName, choices, speed, loop, token);
        (preview, parts) = (null, []);
        Snackbar.Add(L["The replay runs; its points appear on the Live page."], Severity.Success);
        await LoadAsync();
    });

    /// <summary>A replay goes on for long after the page is left, so its text is no unpacked copy.</summary>
    private string Kept()
    {
        var text = package!.Files[0];
        if (Path.GetDirectoryName(text.Path) == Folder.Uploads)
        {
            return text.Path;
        }

        var kept = Path.Combine(Folder.Uploads, StampedName.Create(Time.GetUtcNow(), "replay.csv"));
        File.Copy(text.Path, kept);
        return kept;
    }

    private async Task RemovePlanAsync(SavedPlan plan)
    {
        if (!await Rights.DemandAsync(Right.Import))
        {
            return;
        }

        await Plans.RemoveAsync(Sensor!.Key, plan.Layout);
        Snackbar.Add(L["The next file of this layout is asked about again."], Severity.Success);
        await LoadAsync();
    }

    private async Task StopAsync()
    {
        if (!await Rights.DemandAsync(Right.Import))
        {
            return;
        }

        await Replays.StopAsync(Sensor!.Key);
        await LoadAsync();
    }

    /// <summary>What the first file of a sensor shows of its logger; null where that is set already.</summary>
    private int? NewInterval => isEmpty && !isOthersAlone ? PreviewFacts.NewInterval(Sensor!, preview!) : null;

    /// <summary>Of a package those of its files.</summary>
    private IEnumerable<string> Names => package is { Files.Count: > 1 } ? package.Files.Select(text => text.Name) : [fileName];

    public override void Dispose()
    {
        package?.Dispose();
        base.Dispose();
    }

    private void Cancel() => cancellation?.Cancel();

    private void Advance(long read, long total, int rows)
    {
        percent = total > 0 ? 100.0 * read / total : 0;
        progressText = rows > 0 ? rows.ToString("N0", CultureInfo.CurrentCulture) : $"{read >> 20} / {total >> 20} MB";
        InvokeAsync(StateHasChanged);
    }

    /// <summary>Goes to the page and to the list of jobs.</summary>
    private sealed class ImportProgress(IProgress<ParseProgress> page, JobContext context) : IProgress<ParseProgress>
    {
        public void Report(ParseProgress value)
        {
            page.Report(value);
            context.ReportProgress(value.TotalBytes > 0 ? (double)value.BytesRead / value.TotalBytes : 0);
        }
    }

    private async Task RunAsync(Func<CancellationToken, Task> action)
    {
        if (busy || !await Rights.DemandAsync(Right.Import))
        {
            return;
        }

        (busy, problem, percent, progressText) = (true, null, 0, "");
        using var source = new CancellationTokenSource();
        cancellation = source;
        try
        {
            await action(source.Token);
        }
        catch (OperationCanceledException)
        {
            problem = L["Cancelled; nothing was stored."];
        }
        catch (Exception failure) when (failure is UnreadableCsvException or UploadTooLargeException or IOException)
        {
            problem = Failure.Of(failure).Say();
        }
        finally
        {
            (busy, cancellation) = (false, null);
        }
    }
}
