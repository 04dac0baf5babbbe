using System.CommandLine;
using Whatever.Model.Calendar;
using Whatever.Model.ModelFiles;
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

    /// <summary>Asked before minutes are spent on a model that could not be saved.</summary>
    /// <exception cref="CommandFailedException">The folder holds something that stays.</exception>
    public static void RequireRoom(string target, bool mayReplace)
    {
        if (StationModels.ExplainOccupied(target) is { } problem)
        {
            throw new CommandFailedException(problem);
        }

        if (!mayReplace && StationModels.IsModel(target))
        {
            throw new CommandFailedException($"{target} holds a model already; choose another folder, or --replace it.");
        }
    }

    /// <summary>The sentences about properties that are out of range, each with the name of the option that sets it.</summary>
    /// <exception cref="CommandFailedException">There is a sentence.</exception>
    public static void RequireRanges(IReadOnlyList<string> problems, IReadOnlyDictionary<string, Option> options)
    {
        if (problems.Count > 0)
        {
            throw new CommandFailedException(
                string.Join(
                    " ",
                    problems.Select(sentence => sentence.Split(' ', 2))
                        .Select(words => $"{options.GetValueOrDefault(words[0])?.Name ?? words[0]} {words[1]}")),
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
            $"--country is {parsed.GetValue(country)}, expected one of {string.Join(", ", HolidayCalendars.Names)}.", isUsage: true);

    /// <returns>Null where it was not given.</returns>
    /// <exception cref="CommandFailedException">It is not a day.</exception>
    public static DateOnly? ReadDay(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) switch
    {
        null => null,
        var text when WireTime.TryReadDay(text, out var day) => day,
        var text => throw new CommandFailedException($"{option.Name} is {text}, expected a day such as 2024-07-09.", isUsage: true),
    };
}
