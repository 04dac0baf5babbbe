using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Whatever.Model.Outliers;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;
using Whatever.Web.People;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Components.Pages.Outliers;

/// <summary>For a sensor whose own history is still too short: takes what is normal from data given at set-up.</summary>
public partial class InitialDataPanel
{
    private string? problem;
    private bool busy;

    [Parameter]
    [EditorRequired]
    public Sensor Sensor { get; set; } = null!;

    [Parameter]
    [EditorRequired]
    public QuantityCriteriaStatus Status { get; set; } = null!;

    /// <summary>Raised when there are criteria.</summary>
    [Parameter]
    public EventCallback Built { get; set; }

    [Inject]
    private IBackgroundWork Work { get; set; } = null!;

    [Inject]
    private StationRights Rights { get; set; } = null!;

    [Inject]
    private UploadStore Uploads { get; set; } = null!;

    [Inject]
    private ReadingPlans Plans { get; set; } = null!;

    [Inject]
    private CriteriaBuilder Criteria { get; set; } = null!;

    private async Task TakeAsync(InputFileChangeEventArgs change)
    {
        if (!await Rights.DemandAsync(Right.SetThresholds))
        {
            return;
        }

        (busy, problem) = (true, null);
        try
        {
            await using var content = change.File.OpenReadStream(UploadStore.LargestBytes);
            var path = await Uploads.SaveAsync(content, change.File.Name);
            problem = await Work.RunAsync(
                JobNames.RebuildCriteria, $"{Sensor.Id}/{Status.Quantity.ToWireName()}",
                (context, cancellation) => BuildAsync(path, change.File.Name, context, cancellation));
        }
        catch (OperationCanceledException)
        {
            problem = L["Cancelled"];
        }
        catch (Exception failure) when (failure is UnreadableCsvException or UploadTooLargeException or IOException)
        {
            problem = Failure.Of(failure).Say();
        }
        finally
        {
            busy = false;
        }

        if (problem is null)
        {
            await Built.InvokeAsync();
        }
    }

    /// <returns>Why there are no criteria yet; null where there are.</returns>
    private async Task<string?> BuildAsync(string path, string fileName, JobContext context, CancellationToken cancellation)
    {
        using var rejected = new RejectedRows();
        var said = new PlanChoices { ValueQuantity = Status.Quantity };
        var (_, read) = CsvReadingsParser.Parse(
            path, Plans.ContextOf(Sensor, fileName, said, latest: null), rejected, cancellation: cancellation);
        var columns = read.Columns;
        var values = Status.Quantity == Quantity.FlowRate ? columns.FlowRate : columns.Pressure;
        var built = await Criteria.BuildFromInitialDataAsync(Sensor.Key, Status.Quantity, values, cancellation);
        context.Report(
            built is null
                ? new Phrase("work.criteria-too-few-in", Sensor.Id, Phrases.Of(Status.Quantity), fileName)
                : new Phrase("work.criteria-built-from", Sensor.Id, built.Version, Phrases.Of(Status.Quantity), fileName));
        return built is null
            ? L[
                "The file holds {0} usable values of {1}, {2} are needed.", values.Count(double.IsFinite), Status.Quantity.ToWireName(),
                NormalCriteria.MinimumReadings].Value
            : null;
    }
}
