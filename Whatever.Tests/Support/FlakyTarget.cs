using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Whatever.Tests.Support;

/// <summary>How the target treats one request.</summary>
public enum Behaviour
{
    Receive,

    /// <summary>Keeps the message, but the answer never reaches the sender.</summary>
    ReceiveAndHang,
    ReceiveAndBreakOff,
    Hang,
    BreakOff,
    Unavailable,
    Refuse,
}

/// <summary>One message as the target got it.</summary>
/// <param name="File">The bytes of the uploaded file, or of the JSON body.</param>
public sealed record TargetMessage(string Key, string Path, byte[] File, IReadOnlyDictionary<string, string> Fields, string? Authorization)
{
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(File));
}

/// <summary>A target server on this machine that fails as it is told to, and remembers every message it acknowledged.</summary>
public sealed class FlakyTarget : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Func<int, Behaviour> behaviour;
    private readonly ConcurrentQueue<TargetMessage> received = new();
    private readonly CancellationTokenSource closing = new();
    private int requests;

    private FlakyTarget(WebApplication app, Func<int, Behaviour> behaviour) => (this.app, this.behaviour) = (app, behaviour);

    public string Url { get; private set; } = "";

    public int Requests => requests;

    /// <summary>In the order in which they came; a repeated message stands here again.</summary>
    public IReadOnlyList<TargetMessage> Received => [.. received];

    /// <summary>Called with the number of each request, from 1, before it is treated.</summary>
    public Action<int>? OnRequest { get; set; }

    /// <param name="behaviour">By the number of the request, from 1.</param>
    public static async Task<FlakyTarget> StartAsync(Func<int, Behaviour>? behaviour = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var target = new FlakyTarget(builder.Build(), behaviour ?? (_ => Behaviour.Receive));
        target.app.Run(target.TakeAsync);
        await target.app.StartAsync(TestContext.Current.CancellationToken);
        target.Url = target.app.Urls.Single();
        return target;
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await app.DisposeAsync();
        closing.Dispose();
    }

    private async Task TakeAsync(HttpContext context)
    {
        var number = Interlocked.Increment(ref requests);
        OnRequest?.Invoke(number);
        var message = await ReadAsync(context.Request);
        var what = behaviour(number);
        if (what is Behaviour.Receive or Behaviour.ReceiveAndHang or Behaviour.ReceiveAndBreakOff)
        {
            received.Enqueue(message);
        }

        switch (what)
        {
            case Behaviour.Hang or Behaviour.ReceiveAndHang:
                await HangAsync(context.RequestAborted);
                break;
            case Behaviour.BreakOff or Behaviour.ReceiveAndBreakOff:
                context.Abort();
                break;
            default:
                context.Response.StatusCode = what switch { Behaviour.Unavailable => 503, Behaviour.Refuse => 422, _ => 201 };
                break;
        }
    }

    private async Task HangAsync(CancellationToken aborted)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, closing.Token);
        try
        {
            await new TaskCompletionSource().Task.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // The sender gave up, or the test is over.
        }
    }

    private static async Task<TargetMessage> ReadAsync(HttpRequest request)
    {
        using var bytes = new MemoryStream();
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        if (request.HasFormContentType)
        {
            var form = await request.ReadFormAsync();
            await form.Files.Single().CopyToAsync(bytes);
            fields = form.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);
            fields["filename"] = form.Files[0].FileName;
            fields["field"] = form.Files[0].Name;
        }
        else
        {
            await request.Body.CopyToAsync(bytes);
        }

        return new TargetMessage(
            request.Headers["Idempotency-Key"].ToString(), request.Path, bytes.ToArray(), fields,
            request.Headers.Authorization.FirstOrDefault());
    }
}
