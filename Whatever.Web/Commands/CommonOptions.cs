using System.CommandLine;
using Whatever.Model.Calendar;
using Whatever.Model.ModelFiles;
using Whatever.Model.Problems;
using Whatever.Web.Domain;

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

    public static Option<string?> From() =>
        new("--from") { Description = "First day (2024-07-09) or time (2024-07-09 0:00) on the sensor's clock" };

    public static Option<string?> To() => new("--to") { Description = "Last day or time, inclusive" };

    public static Option<string> Out(string what) => new("--out") { Description = what, Required = true };

    public static Option<bool> Replace() =>
        new("--replace") { Description = "Put the new model in the place of one that the folder holds" };

    /// <summary>The whole path of a file that is to be read.</summary>
    /// <exception cref="CommandFailedException">It is not there, or is a folder.</exception>
    public static void RequireFile(string path)
    {
        if (!File.Exists(path))
        {
            throw new CommandFailedException(
                Directory.Exists(path) ? new Problem("file.folder", path) : new Problem("command.no-file", path));
        }
    }

    /// <summary>Asked before minutes are spent on a model that could not be saved.</summary>
    /// <exception cref="CommandFailedException">The folder holds something that stays, or nothing can be written there.</exception>
    public static void RequireRoom(string target, bool mayReplace)
    {
        OutputPlace.RequireFolder(target);
        if (StationModels.ExplainOccupied(target) is { } problem)
        {
            throw new CommandFailedException(problem);
        }

        if (!mayReplace && StationModels.IsModel(target))
        {
            throw new CommandFailedException(new Problem("command.folder-has-model", target));
        }
    }

    /// <summary>All properties that are out of range, each by the name of the option that sets it.</summary>
    /// <exception cref="CommandFailedException">There is one.</exception>
    public static void RequireRanges(IReadOnlyList<Problem> problems, IReadOnlyDictionary<string, Option> options)
    {
        if (problems.Count > 0)
        {
            throw new CommandFailedException(
                Problem.All(
                    [
                        .. problems.Select(
                            problem => options.TryGetValue(problem.Field ?? "", out var option)
                                ? new Problem(problem.Code, [option.Name, .. problem.Arguments.Skip(1)]) : problem),
                    ]),
                isUsage: true);
        }
    }

    public static Option<string?> Quantity(string what) => new("--quantity") { Description = what };

    public static Option<string> Country() => new("--country")
    {
        Description = $"Public holidays: {string.Join(", ", HolidayCalendars.Names)}",
        DefaultValueFactory = _ => HolidayCalendars.None,
    };

    /// <exception cref="CommandFailedException">There is no calendar of that name.</exception>
    public static IHolidays HolidaysOf(ParseResult parsed, Option<string> country) => HolidayCalendars.Find(parsed.GetValue(country))
        ?? throw new CommandFailedException(
            new Problem(
                "option.value", "--country", parsed.GetValue(country),
                new Phrase("expected.one-of", string.Join(", ", HolidayCalendars.Names))),
            isUsage: true);

    /// <returns>Null where it was not given.</returns>
    /// <exception cref="CommandFailedException">It is not a day.</exception>
    public static DateOnly? ReadDay(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) switch
    {
        null => null,
        var text when WireTime.TryReadDay(text, out var day) => day,
        var text =>
            throw new CommandFailedException(
                new Problem("option.value", option.Name, text, new Phrase("expected.day", "2024-07-09")), isUsage: true),
    };
}
