using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.People;

/// <summary>What became of a change: the problem, or the password that was made up, which is shown once.</summary>
public sealed record PersonChange(Problem? Problem, string? Password = null);

/// <summary>Adds, changes and removes people.</summary>
public sealed class PeopleEditor(
    IServiceScopeFactory scopes, Attempts attempts, ChangeFeed changes, TimeProvider time)
{
    private const string Letters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int MadeUpLength = 20;

    /// <summary>The administrator of a station that has nobody yet.</summary>
    public async Task<Problem?> AddFirstAsync(string name, string password, CancellationToken cancellation = default) =>
        (await AddAsync(name, PersonRole.Administrator, password, isOwn: true, isFirst: true, cancellation)).Problem;

    /// <param name="name">What they sign in with, and what stands beside what they do.</param>
    /// <param name="role">What they may do.</param>
    /// <param name="password">Null to make one up; whoever chose it, they choose another at their first sign-in.</param>
    public Task<PersonChange> AddAsync(string name, PersonRole role, string? password, CancellationToken cancellation = default) =>
        AddAsync(name, role, password, isOwn: false, isFirst: false, cancellation);

    private Task<PersonChange> AddAsync(
        string name, PersonRole role, string? password, bool isOwn, bool isFirst, CancellationToken cancellation) =>
        InScopeAsync(async (users, db) =>
        {
            if (isFirst && await db.People.AnyAsync(cancellation))
            {
                return new PersonChange(new Problem("person.set-up-done"));
            }

            if (PersonRules.RefuseName(name) is { } refused)
            {
                return new PersonChange(refused);
            }

            var made = password ?? MakeUp();
            if (await RefusePasswordAsync(db, made, name, cancellation) is { } weak)
            {
                return new PersonChange(weak);
            }

            if (await users.FindByNameAsync(name.Trim()) is not null)
            {
                return new PersonChange(new Problem("person.exists", name.Trim()).At("name"));
            }

            var person = new Person
            {
                UserName = name.Trim(),
                Role = role,
                CreatedAt = time.GetUtcNow(),
                MustChangePassword = !isOwn,
            };
            Require(await users.CreateAsync(person, made));
            return new PersonChange(null, password is null ? made : null);
        });

    /// <summary>A new password; lockout and authenticator are taken away with the old one, and sessions end.</summary>
    /// <param name="name">Of the person.</param>
    /// <param name="password">Null to make one up.</param>
    public Task<PersonChange> ResetAsync(string name, string? password, CancellationToken cancellation = default) =>
        InScopeAsync(async (users, db) =>
        {
            if (await users.FindByNameAsync(name.Trim()) is not { } person)
            {
                return new PersonChange(Unknown(name));
            }

            var made = password ?? MakeUp();
            if (await RefusePasswordAsync(db, made, person.UserName!, cancellation) is { } weak)
            {
                return new PersonChange(weak);
            }

            person.PasswordHash = users.PasswordHasher.HashPassword(person, made);
            (person.TotpSecret, person.RecoveryCodes, person.TotpStep) = (null, "", 0);
            (person.LockoutEnd, person.AccessFailedCount, person.MustChangePassword) = (null, 0, true);
            await EndSessionsAsync(users, db, person, cancellation);
            return new PersonChange(null, password is null ? made : null);
        });

    public async Task<Problem?> SetRoleAsync(string name, PersonRole role, CancellationToken cancellation = default) =>
        (await InScopeAsync(async (users, db) =>
        {
            if (await users.FindByNameAsync(name.Trim()) is not { } person)
            {
                return new PersonChange(Unknown(name));
            }

            if (role != PersonRole.Administrator && await IsLastAdministratorAsync(db, person, cancellation))
            {
                return new PersonChange(new Problem("person.last-administrator", person.UserName));
            }

            if (person.Role != role)
            {
                person.Role = role;
                await EndSessionsAsync(users, db, person, cancellation);
            }

            return new PersonChange(null);
        })).Problem;

    public async Task<Problem?> RemoveAsync(string name, CancellationToken cancellation = default) =>
        (await InScopeAsync(async (users, db) =>
        {
            if (await users.FindByNameAsync(name.Trim()) is not { } person)
            {
                return new PersonChange(Unknown(name));
            }

            if (await IsLastAdministratorAsync(db, person, cancellation))
            {
                return new PersonChange(new Problem("person.last-administrator", person.UserName));
            }

            Require(await users.DeleteAsync(person));
            return new PersonChange(null);
        })).Problem;

    /// <summary>The password in use has to be known, also by who is signed in: a screen may have been left alone.</summary>
    public async Task<Problem?> ChangePasswordAsync(int id, string? current, string? wanted, CancellationToken cancellation = default) =>
        (await InScopeAsync(async (users, db) =>
        {
            var person = await db.People.SingleAsync(row => row.Id == id, cancellation);
            if (await RefuseCurrentAsync(users, person, current) is { } wrong)
            {
                return new PersonChange(wrong);
            }

            if (await RefusePasswordAsync(db, wanted, person.UserName!, cancellation) is { } weak)
            {
                return new PersonChange(weak);
            }

            if (wanted == current)
            {
                return new PersonChange(new Problem("password.same").At("password"));
            }

            person.PasswordHash = users.PasswordHasher.HashPassword(person, wanted!);
            person.MustChangePassword = false;
            await EndSessionsAsync(users, db, person, cancellation);
            return new PersonChange(null);
        })).Problem;

    /// <summary>A password is enough from then on; sessions end.</summary>
    public async Task<Problem?> TurnOffAuthenticatorAsync(int id, string? current, CancellationToken cancellation = default) =>
        (await InScopeAsync(async (users, db) =>
        {
            var person = await db.People.SingleAsync(row => row.Id == id, cancellation);
            if (await RefuseCurrentAsync(users, person, current) is { } wrong)
            {
                return new PersonChange(wrong);
            }

            (person.TotpSecret, person.TotpStep, person.RecoveryCodes) = (null, 0, "");
            await EndSessionsAsync(users, db, person, cancellation);
            return new PersonChange(null);
        })).Problem;

    /// <summary>Who sits before a session of somebody else guesses as often as at the sign-in.</summary>
    private async Task<Problem?> RefuseCurrentAsync(UserManager<Person> users, Person person, string? current) =>
        !attempts.TakeOne($"password {person.Id}")
            ? new Problem("sign-in.too-often", (int)Attempts.Window.TotalMinutes)
        : await users.CheckPasswordAsync(person, current ?? "") ? null : new Problem("password.current").At("current");

    private static async Task EndSessionsAsync(
        UserManager<Person> users, StationDbContext db, Person person, CancellationToken cancellation)
    {
        await db.PersonSessions.Where(session => session.PersonId == person.Id).ExecuteDeleteAsync(cancellation);
        Require(await users.UpdateSecurityStampAsync(person));
    }

    private static Problem Unknown(string name) => new Problem("person.unknown", name.Trim()).At("name");

    private static string MakeUp() => RandomNumberGenerator.GetString(Letters, MadeUpLength);

    private static Task<bool> IsLastAdministratorAsync(StationDbContext db, Person person, CancellationToken cancellation) =>
        person.Role != PersonRole.Administrator
            ? Task.FromResult(false)
            : db.People.AllAsync(other => other.Id == person.Id || other.Role != PersonRole.Administrator, cancellation);

    private static async Task<Problem?> RefusePasswordAsync(
        StationDbContext db, string? password, string name, CancellationToken cancellation) =>
        PasswordRules.Refuse(
            password,
            [
                name,
                .. await db.Stations.OrderBy(station => station.Id).Select(station => station.Name).Take(100).ToListAsync(cancellation),
            ]);

    private static void Require(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(string.Join(" ", result.Errors.Select(error => error.Description)));
        }
    }

    /// <summary>
    /// What is asked and what is done about it is one transaction, and no other writes meanwhile, in this process or beside it: of two last
    /// administrators who dismiss each other at once one stays.
    /// </summary>
    private async Task<PersonChange> InScopeAsync(Func<UserManager<Person>, StationDbContext, Task<PersonChange>> change)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StationDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var done = await change(scope.ServiceProvider.GetRequiredService<UserManager<Person>>(), db);
        if (done.Problem is null)
        {
            await transaction.CommitAsync();
            changes.Publish(ChangeKind.People);
        }

        return done;
    }
}
