using System.Globalization;
using System.Text;
using Whatever.Model.Simulation;
using Whatever.Web.Domain;

namespace Whatever.Web.Readings;

/// <summary>Writes simulated water in the CSV format that the station reads.</summary>
public static class SampleCsv
{
    public const string FileName = "whatever-sample.csv";
    private const string Header = "time,flow_rate,pressure\n";

    public static string Write(IEnumerable<SimulatedMinute> minutes)
    {
        var text = new StringBuilder(Header);
        foreach (var minute in minutes)
        {
            text.Append(WireTime.Write(minute.Time)).Append(',').Append(Number(minute.FlowRate)).Append(',').Append(Number(minute.Pressure))
                .Append('\n');
        }

        return text.ToString();
    }

    private static string Number(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);
}
