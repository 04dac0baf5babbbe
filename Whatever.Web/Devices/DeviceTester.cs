using Whatever.Model.Problems;

namespace Whatever.Web.Devices;

/// <summary>What a device said when it was tried.</summary>
/// <param name="Problems">Why it could not be tried; empty where it was.</param>
/// <param name="Points">In the order of the draft.</param>
public sealed record DeviceTest(IReadOnlyList<Problem> Problems, IReadOnlyList<TestedPoint> Points);

/// <summary>Reads a device once as it stands on the page; nothing of it is stored.</summary>
public sealed class DeviceTester
{
    private readonly DeviceSetups setups;
    private readonly DeviceHost host;

    internal DeviceTester(DeviceSetups setups, DeviceHost host) => (this.setups, this.host) = (setups, host);

    public async Task<DeviceTest> TestAsync(DeviceDraft draft, CancellationToken cancellation = default)
    {
        if (DeviceRules.Refuse(draft) is { Count: > 0 } wrong)
        {
            return new DeviceTest(wrong, []);
        }

        var setup = await setups.OfDraftAsync(draft, cancellation);
        try
        {
            return new DeviceTest([], await host.AloneAsync(setup, driver => driver.TestAsync(setup, cancellation), cancellation));
        }
        catch (Exception failure) when (DeviceProblems.Explain(failure, setup) is { } problem)
        {
            return new DeviceTest([problem], []);
        }
    }
}
