namespace Whatever.Web.Domain;

/// <summary>Does a job's work sensor by sensor: what goes wrong with one must not keep the others from theirs.</summary>
public static class EachSensor
{
    /// <returns>One sentence per sensor that failed.</returns>
    public static async Task<IReadOnlyList<string>> DoAsync(IEnumerable<Sensor> sensors, Func<Sensor, Task> work, ILogger logger)
    {
        var problems = new List<string>();
        foreach (var sensor in sensors)
        {
            await TryAsync(sensor, () => work(sensor), problems, logger);
        }

        return problems;
    }

    /// <summary>The same for one sensor; where it fails, its sentence is added to those of the others.</summary>
    public static async Task TryAsync(Sensor sensor, Func<Task> work, ICollection<string> problems, ILogger logger)
    {
        try
        {
            await work();
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            logger.LogError(problem, "{Sensor} failed", sensor.Id);
            problems.Add($"{sensor.Id}: {problem.Message}");
        }
    }
}
