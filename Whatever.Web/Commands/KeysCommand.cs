using System.CommandLine;
using System.Globalization;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.People;

namespace Whatever.Web.Commands;

/// <summary>Keys of machines; it works beside a station that runs.</summary>
internal static class KeysCommand
{
    private const string CommandName = "command";

    private static readonly Argument<string> Name = new("name") { Description = "What it is for, such as the gateway" };
    private static readonly Argument<int> Id = new("id") { Description = "Its number in the list" };

    private static readonly Option<string> Scopes = new("--scopes")
    {
        Description = "What it opens: push, read, operate, with commas between them",
        Required = true,
    };

    private static readonly Option<string?> Sensor = new("--sensor") { Description = "The only sensor that it is for" };

    private static readonly Option<double> Hours = new("--old-good-for")
    {
        Description = "Hours that the old key stays good for",
        DefaultValueFactory = _ => 24,
    };

    public static Command Create()
    {
        var list = new Command("list", "Lists the keys, without what opens");
        list.SetAction(ListAsync);
        var add = new Command("add", "Makes a key, which is shown once") { Name, Scopes, Sensor };
        add.SetAction(AddAsync);
        var rotate = new Command("rotate", "Makes a new key in the place of one, which stays good for a while") { Id, Hours };
        rotate.SetAction(RotateAsync);
        var revoke = new Command("revoke", "Revokes a key at once") { Id };
        revoke.SetAction(RevokeAsync);
        return new Command("keys", "Keys by which machines push and read") { list, add, rotate, revoke };
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var scope = await StationScope.OpenAsync(parsed, cancellation);
        var keys = await scope.Get<PeopleQueries>().ListKeysAsync(cancellation);
        parsed.Print(
            keys.Select(key => new
            {
                id = key.Id,
                name = key.Name,
                prefix = key.Prefix,
                scopes = NamesOf(key.Scopes),
                @for = key.For,
                state = key.State,
                created_by = key.CreatedBy,
                created_at = key.CreatedAt,
                used_at = key.UsedAt,
                expires_at = key.ExpiresAt,
            }),
            keys.Count == 0 ? ["No keys."] : keys.Select(key =>
                $"{key.Id}: {key.Name} {key.Prefix}… {string.Join(',', NamesOf(key.Scopes))} for {key.For ?? "all"}, {key.State}, "
                    + $"last used {key.UsedAt?.ToString("u", CultureInfo.InvariantCulture) ?? "never"}"));
        return 0;
    }

    private static async Task<int> AddAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var draft = new ApiKeyDraft
        {
            Name = parsed.GetValue(Name)!,
            Scopes = ReadScopes(parsed.GetValue(Scopes)!),
            SensorId = parsed.GetValue(Sensor),
        };
        await using var scope = await StationScope.OpenAsync(parsed, cancellation);
        return Show(parsed, await scope.Get<ApiKeys>().AddAsync(draft, CommandName, cancellation));
    }

    private static async Task<int> RotateAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var scope = await StationScope.OpenAsync(parsed, cancellation);
        return Show(
            parsed, await scope.Get<ApiKeys>().RotateAsync(parsed.GetValue(Id), parsed.GetValue(Hours), CommandName, cancellation));
    }

    private static async Task<int> RevokeAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var scope = await StationScope.OpenAsync(parsed, cancellation);
        if (await scope.Get<ApiKeys>().RevokeAsync(parsed.GetValue(Id), cancellation) is { } problem)
        {
            throw new CommandFailedException(problem);
        }

        parsed.Print(new { done = true }, $"Key {parsed.GetValue(Id)} is revoked.");
        return 0;
    }

    private static int Show(ParseResult parsed, (Problem? Problem, string? Secret) made)
    {
        if (made.Problem is { } problem)
        {
            throw new CommandFailedException(problem);
        }

        parsed.Print(new { key = made.Secret }, $"Key, shown this once: {made.Secret}");
        return 0;
    }

    private static KeyScopes ReadScopes(string text)
    {
        var scopes = KeyScopes.None;
        foreach (var name in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            scopes |= name switch
            {
                "push" => KeyScopes.Push,
                "read" => KeyScopes.Read,
                "operate" => KeyScopes.Operate,
                _ => throw new CommandFailedException(
                    new Problem("option.value", Scopes.Name, name, Expected.OneOf("push", "read", "operate")), isUsage: true),
            };
        }

        return scopes;
    }

    private static IReadOnlyList<string> NamesOf(KeyScopes scopes) =>
        [.. Enum.GetValues<KeyScopes>().Where(one => one != KeyScopes.None && scopes.HasFlag(one))
            .Select(one => one.ToString().ToLowerInvariant())];
}
