using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using MudBlazor;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;
using Whatever.Web.Storage;

namespace Whatever.Web.Components.Pages.Data;

/// <summary>Readings in and out.</summary>
public partial class DataPage
{
    private static readonly char[] Separators = [',', ';', '\t', '|'];
    private static readonly int[] Speeds = [1, 10, 60, 600];
    private CancellationTokenSource? cancellation;
    private IReadOnlyList<PastImport> imports = [];
    private PlanChoices choices = new();
    private CsvPreview? preview;
    private ImportReport? report;
    private Replay? replay;
    private string? path;
    private string? problem;
    private string fileName = "";
    private string progressText = "";
    private double percent;
    private int speed = 60;
    private bool loop = true;
    private bool busy;

    /// <summary>The file has a column "value"; which quantity it holds is for the person to say, from then on.</summary>
    private bool asksQuantity;

    [Inject]
    private ReadingQueries Queries { get; set; } = null!;

    [Inject]
    private UploadStore Uploads { get; set; } = null!;

    [Inject]
    private IBackgroundWork Work { get; set; } = null!;

    [Inject]
    private ReadingImporter Importer { get; set; } = null!;

    [Inject]
    private ReadingPlans Plans { get; set; } = null!;

    [Inject]
    private ReplayControl Replays { get; set; } = null!;

    protected override bool Concerns(ChangeKind kind) => kind is ChangeKind.Readings or ChangeKind.Settings;

    protected override async Task LoadAsync()
    {
        if (Sensor is not null)
        {
            imports = await Queries.ImportsAsync(Sensor.Key);
            replay = await Queries.ReplayAsync(Sensor.Key);
        }
    }

    private Task UploadAsync(InputFileChangeEventArgs change) => RunAsync(async token =>
    {
        (preview, report, fileName, asksQuantity) = (null, null, change.File.Name, false);
        choices = new PlanChoices();
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
        path = await Uploads.SaveAsync(content, change.File.Name, new Progress<long>(read => Advance(read, change.File.Size, 0)), token);
        preview = CsvPreview.Read(path, Context(), Sensor);
    });

    private Task ChooseQuantityAsync(ChangeEventArgs change) =>
        ChooseAsync(choices with { ValueQuantity = Enum.TryParse<Quantity>((string?)change.Value, out var chosen) ? chosen : null });

    private Task ChooseAsync(PlanChoices changed) => RunAsync(_ =>
    {
        choices = changed;
        preview = CsvPreview.Read(path!, Context(), Sensor);
        return Task.CompletedTask;
    });

    private PlanContext Context() =>
        Plans.ContextOf(Sensor!, fileName, choices, StationClock.LatestReading(Time.GetUtcNow()));

    private Task ImportAsync() => RunAsync(async token =>
    {
        var (sensor, file, name, chosen) = (Sensor!, path!, fileName, choices);
        var shown = new Progress<ParseProgress>(at => Advance(at.BytesRead, at.TotalBytes, at.RowsRead));
        report = await Work.RunAsync(JobNames.ImportReadings, sensor.Id, async (context, cancellation) =>
        {
            var progress = new ImportProgress(shown, context);
            var stored = await Importer.ImportAsync(sensor, file, name, chosen, progress, cancellation);
            context.Report(
                new Phrase(
                    "work.rows-imported", name, sensor.Id, Counted.Of(stored.Inserted + stored.Updated, "count.rows"),
                    Counted.Of(stored.Rejected, "count.rows")));
            return stored;
        }, token);
        preview = null;
        Snackbar.Add(
            L.Count(report.Inserted + report.Updated, "{0} row stored.", "{0} rows stored."),
            HasStoredNothing(report) ? Severity.Warning : Severity.Success);
        await LoadAsync();
    });

    /// <summary>None of its rows is there now: that was no success, though every one of them is answered for.</summary>
    private static bool HasStoredNothing(ImportReport report) => report.Read == report.Rejected;

    private Task ReplayAsync() => RunAsync(async token =>
    {
        await Replays.StartAsync(Sensor!, path!, fileName, choices, speed, loop, token);
        preview = null;
        Snackbar.Add(L["The replay runs; its points appear on the Live page."], Severity.Success);
        await LoadAsync();
    });

    private async Task StopAsync()
    {
        await Replays.StopAsync(Sensor!.Key);
        await LoadAsync();
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
        if (busy)
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
