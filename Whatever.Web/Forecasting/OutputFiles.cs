using System.Globalization;
using System.Text;
using Whatever.Model.Files;
using Whatever.Model.Forecasting;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Forecasting;

/// <summary>The files of one base day, as text; written whole or not at all.</summary>
public sealed class OutputFiles(DataFolder folder)
{
    public const int Steps = 6;
    private const string RowHeader = "time,flow_rate_predict,pressure_predict";

    public string PathOf(string sensorId, string name) => Path.Combine(folder.Prediction(sensorId), name);

    public static string DayName(int step) => $"Day{step}prediction.csv";

    /// <summary>144 rows: every step of every hour, with an empty field where there is no forecast.</summary>
    public static string AllSteps(DateOnly baseDay, IReadOnlyDictionary<Quantity, DayForecast> forecasts)
    {
        var text = new StringBuilder("step,").Append(RowHeader).Append('\n');
        for (var step = 1; step <= Steps; step++)
        {
            foreach (var row in Rows(baseDay, step, forecasts))
            {
                text.Append(CultureInfo.InvariantCulture, $"{step},{row}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>24 rows, 0:00 to 23:00 of the base day plus <paramref name="step"/> days.</summary>
    public static string OneStep(DateOnly baseDay, int step, IReadOnlyDictionary<Quantity, DayForecast> forecasts)
    {
        var text = new StringBuilder(RowHeader).Append('\n');
        foreach (var row in Rows(baseDay, step, forecasts))
        {
            text.Append(row).Append('\n');
        }

        return text.ToString();
    }

    public string Write(string sensorId, string name, string text)
    {
        var path = PathOf(sensorId, name);
        AtomicFile.WriteText(path, text);
        return path;
    }

    private static IEnumerable<string> Rows(DateOnly baseDay, int step, IReadOnlyDictionary<Quantity, DayForecast> forecasts)
    {
        var (flowRate, pressure) = (Hours(forecasts, Quantity.FlowRate, step), Hours(forecasts, Quantity.Pressure, step));
        var day = baseDay.AddDays(step).ToDateTime(TimeOnly.MinValue);
        for (var hour = 0; hour < HoursPer.Day; hour++)
        {
            yield return $"{WireTime.Write(day.AddHours(hour))},{flowRate[hour]},{pressure[hour]}";
        }
    }

    private static string[] Hours(IReadOnlyDictionary<Quantity, DayForecast> forecasts, Quantity quantity, int step)
    {
        var hours = new string[HoursPer.Day];
        Array.Fill(hours, "");
        foreach (var value in forecasts.TryGetValue(quantity, out var forecast) ? forecast.Values : [])
        {
            if (value.Step == step)
            {
                hours[value.Hour] = value.Value.ToString("0.000###", CultureInfo.InvariantCulture);
            }
        }

        return hours;
    }
}
