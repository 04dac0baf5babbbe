using System.Text;
using Whatever.Tests.Support;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;

namespace Whatever.Tests.Web.Readings;

public sealed class CsvEncodingTests
{
    private const string Korean = "일시,순시유량,압력,비고\n2024-07-09 0:00,224,45,정상\n2024-07-09 0:01,227,36,점검중\n";
    private static readonly string[] KoreanRows = ["2024-07-09 0:00 224 45", "2024-07-09 0:01 227 36"];

    public static TheoryData<string, byte[]> Files()
    {
        var cp949 = CodePagesEncodingProvider.Instance.GetEncoding(949)!;
        return new TheoryData<string, byte[]>
        {
            { "UTF-8", Encoding.UTF8.GetBytes(Korean) },
            { "UTF-8", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Korean)] },
            { "UTF-16LE", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Korean)] },
            { "UTF-16BE", [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Korean)] },
            { "CP949", cp949.GetBytes(Korean) },
        };
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Import_EncodingOfTheContract_IsFoundAndRead(string expected, byte[] file)
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var report = await station.ImportAsync(sensor, file);
        Assert.Equal(expected, report.Encoding);
        Assert.Equal(["비고"], report.IgnoredColumns);
        Assert.Equal(KoreanRows, await station.StoredAsync(sensor));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Import_EncodingChosenByAPerson_IsReadToo(string name, byte[] file)
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await station.ImportAsync(sensor, file, new PlanChoices { Encoding = name });
        Assert.Equal(KoreanRows, await station.StoredAsync(sensor));
    }

    [Theory]
    [InlineData(65_534)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(131_071)]
    public void Detect_KoreanLetterAcrossABlockBorder_IsStillUtf8(int lettersBefore)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(new string('a', lettersBefore) + "가나다"));
        Assert.Equal("UTF-8", EncodingDetector.Detect(stream));
    }

    [Fact]
    public void Detect_KoreanOnlyInTheLastRow_IsCp949()
    {
        var cp949 = EncodingDetector.Named("CP949");
        using var stream = new MemoryStream([.. Encoding.ASCII.GetBytes(new string('a', 200_000)), .. cp949.GetBytes("끝")]);
        Assert.Equal("CP949", EncodingDetector.Detect(stream));
    }

    [Fact]
    public void Detect_Utf8CutOffInItsLastLetter_IsNotCalledUtf8()
    {
        using var stream = new MemoryStream([.. Encoding.ASCII.GetBytes("time,flow_rate\n"), 0xEA, 0xB0]);
        Assert.Equal("CP949", EncodingDetector.Detect(stream));
    }

    [Fact]
    public void Named_UnknownEncoding_NamesTheKnownOnes()
    {
        var problem = Assert.Throws<UnreadableCsvException>(() => EncodingDetector.Named("latin-1"));
        Assert.Contains("'latin-1', expected one of UTF-8, UTF-16LE, UTF-16BE, CP949", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_RejectedKoreanRow_IsKeptAsUtf8()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var report = await station.ImportAsync(sensor, EncodingDetector.Named("CP949").GetBytes("일시,순시유량\n2024-07-09 0:00,높음\n"));
        Assert.Contains("높음", await File.ReadAllTextAsync(report.RejectsFile!, TestStation.Cancellation), StringComparison.Ordinal);
    }
}
