using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Devices;

/// <summary>What a device says now, for a person who sets it up.</summary>
/// <param name="Index">Which of the points.</param>
/// <param name="Raw">As it was said; null where it said nothing of it.</param>
/// <param name="At">When it was so.</param>
/// <param name="Problem">Why there is no value.</param>
/// <param name="Said">The message or line that it stood in.</param>
public sealed record TestedPoint(int Index, double? Raw, DateTimeOffset? At, Phrase? Problem, string? Said);

/// <summary>Speaks to devices of one kind.</summary>
internal interface IDeviceDriver
{
    bool Speaks(DeviceKind kind);

    /// <summary>Takes readings until it is stopped.</summary>
    /// <exception cref="Exception">The device cannot be reached, or not any more.</exception>
    Task RunAsync(DeviceSetup device, CancellationToken stopping);

    /// <summary>Reads every point once and stores nothing. The points stand under their places as ids.</summary>
    /// <exception cref="Exception">The device cannot be reached.</exception>
    Task<IReadOnlyList<TestedPoint>> TestAsync(DeviceSetup device, CancellationToken cancellation);

    /// <summary>Ends what the other side keeps for a device that is not asked any more.</summary>
    /// <exception cref="Exception">The other side cannot be told.</exception>
    Task ForgetAsync(DeviceSetup device, CancellationToken cancellation) => Task.CompletedTask;
}
