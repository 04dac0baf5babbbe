using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.People;

/// <summary>The second step of a person's sign-in, which is theirs to turn on and off.</summary>
public sealed class Authenticators(
    IServiceScopeFactory scopes, TotpProtector protector, Attempts attempts, ChangeFeed changes, TimeProvider time)
{
    /// <summary>A secret that is not in use yet, protected, so that it can go to the page and back.</summary>
    public (string Shown, string Sealed) Offer()
    {
        var secret = Totp.NewSecret();
        return (Totp.Write(secret), protector.Protect(Convert.ToHexString(secret)));
    }

    /// <returns>What an offer shows; null where it is none of this station.</returns>
    public string? Show(string? offered) =>
        offered is not null && protector.Unprotect(offered) is { } secret ? Totp.Write(Convert.FromHexString(secret)) : null;

    /// <summary>
    /// It counts once a code of it has been typed: who could not make one would be locked out. The password in use is asked for, too:
    /// before a screen that was left alone somebody would lock its owner out with an authenticator of their own.
    /// </summary>
    public async Task<(Problem? Problem, IReadOnlyList<string> Recovery)> TurnOnAsync(
        int id, string? current, string? offered, string? code, CancellationToken cancellation = default)
    {
        if (!attempts.TakeOne($"password {id}"))
        {
            return (new Problem("sign-in.too-often", (int)Attempts.Window.TotalMinutes), []);
        }

        if (offered is null || protector.Unprotect(offered) is not { } secret
            || Totp.Match(Convert.FromHexString(secret), code, time.GetUtcNow(), 0) is not { } step)
        {
            return (new Problem("sign-in.code").At("code"), []);
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StationDbContext>();
        var person = await db.People.SingleAsync(row => row.Id == id, cancellation);
        if (!await scope.ServiceProvider.GetRequiredService<UserManager<Person>>().CheckPasswordAsync(person, current ?? ""))
        {
            return (new Problem("password.current").At("current"), []);
        }

        if (person.HasTotp)
        {
            return (new Problem("totp.on"), []);
        }

        await db.PersonSessions.Where(session => session.PersonId == id).ExecuteDeleteAsync(cancellation);
        (person.TotpSecret, person.TotpStep) = (protector.Protect(secret), step);
        var recovery = RecoveryCodes.Renew(person);
        Renew(person);
        await db.SaveChangesAsync(cancellation);
        changes.Publish(ChangeKind.People);
        return (null, recovery);
    }

    /// <summary>Sessions that began another way end.</summary>
    private static void Renew(Person person) =>
        (person.SecurityStamp, person.ConcurrencyStamp) = (Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString());
}
