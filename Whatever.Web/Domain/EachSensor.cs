using Whatever.Model.Problems;

namespace Whatever.Web.Domain;

/// <summary>Does a job's work sensor by sensor: what goes wrong with one must not keep the others from theirs.</summary>
public static class EachSensor
{
    /// <returns>One problem per sensor that failed.</returns>
    public static async Task<IReadOnlyList<Problem>> DoAsync(IEnumerable<Sensor> sensors, Func<Sensor, Task> work, ILogger logger)
    {
        var problems = new List<Problem>();
        foreach (var sensor in sensors)
        {
            await TryAsync(sensor, () => work(sensor), problems, logger);
        }

        return problems;
    }

    /// <summary>The same for one sensor; where it fails, its problem is added to those of the others.</summary>
    public static async Task TryAsync(Sensor sensor, Func<Task> work, ICollection<Problem> problems, ILogger logger)
    {
        try
        {
            await work();
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            if (Failure.IsRefusal(problem))
            {
                logger.LogWarning("{Sensor} failed: {Reason}", sensor.Id, problem.Message);
            }
            else
            {
                logger.LogError(problem, "{Sensor} failed", sensor.Id);
            }

            problems.Add(new Problem("file.problem", sensor.Id, Failure.Of(problem)));
        }
    }
}
