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

/// <summary>What somebody shows who wants in.</summary>
/// <param name="Name">Who they say they are.</param>
/// <param name="Password">What they know.</param>
/// <param name="Code">Of the authenticator or of recovery; null where it was not asked for yet.</param>
/// <param name="Address">Where they come from.</param>
public sealed record SignInTry(string? Name, string? Password, string? Code, string? Address)
{
    /// <summary>What the browser kept of an earlier sign-in, see <see cref="KnownBrowser"/>.</summary>
    public string? Browser { get; init; }
}

/// <summary>Lets people in: password, code, lockout.</summary>
public sealed class SignInDesk(
    IServiceScopeFactory scopes, TotpProtector protector, KnownBrowser browsers, Attempts attempts, RefusalLog refusals, TimeProvider time)
{
    public const int MostFailures = 10;
    public static readonly TimeSpan Lockout = TimeSpan.FromMinutes(15);

    private static readonly Person Nobody = new() { UserName = "nobody" };
    private static string? nobodysHash;

    public async Task<SignInOutcome> TryAsync(SignInTry shown, CancellationToken cancellation = default)
    {
        var mark = browsers.Read(shown.Browser, shown.Name);
        if (mark is null ? !attempts.Take(shown.Address, shown.Name) : !attempts.TakeOne($"known {PersonRules.Fold(shown.Name!)}"))
        {
            return await RefuseAsync(shown, new Problem("sign-in.too-often", (int)Attempts.Window.TotalMinutes), cancellation);
        }

        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Person>>();

        // What can be no name and no password is looked up under one that there is not, so that it takes as long.
        var isPossible = PersonRules.RefuseName(shown.Name) is null && shown.Password is { Length: <= PasswordRules.Longest };
        var person = isPossible ? await users.FindByNameAsync(shown.Name!.Trim()) : null;
        var isRight = person is null
            ? Waste(users, isPossible ? shown.Password! : "")
            : await users.CheckPasswordAsync(person, shown.Password!);
        var db = scope.ServiceProvider.GetRequiredService<StationDbContext>();
        return await JudgeAsync(db, new Judged(person, isRight, shown, mark is not null), cancellation);
    }

    /// <summary>It takes as long as a wrong password, so that time does not tell which names there are.</summary>
    private static bool Waste(UserManager<Person> users, string password)
    {
        nobodysHash ??= users.PasswordHasher.HashPassword(Nobody, "nobody's password");
        users.PasswordHasher.VerifyHashedPassword(Nobody, nobodysHash, password);
        return false;
    }

    private async Task<SignInOutcome> JudgeAsync(StationDbContext db, Judged judged, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var (person, isRight, shown, isKnown) = judged;
        if (person is null || !isRight || (!isKnown && person.LockoutEnd > now))
        {
            // While a name is locked the right password is answered as a wrong one: else guessing could go on.
            await FailAsync(db, judged with { IsKnown = isKnown || person?.LockoutEnd > now }, now, cancellation);
            return await RefuseAsync(shown, new Problem("sign-in.wrong"), cancellation);
        }

        if (person.HasTotp && shown.Code is null)
        {
            return new SignInOutcome(null, null, NeedsCode: true);
        }

        if (person.HasTotp && !UseCode(person, shown.Code, now))
        {
            await FailAsync(db, judged, now, cancellation);
            return await RefuseAsync(shown, new Problem("sign-in.code"), cancellation) with { NeedsCode = true };
        }

        (person.AccessFailedCount, person.LockoutEnd, person.SignedInAt) = (0, null, now);
        person.ConcurrencyStamp = Guid.NewGuid().ToString();
        db.Notes.Add(new AuditNote(AuditActs.SignIn, person.UserName!) { Who = person.UserName });
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
    private static async Task FailAsync(StationDbContext db, Judged judged, DateTimeOffset now, CancellationToken cancellation)
    {
        var id = judged.Person?.Id ?? 0;
        var counts = judged.IsKnown ? 0 : 1;
        await db.People.Where(person => person.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(person => person.AccessFailedCount, person => person.AccessFailedCount + counts), cancellation);
        DateTimeOffset? end = now + Lockout;
        var locked = await db.People.Where(person => person.Id == id && person.AccessFailedCount >= MostFailures).ExecuteUpdateAsync(
            set => set.SetProperty(person => person.AccessFailedCount, 0).SetProperty(person => person.LockoutEnd, end), cancellation);
        if (locked > 0)
        {
            db.ChangeTracker.Clear();
            db.Notes.Add(new AuditNote(AuditActs.Lockout, judged.Person!.UserName!));
            await db.SaveChangesAsync(cancellation);
        }
    }

    private async Task<SignInOutcome> RefuseAsync(SignInTry shown, Problem problem, CancellationToken cancellation)
    {
        // Under the name only where it may be one: a password is typed into the wrong field now and then.
        var subject = PersonRules.RefuseName(shown.Name) is null ? shown.Name!.Trim() : "";
        await refusals.NoteAsync(new AuditNote(AuditActs.SignInRefused, subject) { Why = problem.Code }, cancellation);
        return new SignInOutcome(null, problem);
    }

    private sealed record Judged(Person? Person, bool IsRight, SignInTry Shown, bool IsKnown);
}
