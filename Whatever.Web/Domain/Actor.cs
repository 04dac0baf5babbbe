namespace Whatever.Web.Domain;

/// <summary>What kind of somebody did something.</summary>
public enum ActorKind
{
    /// <summary>The station by itself.</summary>
    Station,

    /// <summary>A job that nobody started.</summary>
    Job,

    /// <summary>A command on the machine.</summary>
    Command,

    /// <summary>Somebody who is signed in.</summary>
    Person,

    /// <summary>A machine with a key.</summary>
    Key,

    /// <summary>Somebody at a station that asks nobody yet.</summary>
    Open,

    /// <summary>Somebody who has not said who they are.</summary>
    Nobody,
}

/// <summary>Who does what is being done, and from where; it goes with the flow of the work, so that a change need not be told.</summary>
/// <param name="Kind">What kind of somebody.</param>
/// <param name="Name">Of the person, the key, the job or the user of the machine.</param>
/// <param name="Address">Where the request came from; null for what happens at the machine.</param>
public sealed record Actor(ActorKind Kind, string Name, string? Address = null)
{
    private static readonly AsyncLocal<Actor?> Flowing = new();

    /// <summary>Null where nobody said so.</summary>
    public static Actor? Current => Flowing.Value;

    /// <summary>From here until the end of it is disposed of, what is done is this one's.</summary>
    public static IDisposable Begin(Actor actor)
    {
        var before = Flowing.Value;
        Flowing.Value = actor;
        return new Ending(before);
    }

    private sealed class Ending(Actor? before) : IDisposable
    {
        public void Dispose() => Flowing.Value = before;
    }
}

/// <summary>Who does what nobody is named for: the station, or the command that runs instead of it.</summary>
public sealed record DefaultActor(Actor Actor);
