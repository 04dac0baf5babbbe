using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Delivery;

/// <summary>
/// One pass over what waits of a kind, with the target as it is set now. Whoever asks second waits, another process on the same data folder
/// too, so that the order holds; the two kinds do not wait for each other: alerts are urgent, files are many.
/// </summary>
public sealed class DeliveryPass(
    OutboxSender sender, TargetEditor targets, TokenProtector tokens, StationAddress self, DataFolder folder,
    TimeProvider time)
{
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Nobody waits for a handle of them, so they hold nothing to dispose of, and a pass that ends late finds its turn.</summary>
    private readonly Dictionary<DeliveryKind, SemaphoreSlim> turns = Enum.GetValues<DeliveryKind>()
        .ToDictionary(kind => kind, _ => new SemaphoreSlim(1));

    public async Task<DeliveryResult> RunAsync(
        DeliveryKind kind, CancellationToken cancellation, string? otherUrl = null, string? otherAuthority = null)
    {
        await turns[kind].WaitAsync(cancellation);
        try
        {
            await using var held = await LockAsync(kind, cancellation);
            var target = await targets.CurrentAsync(cancellation);
            var authority = otherUrl is null || Endpoint.IsSameServer(otherUrl, target.Url)
                ? await targets.AuthorityAsync(cancellation) : null;
            return Endpoint.From(target, await self.FindReceiverAsync(cancellation), tokens, otherUrl) is { } endpoint
                ? await sender.RunAsync(
                    kind,
                    endpoint with
                    {
                        Authority = otherAuthority ?? authority,
                        Token = await self.FindKeyAsync(endpoint.Url, cancellation) ?? endpoint.Token,
                    },
                    cancellation)
                : await sender.DescribeWaitingAsync(kind, new Phrase("delivery.no-target"), cancellation);
        }
        finally
        {
            turns[kind].Release();
        }
    }

    /// <param name="context">Of the run.</param>
    /// <param name="result">How far it came.</param>
    /// <param name="received">How many of what have their receipt.</param>
    public static void Describe(JobContext context, DeliveryResult result, Phrase received)
    {
        if (result.Problem is { } problem)
        {
            context.ReportFailure(new Phrase("work.delivered-in-part", received, Counted.Of(result.Left, "count.wait"), problem));
        }
        else if (result.Received + result.Refused > 0)
        {
            context.Report(
                result.Refused > 0
                    ? new Phrase("work.delivered-refused", received, result.Refused)
                    : new Phrase("work.delivered", received));
        }
    }

    /// <summary>The command <c>deliver</c> may run beside the station.</summary>
    private async Task<FileStream> LockAsync(DeliveryKind kind, CancellationToken cancellation)
    {
        var path = Path.Combine(folder.Root, $"{kind}.lock");
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(LockPause, time, cancellation);
            }
        }
    }
}
