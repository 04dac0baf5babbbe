using Microsoft.AspNetCore.Diagnostics;

namespace Whatever.Web.Api;

/// <summary>A request that fails for a reason outside this program, such as a full disk, is answered with the reason.</summary>
internal sealed class ExplainedFailures : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException || Failure.Explain(exception) is not { } problem)
        {
            return false;
        }

        await ProblemAnswers.Unavailable(problem).ExecuteAsync(httpContext);
        return true;
    }
}
