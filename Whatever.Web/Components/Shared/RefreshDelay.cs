namespace Whatever.Web.Components.Shared;

/// <summary>When a page looks again after a change.</summary>
/// <param name="soon">Changes that come closer together than this are shown together.</param>
/// <param name="apart">At least this long after it last looked again: for what takes long to read.</param>
/// <param name="time">Told apart from the wall clock, which may be put back.</param>
public sealed class RefreshDelay(TimeSpan soon, TimeSpan apart, TimeProvider time)
{
    private long? looked;

    public TimeSpan UntilNext => looked is { } last && apart - time.GetElapsedTime(last) is var rest && rest > soon ? rest : soon;

    public void Look() => looked = time.GetTimestamp();
}
