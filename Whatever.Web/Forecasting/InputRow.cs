using CsvHelper;

namespace Whatever.Web.Forecasting;

/// <summary>A row of an input file; NaN where the field is empty.</summary>
public readonly record struct InputRow(DateTime Time, double FlowRate, double Pressure)
{
    /// <exception cref="FormatException">A field is not a time or a number: the file was changed by hand.</exception>
    public static IEnumerable<InputRow> ReadAll(string path)
    {
        using var reader = CsvReader.FromFile(path, new CsvReaderOptions { Separator = ',' });
        while (reader.Read())
        {
            yield return new InputRow(
                reader.ParseExact<DateTime>(0, Domain.WireTime.Format),
                reader.IsEmpty(1) ? double.NaN : reader.Parse<double>(1),
                reader.IsEmpty(2) ? double.NaN : reader.Parse<double>(2));
        }
    }
}
