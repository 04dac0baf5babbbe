using System.Globalization;
using System.Security.Claims;
using Whatever.Web.Domain;

namespace Whatever.Web.People;

/// <summary>Who asks, as claims: a person, a key, or whoever sits at a station that is still open.</summary>
public static class Identities
{
    public const string Session = "session";
    private const string Open = "open";
    private const string Key = "key";
    private const string Role = "role";
    private const string Stamp = "stamp";
    private const string Scopes = "scopes";
    private const string Sensor = "sensor";
    private const string Limited = "limited";
    private const string Begun = "begun";
    private const string MustChange = "must-change";
    private const string Place = "place";

    /// <summary>At a station that nobody has been made for yet, on loopback.</summary>
    public static ClaimsPrincipal OfOpenStation() => Of(Open, new Claim(Role, nameof(PersonRole.Administrator)));

    /// <param name="person">Who has signed in.</param>
    /// <param name="session">The session that this begins.</param>
    public static ClaimsPrincipal Of(Person person, string session) => Of(
        Session,
        [
            new Claim(ClaimTypes.NameIdentifier, person.Id.ToString(CultureInfo.InvariantCulture)),
            new Claim(ClaimTypes.Name, person.UserName!),
            new Claim(Role, person.Role.ToString()),
            new Claim(Stamp, person.SecurityStamp ?? ""),
            new Claim(Begun, session),
            .. person.MustChangePassword ? [new Claim(MustChange, "1")] : Array.Empty<Claim>(),
        ]);

    /// <summary>The same, and where the request comes from, which a page that stays open remembers.</summary>
    public static ClaimsPrincipal From(ClaimsPrincipal who, string? address)
    {
        var identity = ((ClaimsIdentity)who.Identity!).Clone();
        identity.AddClaim(new Claim(Place, address ?? ""));
        return new ClaimsPrincipal(identity);
    }

    /// <summary>Who it is, for the audit.</summary>
    public static Actor ActorOf(ClaimsPrincipal who, string? address = null)
    {
        var kind = IsSession(who) ? ActorKind.Person : IsKey(who) ? ActorKind.Key : IsOpen(who) ? ActorKind.Open : ActorKind.Nobody;
        return new Actor(kind, kind == ActorKind.Nobody ? "" : who.Identity?.Name ?? "", address ?? who.FindFirstValue(Place));
    }

    /// <param name="key">The key.</param>
    /// <param name="sensors">The only sensors that it is for; null for all.</param>
    public static ClaimsPrincipal Of(ApiKey key, IReadOnlyList<string>? sensors) => Of(
        Key,
        [
            new Claim(ClaimTypes.Name, key.Name),
            new Claim(Scopes, ((int)key.Scopes).ToString(CultureInfo.InvariantCulture)),
            .. sensors is null ? [] : sensors.Select(id => new Claim(Sensor, id)).Append(new Claim(Limited, "1")),
        ]);

    /// <summary>The station itself, before its own receiver.</summary>
    public static ClaimsPrincipal OfOwnDelivery() => Of(new ApiKey { Name = "station", Scopes = KeyScopes.Deliver }, null);

    public static bool IsOpen(ClaimsPrincipal who) => who.Identity?.AuthenticationType == Open;

    public static bool IsSession(ClaimsPrincipal who) => who.Identity?.AuthenticationType == Session;

    public static bool IsKey(ClaimsPrincipal who) => who.Identity?.AuthenticationType == Key;

    /// <summary>Of the person who is signed in; null for anybody else.</summary>
    public static int? IdOf(ClaimsPrincipal who) =>
        IsSession(who) && int.TryParse(who.FindFirstValue(ClaimTypes.NameIdentifier), CultureInfo.InvariantCulture, out var id) ? id : null;

    public static string StampOf(ClaimsPrincipal who) => who.FindFirstValue(Stamp) ?? "";

    public static string SessionOf(ClaimsPrincipal who) => who.FindFirstValue(Begun) ?? "";

    /// <summary>Somebody else knows the password: nothing is open but the page where another is chosen.</summary>
    public static bool MustChangePassword(ClaimsPrincipal who) => who.HasClaim(claim => claim.Type == MustChange);

    /// <summary>Null for a key, and for nobody.</summary>
    public static PersonRole? RoleOf(ClaimsPrincipal who) =>
        (IsSession(who) || IsOpen(who)) && Enum.TryParse<PersonRole>(who.FindFirstValue(Role), out var role) ? role : null;

    public static KeyScopes ScopesOf(ClaimsPrincipal who) =>
        IsKey(who) && int.TryParse(who.FindFirstValue(Scopes), CultureInfo.InvariantCulture, out var scopes)
            ? (KeyScopes)scopes : KeyScopes.None;

    /// <summary>Whether what is asked for may be about this sensor; null asks for what is about many or none.</summary>
    public static bool Reaches(ClaimsPrincipal who, string? sensorId) =>
        !who.HasClaim(claim => claim.Type == Limited) || (sensorId is not null && who.HasClaim(Sensor, sensorId));

    /// <summary>
    /// The name that is kept with what somebody does: of a person the one signed in with, whatever was typed; a key adds its own to it.
    /// </summary>
    public static string? NameFor(ClaimsPrincipal who, string? typed) =>
        IsSession(who) ? who.Identity!.Name
        : IsKey(who) ? string.IsNullOrWhiteSpace(typed) ? who.Identity!.Name : $"{typed.Trim()} ({who.Identity!.Name})"
        : typed;

    private static ClaimsPrincipal Of(string kind, params IEnumerable<Claim> claims) =>
        new(new ClaimsIdentity(claims, kind, ClaimTypes.Name, Role));
}
