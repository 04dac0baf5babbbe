using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Whatever.Web.Storage;

/// <summary>
/// The key by which the station's own deliveries get into its own receiver, and whether there is a receiver at all. The key is made anew at
/// every start and kept protected, so that a command beside the station can deliver, too.
/// </summary>
public sealed class ReceiverAccess(StationSettings settings, IDataProtectionProvider provider)
{
    private const string Setting = "receiver_key";
    private const string Switch = "receiver";
    private const string Off = "off";
    private const int KeyBytes = 32;
    private readonly Protector protector = new(provider);

    /// <summary>Only the process that listens makes it.</summary>
    private string? current;

    public async Task RenewAsync(CancellationToken cancellation = default)
    {
        current = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes));
        await settings.SetAsync(Setting, protector.Protect(current), cancellation);
    }

    /// <returns>Null where no server of this data folder has ever started.</returns>
    public async Task<string?> FindAsync(CancellationToken cancellation = default) =>
        current ?? (await settings.GetAsync(Setting, cancellation) is { } kept ? protector.Unprotect(kept) : null);

    public bool IsKey(string given) => current is { } own
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(own), Encoding.UTF8.GetBytes(given));

    public async Task<bool> IsOnAsync(CancellationToken cancellation = default) =>
        await settings.GetAsync(Switch, cancellation) != Off;

    public Task TurnAsync(bool isOn, CancellationToken cancellation = default) =>
        settings.SetAsync(Switch, isOn ? "on" : Off, cancellation);

    private sealed class Protector(IDataProtectionProvider provider) : SecretProtector(provider, "Whatever.Storage.ReceiverKey");
}
