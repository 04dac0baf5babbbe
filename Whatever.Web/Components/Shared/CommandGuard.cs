using Whatever.Web.People;

namespace Whatever.Web.Components.Shared;

/// <summary>
/// Runs one command of a component at a time, for who may. A hand that clicks twice means one command: the second click may be on its way
/// before the button is seen to be disabled, and may arrive when the first is done and another button stands in its place.
/// </summary>
public sealed class CommandGuard(TimeProvider time, StationRights rights)
{
    /// <summary>Clicks that come closer together than this are one.</summary>
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(400);

    /// <summary>Whether a command runs or was done just now, so that the buttons are disabled.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>Whether a button is disabled: a command is on, or who looks may not.</summary>
    public bool Stops(Right right) => IsBusy || !rights.May(right);

    /// <summary>Does nothing while another command runs.</summary>
    /// <param name="right">What has to be allowed.</param>
    /// <param name="command">Says whether it was done; what was refused can be tried again at once.</param>
    /// <param name="show">Renders what the command did, ahead of the end of the burst.</param>
    public async Task RunAsync(Right right, Func<Task<bool>> command, Action show)
    {
        if (IsBusy)
        {
            return;
        }

        IsBusy = true;
        try
        {
            if (await rights.DemandAsync(right) && await command())
            {
                show();
                await Task.Delay(Burst, time);
            }
        }
        finally
        {
            IsBusy = false;
        }
    }
}
