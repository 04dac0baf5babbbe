using Microsoft.AspNetCore.Components;
using Whatever.Web.Components.Shared;
using Whatever.Web.Logs;
using Whatever.Web.People;
using Whatever.Web.Storage;

namespace Whatever.Web.Components.Pages.Logs;

/// <summary>What the station said.</summary>
public partial class LogsPage
{
    private static readonly LogLevel[] Levels = [LogLevel.Information, LogLevel.Warning, LogLevel.Error];
    private LogPage page = new([], false);
    private LogLevel least = LogLevel.Information;
    private string text = "";

    [Inject]
    private LogReader Reader { get; set; } = null!;

    [Inject]
    private StationRights Rights { get; set; } = null!;

    /// <summary>A person asks; a log that moved while it is read could not be read.</summary>
    protected override bool Concerns(ChangeKind kind) => false;

    protected override Task LoadAsync() => LookAsync();

    private async Task LookAsync()
    {
        if (await Rights.DemandAsync(Right.SeeLogs))
        {
            page = Reader.Read(new LogFilter(least, text));
        }
    }

    /// <summary>The last word of a name such as <c>Whatever.Web.Scheduling.JobRunner</c>.</summary>
    private static string PartOf(string source) => source[(source.LastIndexOf('.') + 1)..];
}
