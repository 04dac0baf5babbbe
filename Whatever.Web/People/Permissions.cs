using System.Security.Claims;
using Whatever.Web.Domain;

namespace Whatever.Web.People;

/// <summary>What somebody may do at the station; every page, command and endpoint names one of these.</summary>
public enum Right
{
    /// <summary>What is one's own: password, authenticator, sessions.</summary>
    OwnAccount,

    /// <summary>Look at the pages.</summary>
    SeePages,

    /// <summary>Read what the API gives.</summary>
    Read,

    /// <summary>Send readings.</summary>
    Push,

    /// <summary>Give the built-in receiver a message.</summary>
    Deliver,

    /// <summary>Acknowledge, shelve and judge alarms.</summary>
    HandleAlarms,

    /// <summary>Change thresholds and what is normal.</summary>
    SetThresholds,

    /// <summary>Import files, replay them, settle what was refused.</summary>
    Import,

    /// <summary>Start and cancel jobs, send what waits.</summary>
    RunJobs,

    /// <summary>Pause a device and let it go on.</summary>
    PauseDevices,

    /// <summary>Add and change stations, sensors and their holidays.</summary>
    SetStations,

    SetSchedules,

    SetModels,

    SetDevices,

    SetTarget,

    /// <summary>Who is told of alarms.</summary>
    SetNotifications,

    /// <summary>Read what the station said.</summary>
    SeeLogs,

    /// <summary>Put a backup in the place of the database.</summary>
    Restore,

    /// <summary>People and keys.</summary>
    ManageAccess,

    /// <summary>Who did what.</summary>
    ReadAudit,
}

/// <summary>Which role and which key has which right: the one place where it stands.</summary>
public static class Permissions
{
    private static readonly Dictionary<Right, (PersonRole Least, KeyScopes Scopes)> Rules =
        new()
        {
            [Right.OwnAccount] = (PersonRole.Viewer, KeyScopes.None),
            [Right.SeePages] = (PersonRole.Viewer, KeyScopes.None),
            [Right.Read] = (PersonRole.Viewer, KeyScopes.Read),
            [Right.Push] = (PersonRole.Operator, KeyScopes.Push),
            [Right.Deliver] = (PersonRole.Operator, KeyScopes.Push | KeyScopes.Deliver),
            [Right.HandleAlarms] = (PersonRole.Operator, KeyScopes.Operate),
            [Right.SetThresholds] = (PersonRole.Operator, KeyScopes.Operate),
            [Right.Import] = (PersonRole.Operator, KeyScopes.None),
            [Right.RunJobs] = (PersonRole.Operator, KeyScopes.Operate),
            [Right.PauseDevices] = (PersonRole.Operator, KeyScopes.None),
            [Right.SetStations] = (PersonRole.Administrator, KeyScopes.None),
            [Right.SetSchedules] = (PersonRole.Administrator, KeyScopes.None),
            [Right.SetModels] = (PersonRole.Administrator, KeyScopes.None),
            [Right.SetDevices] = (PersonRole.Administrator, KeyScopes.None),
            [Right.SetTarget] = (PersonRole.Administrator, KeyScopes.None),
            [Right.SetNotifications] = (PersonRole.Administrator, KeyScopes.None),
            [Right.SeeLogs] = (PersonRole.Administrator, KeyScopes.None),
            [Right.Restore] = (PersonRole.Administrator, KeyScopes.None),
            [Right.ManageAccess] = (PersonRole.Administrator, KeyScopes.None),
            [Right.ReadAudit] = (PersonRole.Administrator, KeyScopes.None),
        };

    public static bool Allows(ClaimsPrincipal who, Right right)
    {
        if (Identities.MustChangePassword(who) && right != Right.OwnAccount)
        {
            return false;
        }

        var (least, scopes) = Rules[right];
        return Identities.RoleOf(who) is { } role ? role >= least : (Identities.ScopesOf(who) & scopes) != 0;
    }

    /// <summary>The least role that has it.</summary>
    public static PersonRole LeastRole(Right right) => Rules[right].Least;

    /// <summary>Of the authorization policy that asks for it.</summary>
    public static string PolicyOf(Right right) => $"right:{right}";
}
