using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.People;

/// <summary>How a try to sign in ended.</summary>
/// <param name="Person">Who it is; null where it failed.</param>
/// <param name="Problem">What to say; the same for a name that there is not and a password that is wrong.</param>
/// <param name="NeedsCode">The password is right, and a code is wanted besides.</param>
public sealed record SignInOutcome(Person? Person, Problem? Problem, bool NeedsCode = false);

/// <summary>Lets people in: password, code, lockout.</summary>
public sealed class SignInDesk(IServiceScopeFactory scopes, TotpProtector protector, Attempts attempts, TimeProvider time)
{
    public const int MostFailures = 10;
    public static readonly TimeSpan Lockout = TimeSpan.FromMinutes(15);

    private static readonly Person Nobody = new() { UserName = "nobody" };
    private static string? nobodysHash;

    /// <param name="name">Who they say they are.</param>
    /// <param name="password">What they know.</param>
    /// <param name="code">Of the authenticator or of recovery; null where it was not asked for yet.</param>
    /// <param name="address">Where they come from.</param>
    public async Task<SignInOutcome> TryAsync(
        string? name, string? password, string? code, string? address, CancellationToken cancellation = default)
    {
        if (!attempts.Take(address, name))
        {
            return new SignInOutcome(null, new Problem("sign-in.too-often", (int)Attempts.Window.TotalMinutes));
        }

        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Person>>();
        if (string.IsNullOrWhiteSpace(name) || await users.FindByNameAsync(name.Trim()) is not { } person)
        {
            // It takes as long as a wrong password, so that time does not tell which names there are.
            nobodysHash ??= users.PasswordHasher.HashPassword(Nobody, "nobody's password");
            users.PasswordHasher.VerifyHashedPassword(Nobody, nobodysHash, password ?? "");
            return new SignInOutcome(null, new Problem("sign-in.wrong"));
        }

        var db = scope.ServiceProvider.GetRequiredService<StationDbContext>();
        return await JudgeAsync(users, db, person, password ?? "", code, cancellation);
    }

    private async Task<SignInOutcome> JudgeAsync(
        UserManager<Person> users, StationDbContext db, Person person, string password, string? code, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var isRight = password.Length <= PasswordRules.Longest && await users.CheckPasswordAsync(person, password);
        if (person.LockoutEnd > now)
        {
            // Said to who knows the password alone: it would tell others that the name is one.
            return new SignInOutcome(
                null, isRight ? new Problem("sign-in.locked", (int)Lockout.TotalMinutes) : new Problem("sign-in.wrong"));
        }

        if (!isRight)
        {
            await FailAsync(db, person.Id, now, cancellation);
            return new SignInOutcome(null, new Problem("sign-in.wrong"));
        }

        if (person.HasTotp && code is null)
        {
            return new SignInOutcome(null, null, NeedsCode: true);
        }

        if (person.HasTotp && !UseCode(person, code, now))
        {
            await FailAsync(db, person.Id, now, cancellation);
            return new SignInOutcome(null, new Problem("sign-in.code"), NeedsCode: true);
        }

        (person.AccessFailedCount, person.LockoutEnd, person.SignedInAt) = (0, null, now);
        person.ConcurrencyStamp = Guid.NewGuid().ToString();
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            // The same code came twice at once: one of them was first.
            return new SignInOutcome(null, new Problem("sign-in.wrong"));
        }

        return new SignInOutcome(person, null);
    }

    private bool UseCode(Person person, string? code, DateTimeOffset now)
    {
        if (protector.Unprotect(person.TotpSecret!) is { } secret
            && Totp.Match(Convert.FromHexString(secret), code, now, person.TotpStep) is { } step)
        {
            person.TotpStep = step;
            return true;
        }

        return RecoveryCodes.Use(person, code);
    }

    /// <summary>Counted by one statement, so that tries which come at once are all counted.</summary>
    private static async Task FailAsync(StationDbContext db, int id, DateTimeOffset now, CancellationToken cancellation)
    {
        await db.People.Where(person => person.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(person => person.AccessFailedCount, person => person.AccessFailedCount + 1), cancellation);
        DateTimeOffset? end = now + Lockout;
        await db.People.Where(person => person.Id == id && person.AccessFailedCount >= MostFailures).ExecuteUpdateAsync(
            set => set.SetProperty(person => person.AccessFailedCount, 0).SetProperty(person => person.LockoutEnd, end), cancellation);
    }
}
