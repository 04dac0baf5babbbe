using System.CommandLine;

namespace Whatever.Web.Commands;

/// <summary>Options that every command takes.</summary>
internal static class CommonOptions
{
    public static Option<string?> Data { get; } = new("--data")
    {
        Description = "Data folder (else WHATEVER_DATA, else ./data)",
        Recursive = true,
    };

    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print one JSON document on standard output and nothing else",
        Recursive = true,
    };

    public static Option<string> Sensor() => new("--sensor") { Description = "Id of the sensor, such as sensor_01", Required = true };

    public static Option<string?> From() => new("--from") { Description = "First day (2024-07-09) or time (2024-07-09 0:00) on the sensor's clock" };

    public static Option<string?> To() => new("--to") { Description = "Last day or time, inclusive" };

    public static Option<string> Out(string what) => new("--out") { Description = what, Required = true };

    public static Option<string?> Quantity(string what) => new("--quantity") { Description = what };
}
