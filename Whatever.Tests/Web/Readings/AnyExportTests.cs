using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;

namespace Whatever.Tests.Web.Readings;

/// <summary>
/// Any combination of layout, encoding, form of dates, decimal sign, quality and preamble: what its rows prove comes back equal, what they
/// do not is never read without a question.
/// </summary>
public sealed class AnyExportTests
{
    private const int Combinations = 20_000;

    [Fact]
    public void Parse_AnyExport_ComesBackEqualOrIsAskedAbout()
    {
        using var folder = new TestFolder();
        var path = Path.Combine(folder.Path, "any.csv");
        var (equal, asked) = (0, 0);
        for (var seed = 1; seed <= Combinations; seed++)
        {
            var export = new AnyExport(seed);
            File.WriteAllBytes(path, export.Bytes);
            var context = PlanContext.WithoutSensor() with { TimeZone = Sensor.DefaultTimeZone };
            var questions = PlanMaker.Make(path, context).Questions;
            if (questions.Count > 0)
            {
                Assert.False(export.IsDecidable, $"{seed}: {questions[0]} asked of {export}");
                asked++;
                continue;
            }

            Assert.True(export.IsDecidable, $"{seed}: nothing asked of {export}");
            AssertEqual(seed, export, CsvReadingsParser.Parse(path, context));
            equal++;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{Combinations} combinations: {equal} came back equal, {asked} were asked about.");
        Assert.True(equal > Combinations / 2 && asked > Combinations / 20, $"{equal} equal, {asked} asked");
    }

    private static void AssertEqual(int seed, AnyExport export, CsvReadings read)
    {
        var clock = StationClock.For(Sensor.DefaultTimeZone);
        var expected = export.Rows.Select(row => (clock.ToMinute(row.Time), row.Flow ?? double.NaN, row.Pressure ?? double.NaN)).ToList();
        var found = Enumerable.Range(0, read.Columns.Count)
            .Select(i => (read.Columns.Minutes[i], read.Columns.FlowRate[i], read.Columns.Pressure[i])).ToList();
        Assert.True(
            expected.SequenceEqual(found) && read.Rejected.Count == 0,
            $"{seed}: {export}\nfound {string.Join(" | ", found.Take(8))}\nexpected {string.Join(" | ", expected.Take(8))}\n"
                + string.Join('\n', read.Rejected.First.Take(3).Select(row => row.Reason.ToString())));
    }
}
