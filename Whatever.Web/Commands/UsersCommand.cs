using System.CommandLine;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.People;

namespace Whatever.Web.Commands;

/// <summary>People who sign in, for who has lost the password: it works beside a station that runs.</summary>
internal static class UsersCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "What the person signs in with" };

    private static readonly Option<string?> Role = new("--role") { Description = "viewer, operator or administrator" };

    private static readonly Option<bool> FromInput = new("--password-stdin")
    {
        Description = "Read the password from standard input; without it one is made up and shown once",
    };

    public static Command Create()
    {
        var list = new Command("list", "Lists who there is");
        list.SetAction(ListAsync);
        var add = new Command("add", "Adds a person") { Name, Role, FromInput };
        add.SetAction(AddAsync);
        var reset = new Command("reset", "Gives a new password, and takes lockout and authenticator away") { Name, FromInput };
        reset.SetAction(ResetAsync);
        var role = new Command("role", "Changes what a person may do") { Name, Role };
        role.SetAction(SetRoleAsync);
        var remove = new Command("remove", "Removes a person") { Name };
        remove.SetAction(RemoveAsync);
        return new Command("users", "People who sign in") { list, add, reset, role, remove };
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var scope = await StationScope.OpenAsync(parsed, cancellation);
        var people = await scope.Get<PeopleQueries>().ListAsync(cancellation);
        parsed.Print(
            people.Select(person => new
            {
                name = person.Name,
                role = NameOf(person.Role),
                authenticator = person.HasTotp,
                locked_out = person.IsLockedOut,
                signed_in_at = person.SignedInAt,
            }),
            people.Count == 0 ? ["Nobody yet."] : people.Select(person =>
                $"{person.Name}: {NameOf(person.Role)}{(person.HasTotp ? ", authenticator" : "")}"
                    + $"{(person.IsLockedOut ? ", locked out" : "")}"));
        return 0;
    }

    private static async Task<int> AddAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var scope = await StationScope.OpenOrCreateAsync(parsed, cancellation);
        var role = ReadRole(parsed) ?? throw new CommandFailedException(
            new Problem("usage.option-missing", Role.Name, Roles()), isUsage: true);
        var password = await ReadPasswordAsync(parsed, cancellation);
        return Answer(
            parsed, await scope.Get<PeopleEditor>().AddAsync(parsed.GetValue(Name)!, role, password, cancellation),
            $"{parsed.GetValue(Name)} is added as {NameOf(role)}.");
    }

    private static async Task<int> ResetAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var scope = await StationScope.OpenAsync(parsed, cancellation);
        var password = await ReadPasswordAsync(parsed, cancellation);
        return Answer(
            parsed, await scope.Get<PeopleEditor>().ResetAsync(parsed.GetValue(Name)!, password, cancellation),
            $"{parsed.GetValue(Name)} has a new password; sessions, lockout and authenticator are gone.");
    }

    private static async Task<int> SetRoleAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var scope = await StationScope.OpenAsync(parsed, cancellation);
        var role = ReadRole(parsed) ?? throw new CommandFailedException(
            new Problem("usage.option-missing", Role.Name, Roles()), isUsage: true);
        return Answer(
            parsed, new PersonChange(await scope.Get<PeopleEditor>().SetRoleAsync(parsed.GetValue(Name)!, role, cancellation)),
            $"{parsed.GetValue(Name)} is {NameOf(role)} now.");
    }

    private static async Task<int> RemoveAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var scope = await StationScope.OpenAsync(parsed, cancellation);
        return Answer(
            parsed, new PersonChange(await scope.Get<PeopleEditor>().RemoveAsync(parsed.GetValue(Name)!, cancellation)),
            $"{parsed.GetValue(Name)} is removed.");
    }

    private static int Answer(ParseResult parsed, PersonChange change, string done)
    {
        if (change.Problem is { } problem)
        {
            throw new CommandFailedException(problem);
        }

        parsed.Print(
            new { done = true, password = change.Password },
            change.Password is { } made ? [done, $"Password, shown this once: {made}"] : [done]);
        return 0;
    }

    /// <summary>One line: what stands on the command line can be seen by everybody on the machine.</summary>
    private static async Task<string?> ReadPasswordAsync(ParseResult parsed, CancellationToken cancellation) =>
        parsed.GetValue(FromInput) ? (await Console.In.ReadLineAsync(cancellation))?.TrimEnd('\r') ?? "" : null;

    private static PersonRole? ReadRole(ParseResult parsed) => parsed.GetValue(Role) switch
    {
        null => null,
        var text when Enum.GetValues<PersonRole>().Where(role => NameOf(role) == text).ToList() is [var role] => role,
        var text => throw new CommandFailedException(new Problem("option.value", Role.Name, text, Roles()), isUsage: true),
    };

    private static Phrase Roles() => Expected.OneOf([.. Enum.GetValues<PersonRole>().Select(NameOf)]);

    private static string NameOf(PersonRole role) => role.ToString().ToLowerInvariant();
}
