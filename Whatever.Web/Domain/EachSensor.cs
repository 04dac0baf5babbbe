using Whatever.Model.Problems;

namespace Whatever.Web.Domain;

/// <summary>Does a job's work sensor by sensor: what goes wrong with one must not keep the others from theirs.</summary>
public static class EachSensor
{
    /// <summary>Each holds the days of a sensor in memory.</summary>
    private const int MostSideBySide = 8;

    /// <summary>
    /// The same with as many sensors side by side as there are cores, for work that keeps one busy and waits for the disk in between.
    /// </summary>
    /// <param name="sensors">In their order.</param>
    /// <param name="work">Is run for several at the same time; what it returns is of one sensor.</param>
    /// <param name="logger">Is told what went wrong.</param>
    /// <param name="cancellation">No other sensor is begun.</param>
    /// <returns>What came of those that went well, and a problem of each other one, in the order of the sensors.</returns>
    public static async Task<(IReadOnlyList<T> Results, IReadOnlyList<Problem> Problems)> DoSideBySideAsync<T>(
        IReadOnlyList<Sensor> sensors, Func<Sensor, Task<T>> work, ILogger logger, CancellationToken cancellation)
        where T : class
    {
        var (results, problems) = (new T?[sensors.Count], new List<Problem>[sensors.Count]);
        var most = Math.Clamp(Environment.ProcessorCount, 1, MostSideBySide);
        await Parallel.ForAsync(
            0, sensors.Count, new ParallelOptions { MaxDegreeOfParallelism = most, CancellationToken = cancellation }, async (index, _) =>
            {
                problems[index] = [];
                await TryAsync(sensors[index], async () => results[index] = await work(sensors[index]), problems[index], logger);
            });
        return ([.. results.OfType<T>()], [.. problems.SelectMany(own => own)]);
    }

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
