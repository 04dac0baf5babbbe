using Whatever.Web.Domain;

namespace Whatever.Web.Delivery;

/// <summary>One pass over a lane with the target as it is set now. Two jobs may ask at once; the second waits, so that the order holds.</summary>
public sealed class DeliveryRound(DeliveryLane lane, TargetEditor targets, TokenProtector tokens, StationAddress self) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);

    public async Task<LaneResult> RunAsync(DeliveryKind kind, CancellationToken cancellation, string? otherUrl = null)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            var endpoint = Endpoint.From(await targets.CurrentAsync(cancellation), self, tokens, otherUrl);
            return await lane.RunAsync(kind, endpoint, cancellation);
        }
        finally
        {
            turn.Release();
        }
    }

    public static void Describe(JobContext context, LaneResult result, string noun)
    {
        if (result.Problem is { } problem)
        {
            context.ReportFailure($"{result.Received} {noun} delivered, {result.Left} wait. {problem}");
        }
        else if (result.Received + result.Refused > 0)
        {
            context.Report($"{result.Received} {noun} delivered{(result.Refused > 0 ? $", {result.Refused} refused by the server" : "")}.");
        }
    }

    public void Dispose() => turn.Dispose();
}
