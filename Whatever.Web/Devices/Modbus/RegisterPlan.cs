namespace Whatever.Web.Devices.Modbus;

/// <summary>One request, and the points that its answer holds.</summary>
public sealed record RegisterRequest(RegisterTable Table, int First, int Count, IReadOnlyList<PointSetup> Points);

/// <summary>Puts registers that lie side by side into one request.</summary>
public static class RegisterPlan
{
    /// <param name="points">Of one slave.</param>
    public static IReadOnlyList<RegisterRequest> Of(IEnumerable<PointSetup> points)
    {
        var requests = new List<RegisterRequest>();
        foreach (var point in points.OrderBy(point => point.Place.Table).ThenBy(point => point.Place.Register))
        {
            var end = point.Place.Register + RegisterValue.RegistersOf(point.Place.Format);
            if (requests.LastOrDefault() is { } last && last.Table == point.Place.Table && point.Place.Register <= last.First + last.Count
                && end - last.First <= ModbusPdu.MostRegisters)
            {
                requests[^1] = last with
                {
                    Count = Math.Max(last.Count, end - last.First),
                    Points = [.. last.Points, point],
                };
            }
            else
            {
                requests.Add(new RegisterRequest(point.Place.Table, point.Place.Register, end - point.Place.Register, [point]));
            }
        }

        return requests;
    }
}
