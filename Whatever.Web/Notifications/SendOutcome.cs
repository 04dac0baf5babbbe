using Whatever.Model.Problems;

namespace Whatever.Web.Notifications;

/// <summary>How one try to tell somebody ended.</summary>
public abstract record SendOutcome
{
    public sealed record Sent : SendOutcome;

    /// <summary>Another try may succeed.</summary>
    /// <param name="Reason">What went wrong, in one sentence.</param>
    /// <param name="Pause">How long it was asked to be left alone; null where it was not.</param>
    /// <param name="IsOfOne">It is about this receiver or letter, and says nothing of others on the same server.</param>
    public sealed record Retryable(Phrase Reason, TimeSpan? Pause = null, bool IsOfOne = false) : SendOutcome;

    /// <summary>It was understood and refused: another try would be, too.</summary>
    /// <param name="Reason">In one sentence.</param>
    public sealed record Refused(Phrase Reason) : SendOutcome;

    /// <summary>Null where it was sent.</summary>
    public Phrase? Problem => this switch
    {
        Retryable retryable => retryable.Reason,
        Refused refused => refused.Reason,
        _ => null,
    };
}
