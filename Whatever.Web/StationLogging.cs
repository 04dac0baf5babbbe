namespace Whatever.Web;

/// <summary>What goes to the console: what the station did and what went wrong, not every statement that the libraries ran.</summary>
public static class StationLogging
{
    public static ILoggingBuilder AddStationLogging(this ILoggingBuilder logging) => logging
        .ClearProviders()
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-dd HH:mm:ss ";
        })
        .AddFilter("Microsoft", LogLevel.Warning)
        // The keys lie in the data folder, which only the station's user can read; there is no key store to be had on every box.
        .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
        .AddFilter("Microsoft.EntityFrameworkCore.Database", LogLevel.None)
        // Whoever may not is told so; a line for each would be theirs to fill the disk with.
        .AddFilter("Whatever.Web.People.StationAuthentication", LogLevel.Warning)
        .AddFilter("System", LogLevel.Warning)
        .AddFilter("Coravel", LogLevel.Warning);
}
