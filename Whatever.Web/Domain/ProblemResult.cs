using System.Text.Json.Serialization;
using Whatever.Model.Problems;

namespace Whatever.Web.Domain;

/// <summary>One of several problems, as data.</summary>
/// <param name="Code">Which rule; the same in every version.</param>
/// <param name="Field">The field that holds it; null where it is about no single one.</param>
/// <param name="Detail">The sentence.</param>
public sealed record ProblemPart(
    string Code, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Field, string Detail);

/// <summary>
/// A refusal on the wire: problem details (RFC 9457) with one plain sentence, the code of the problem for programs, and the field that
/// holds it. Of several problems the first gives code and field, and all stand under <c>errors</c>.
/// </summary>
internal static class ProblemResult
{
    public static IResult Of(int status, params IReadOnlyList<Problem> problems)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = problems[0].Code };
        if (problems[0].Field is { } field)
        {
            extensions["field"] = field;
        }

        if (problems.Count > 1)
        {
            extensions["errors"] = problems.Select(
                problem => new ProblemPart(problem.Code, problem.Field, ProblemTexts.English(problem))).ToList();
        }

        return Results.Problem(ProblemTexts.English(problems), statusCode: status, extensions: extensions);
    }
}
