using Whatever.Web.Domain;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;
using Whatever.Web.Storage;

namespace Whatever.Fuzz;

/// <summary>Tables of readings: how they are read is planned, then their rows are read, as an import does it ahead of storing.</summary>
internal sealed class CsvKind : FuzzKind
{
    private const int PreviewEvery = 16;
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SensorName[] Names = [new("sensor_01", "Sensor 1"), new("pump-2", "Pump")];
    private readonly FuzzFolder folder = new();
    private readonly Sensor sensor = new() { Id = "sensor_01", Name = "Sensor 1" };
    private int count;

    public override string Name => "csv";

    public override byte[] Make(FuzzRandom random)
    {
        var table = CsvGrammar.Make(random);
        return random.OneIn(2) ? table : ByteMutations.Mutate(table, CsvGrammar.Make(random), random);
    }

    public override FuzzOutcome Read(byte[] file)
    {
        var path = folder.File("readings.csv");
        Write(path, file);
        var context = PlanContext.Of(sensor, "readings.csv", new PlanChoices(), StationClock.LatestReading(Now)) with
        {
            HasReadings = () => file.Length % 2 == 0,
            Sensors = () => Names,
        };
        try
        {
            if (++count % PreviewEvery == 0)
            {
                CsvPreview.Read(path, context, sensor);
            }

            using var rejected = new RejectedRows(count % PreviewEvery == 1 ? folder.File("rejects.csv") : null);
            CsvReadingsParser.Parse(path, context, rejected);
            rejected.Finish();
            return FuzzOutcome.Accepted;
        }
        catch (UnreadableCsvException refusal)
        {
            return Refused(refusal);
        }
    }

    protected override void Dispose(bool disposing)
    {
        folder.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Over the last one, without making a file each time.</summary>
    private static void Write(string path, byte[] file)
    {
        using var handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        RandomAccess.SetLength(handle, file.Length);
        RandomAccess.Write(handle, file, 0);
    }
}
