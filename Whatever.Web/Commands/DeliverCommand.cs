using System.CommandLine;
using Whatever.Model.Problems;
using Whatever.Web.Delivery;
using Whatever.Web.Domain;

namespace Whatever.Web.Commands;

/// <summary>Sends what waits until nothing is left.</summary>
internal static class DeliverCommand
{
    private static readonly Option<string?> Target = new(
        "--target")
    { Description = "Base address to send to instead of the stored target" };

    private static readonly Option<string?> Authority = new(
        "--authority")
    { Description = "PEM file of the private authority whose certificates that address has" };

    private static readonly Option<int> Patience = new("--patience")
    {
        Description = "Seconds without a single receipt after which it gives up",
        DefaultValueFactory = _ => 60,
    };

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var command = new Command(
            "deliver",
            "Sends forecasts and alerts to the target until nothing is left; exit 1 with the count while something is") { Target,
            Authority, Patience };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var target = parsed.GetValue(Target);
        var authority = parsed.GetValue(Authority) is { } path ? ReadAuthority(path) : null;
        if (TargetEditor.Validate(new TargetDraft { Url = target, NewAuthority = authority }) is { Count: > 0 } problems)
        {
            throw new CommandFailedException(problems[0], isUsage: true);
        }

        await using var scope = await StationScope.OpenAsync(parsed, cancellation);
        var sent = await SendAsync(scope, target, authority, TimeSpan.FromSeconds(parsed.GetValue(Patience)), cancellation);
        parsed.Print(
            new { Delivered = sent.Received, sent.Left, sent.Refused, Problem = sent.Problem?.ToString() },
            $"{sent.Received} delivered, {sent.Left} left.");
        return sent.Left == 0
            ? 0
            : throw new CommandFailedException(
                new Problem(
                    "deliver.left", Counted.Of(sent.Left, "count.deliveries-wait"), sent.Problem ?? new Phrase("deliver.refused")));
    }

    private static string ReadAuthority(string path)
    {
        CommonOptions.RequireFile(path);
        return File.ReadAllText(path);
    }

    /// <summary>
    /// A person waits: pauses between tries are short, and the daily hour is not waited for. What the server asks for is kept to, but not
    /// longer than the person's patience.
    /// </summary>
    private static async Task<DeliveryResult> SendAsync(
        StationScope scope, string? target, string? authority, TimeSpan patience, CancellationToken cancellation)
    {
        var (pass, control, time) = (scope.Get<DeliveryPass>(), scope.Get<DeliveryControl>(), scope.Get<TimeProvider>());
        var total = default(DeliveryResult);
        var lastReceipt = time.GetTimestamp();
        for (var tries = 1; ; tries++)
        {
            await control.SendNowAsync(cancellation);
            var once = await pass.RunAsync(DeliveryKind.Alarm, cancellation, target, authority)
                + await pass.RunAsync(DeliveryKind.Forecast, cancellation, target, authority)
                + await pass.RunAsync(DeliveryKind.Alert, cancellation, target, authority);
            (lastReceipt, tries) = once.Received > 0 ? (time.GetTimestamp(), 1) : (lastReceipt, tries);
            total = new DeliveryResult(total.Received + once.Received, once.Refused, once.Left, once.Problem);
            var refusedOnly = once.Problem is null;
            var asked = once.PausedUntil - time.GetUtcNow();
            if (once.Left == 0 || refusedOnly || asked > patience || time.GetElapsedTime(lastReceipt) >= patience)
            {
                return total;
            }

            var pause = Backoff.After(tries, target ?? "");
            await Task.Delay(asked > TimeSpan.Zero ? asked.Value : pause < LongestPause ? pause : LongestPause, time, cancellation);
        }
    }
}
