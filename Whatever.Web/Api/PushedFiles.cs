using Microsoft.AspNetCore.Http.Features;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;
using Whatever.Web.Storage;

namespace Whatever.Web.Api;

/// <summary>
/// Files that are pushed, as the body of a request or in a form; what has to be said about them stands in the query. Those that were kept
/// for a while say when they came.
/// </summary>
internal sealed class PushedFiles(ReadingImporter importer, UploadStore uploads, DataFolder folder)
{
    public async Task<IResult> TakeBodyAsync(
        Sensor sensor, HttpRequest request, DateTimeOffset? at, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        var choices = PlanParameters.Read(request.Query, problems);
        if (!PushedCharset.TryRead(request, ref choices, out var unknown))
        {
            return ProblemAnswers.UnsupportedType(unknown);
        }

        return problems.Count > 0
            ? ProblemAnswers.BadRequest(problems)
            : await AnswerAsync(() => TakeAsync(sensor, request.Body, $"{sensor.Id}-push.csv", choices, at, cancellation));
    }

    public async Task<IResult> TakeFormAsync(
        Sensor sensor, HttpRequest request, DateTimeOffset? at, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        var choices = PlanParameters.Read(request.Query, problems);
        if (problems.Count > 0)
        {
            return ProblemAnswers.BadRequest(problems);
        }

        IFormCollection form;
        try
        {
            request.HttpContext.Features.Set<IFormFeature>(
                new FormFeature(request, new FormOptions { MultipartBodyLengthLimit = UploadStore.LargestPushedBytes }));
            form = await request.ReadFormAsync(cancellation);
        }
        catch (InvalidOperationException)
        {
            // It was packed, and came to more than a body may have.
            return ProblemAnswers.TooLarge(new Problem("request.too-large", UploadStore.LargestPushedBytes >> 20));
        }
        catch (Exception broken) when (broken is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            return ProblemAnswers.BadRequest(new Problem("reading.no-form"));
        }

        return form.Files.Count == 0
            ? ProblemAnswers.BadRequest(new Problem("reading.no-file"))
            : await AnswerAsync(async () =>
            {
                var answers = new List<PushedCsvAnswer>();
                foreach (var file in form.Files)
                {
                    await using var content = file.OpenReadStream();
                    answers.AddRange(await TakeAsync(sensor, content, file.FileName, choices, at, cancellation));
                }

                return answers;
            });
    }

    /// <summary>One answer for one file, a list for several; 422 where no row of any was taken.</summary>
    private static async Task<IResult> AnswerAsync(Func<Task<List<PushedCsvAnswer>>> take)
    {
        try
        {
            var answers = await take();
            var status = answers.Sum(answer => answer.Read) > 0 && answers.TrueForAll(answer => answer.HasStoredNothing)
                ? StatusCodes.Status422UnprocessableEntity
                : StatusCodes.Status200OK;
            return answers.Count == 1 ? Results.Json(answers[0], statusCode: status) : Results.Json(answers, statusCode: status);
        }
        catch (ClockDoubtException doubted)
        {
            return ProblemAnswers.AskAgain(doubted.Problem);
        }
        catch (UploadTooLargeException tooLarge)
        {
            return ProblemAnswers.TooLarge(tooLarge.Problem);
        }
        catch (InvalidDataException)
        {
            return ProblemAnswers.BadRequest(new Problem("request.packed"));
        }
        catch (UnreadableCsvException refused) when (refused.Problem.Code == ParsedPart.NoFlow)
        {
            return ProblemAnswers.Unprocessable(refused.Problem);
        }
        catch (UnreadableCsvException refused)
        {
            return ProblemAnswers.BadRequest([.. refused.Problem.Parts.SelectMany(WithParameter)]);
        }
    }

    /// <summary>A question with the parameter that answers it.</summary>
    private static IEnumerable<Problem> WithParameter(Problem problem) =>
        problem.Field is { } parameter ? [problem, new Problem("plan.parameter", parameter).At(parameter)] : [problem];

    private async Task<List<PushedCsvAnswer>> TakeAsync(
        Sensor sensor, Stream content, string name, PlanChoices choices, DateTimeOffset? at, CancellationToken cancellation)
    {
        string? path = null;
        try
        {
            // By its ending it is nobody's once a kill has left it behind.
            path = await uploads.SaveAsync(content, $"{name}.tmp", mostBytes: UploadStore.LargestPushedBytes, cancellation: cancellation);
            using var package = FilePackage.Open(path, name, folder);
            importer.RequireReadable(sensor, package.Files, choices);
            var answers = new List<PushedCsvAnswer>();
            foreach (var text in package.Files)
            {
                answers.Add(new PushedCsvAnswer(
                    await importer.ImportAsync(sensor, text.Path, text.Name, choices, cameAt: at, cancellation: cancellation)));
            }

            return answers;
        }
        finally
        {
            // Its rows are stored or answered for; a gateway that pushes every minute would fill the disk with copies.
            if (path is not null)
            {
                File.Delete(path);
            }
        }
    }
}
