using Microsoft.Data.Sqlite;
using Whatever.Model.Outliers;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage;

/// <summary>
/// Builds the roll-up of each hour from its rows in ascending order and stores the hours in which something changed. Values outside the
/// physical range do not count.
/// </summary>
internal sealed class RollupWriter(SqliteConnection connection, int sensorKey, SensorRanges ranges) : IDisposable
{
    private readonly SqliteStatement replace = new(
        connection,
        """
        INSERT OR REPLACE INTO hourly_rollups (sensor_key, hour,
            flow_rate_count, flow_rate_mean, flow_rate_min, flow_rate_max, pressure_count, pressure_mean, pressure_min, pressure_max)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """);

    private int hour = int.MinValue;
    private bool hourChanged;
    private Tally flowRate = Tally.Empty;
    private Tally pressure = Tally.Empty;

    public void Add(int minute, double flowRateValue, double pressureValue, bool changed)
    {
        if (minute < (hour * 60L) || minute >= ((hour + 1L) * 60))
        {
            Flush();
            hour = ReadingWriter.HourOf(minute);
        }

        flowRate.Add(flowRateValue, ranges.FlowRate);
        pressure.Add(pressureValue, ranges.Pressure);
        hourChanged |= changed;
    }

    public void Flush()
    {
        if (hourChanged)
        {
            replace.Bind(1, sensorKey).Bind(2, hour);
            flowRate.Bind(replace, 3);
            pressure.Bind(replace, 7);
            replace.Execute();
        }

        (hour, hourChanged, flowRate, pressure) = (int.MinValue, false, Tally.Empty, Tally.Empty);
    }

    public void Dispose() => replace.Dispose();

    private struct Tally
    {
        private int count;
        private double sum;
        private double min;
        private double max;

        public static Tally Empty => new() { min = double.PositiveInfinity, max = double.NegativeInfinity };

        public void Add(double value, PhysicalRange range)
        {
            // NaN is outside of any.
            if (!range.Contains(value))
            {
                return;
            }

            count++;
            sum += value;
            min = value < min ? value : min;
            max = value > max ? value : max;
        }

        public readonly void Bind(SqliteStatement statement, int first)
        {
            statement.Bind(first, count);
            statement.Bind(first + 1, count == 0 ? double.NaN : sum / count);
            statement.Bind(first + 2, count == 0 ? double.NaN : min);
            statement.Bind(first + 3, count == 0 ? double.NaN : max);
        }
    }
}
