using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Whatever.Model.Problems;

namespace Whatever.Web.Commands;

/// <summary>Says what is wrong with a command line as everything else is said; the parser's own sentences name types of programs.</summary>
internal static partial class UsageProblems
{
    /// <summary>All of them in one line, with where to look at the end.</summary>
    public static Problem Of(ParseResult parsed)
    {
        var problems = parsed.Errors.Select(error => Of(error)).OfType<Problem>().Concat(OfLeftOver(parsed)).Distinct().ToList();
        var command = string.Concat(Path(parsed.CommandResult).Select(name => name + " "));
        return Problem.All([.. problems, new Problem("usage.help", command)]);
    }

    private static Problem? Of(ParseError error) => error.SymbolResult switch
    {
        OptionResult option => OfOption(option, error.Message),
        ArgumentResult { Parent: OptionResult option } => OfOption(option, error.Message),
        ArgumentResult { Tokens: [], Parent: CommandResult command } argument =>
            new Problem("usage.argument-missing", command.Command.Name, argument.Argument.Name),
        ArgumentResult argument => new Problem(
            "option.value", argument.Argument.Name, Show(argument.Tokens[^1].Value),
            Kind(argument.Argument.ValueType, argument.Tokens[^1].Value)),
        CommandResult => null,
        _ => Quoted().Match(error.Message) is { Success: true } quoted
            ? new Problem("command.no-file", quoted.Groups[1].Value)
            : new Problem("system.says", FileProblems.Clause(error.Message) + "."),
    };

    private static Problem OfOption(OptionResult given, string message)
    {
        var (option, tokens) = (given.Option, given.Tokens);
        var expected = Kind(option.ValueType, tokens.Count > 0 ? tokens[^1].Value : null);
        return given.Implicit ? new Problem("usage.option-missing", option.Name, expected)
            : tokens.Count == 0 ? new Problem("usage.value-missing", option.Name, expected)
            : tokens.Count > 1 && !option.ValueType.IsArray ? new Problem("usage.option-twice", option.Name, tokens.Count)
            : new Problem(
                "option.value", option.Name, Show(tokens[^1].Value),
                Choice().Matches(message) is { Count: > 1 } names
                    ? Expected.OneOf([.. names.Select(name => name.Groups[1].Value)])
                    : expected);
    }

    /// <summary>What belongs to nothing. After a word that should be a command nothing else can be told.</summary>
    private static IEnumerable<Problem> OfLeftOver(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        string[] names = [.. command.Subcommands.Select(known => known.Name)];
        if (parsed.UnmatchedTokens.Count == 0)
        {
            return names.Length > 0 && command.Action is null
                ? [new Problem("usage.no-command", command.Name, names.Length == 1 ? names[0] : Expected.OneOf(names))]
                : [];
        }

        var isOption = parsed.UnmatchedTokens.Select(token => token.StartsWith('-')).ToList();
        return names.Length > 0 && !isOption[0]
            ? [
                new Problem(
                    "usage.unknown-command", parsed.UnmatchedTokens[0], names.Length == 1 ? names[0] : Expected.OneOf(names))]
            : parsed.UnmatchedTokens.Where((_, index) => isOption[index] || index == 0 || !isOption[index - 1])
                .Select(
                    (token, _) => token.StartsWith('-')
                        ? new Problem("usage.unknown-option", token)
                        : new Problem("usage.left-over", Show(token), command.Name));
    }

    private static IEnumerable<string> Path(CommandResult command) =>
        command.Parent is CommandResult parent ? Path(parent).Append(command.Command.Name) : [];

    /// <summary>Spaces alone would leave a hole in the sentence.</summary>
    private static string Show(string token) => token.Trim().Length == 0 ? $"\"{token}\"" : token;

    /// <summary>Every value of a command line is a text, and lists are written one by one.</summary>
    private static Phrase Kind(Type type, string? found) =>
        type == typeof(string) || type.IsArray ? new Phrase("expected.a-value") : Expected.Value(type, found);

    [GeneratedRegex(@"\t'([^']*)'")]
    private static partial Regex Choice();

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();
}
