namespace Whatever.Web.Domain;

/// <summary>
/// Runs what a person asks for on a page as a job: with a place in the history and a way to cancel it. It goes on when the page is left.
/// </summary>
public interface IBackgroundWork
{
    /// <summary>Runs the work in the background. Work on the same subject that is on is waited for first.</summary>
    /// <param name="job">One of <see cref="JobNames"/>.</param>
    /// <param name="subject">What it is about, such as a sensor's id: two subjects are worked on side by side.</param>
    /// <param name="work">Says in its context what came of it; what it throws is recorded and thrown on.</param>
    /// <exception cref="OperationCanceledException">A person cancelled it, or the station is stopping.</exception>
    /// <param name="cancellation">Cancels this work and no other, also while it waits for one before it.</param>
    Task<T> RunAsync<T>(
        string job, string subject, Func<JobContext, CancellationToken, Task<T>> work, CancellationToken cancellation = default);
}
