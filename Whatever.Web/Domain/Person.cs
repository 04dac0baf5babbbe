using Microsoft.AspNetCore.Identity;

namespace Whatever.Web.Domain;

/// <summary>What a person may do; each may what those before it may.</summary>
public enum PersonRole
{
    /// <summary>Sees everything but secrets.</summary>
    Viewer,

    /// <summary>Runs the station from day to day: alarms, thresholds, imports, jobs.</summary>
    Operator,

    /// <summary>Sets it up: people and keys, the target, sensors, schedules, models, devices.</summary>
    Administrator,
}

/// <summary>Somebody who signs in.</summary>
public sealed class Person : IdentityUser<int>
{
    public PersonRole Role { get; set; }

    /// <summary>What codes of an authenticator are made from, protected; null where a password is enough.</summary>
    public string? TotpSecret { get; set; }

    /// <summary>Of the code that was used last: none is taken twice.</summary>
    public long TotpStep { get; set; }

    /// <summary>Digests of the recovery codes that are left, each with a space behind it.</summary>
    public string RecoveryCodes { get; set; } = "";

    /// <summary>Somebody else chose the password, so it is changed at the next sign-in.</summary>
    public bool MustChangePassword { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? SignedInAt { get; set; }

    public bool HasTotp => TotpSecret is not null;
}
