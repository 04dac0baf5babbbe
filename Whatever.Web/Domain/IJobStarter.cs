namespace Whatever.Web.Domain;

/// <summary>Starts a job and waits for its end, or joins the run that is on.</summary>
public interface IJobStarter
{
    Task RunAsync(string job, RunTrigger trigger);
}
