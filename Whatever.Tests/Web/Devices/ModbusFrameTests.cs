using Whatever.Model.Series;
using Whatever.Web.Devices;
using Whatever.Web.Devices.Modbus;

namespace Whatever.Tests.Web.Devices;

/// <summary>
/// Example frames of MODBUS Application Protocol Specification V1.1b3 (sections 6.3, 6.4 and 7) and MODBUS over Serial Line V1.02
/// (section 6.2.2 with appendix B).
/// </summary>
public sealed class ModbusFrameTests
{
    [Theory]
    [InlineData(RegisterTable.Holding, 107, 3, "03006B0003")]
    [InlineData(RegisterTable.Input, 8, 1, "0400080001")]
    public void Request_OfThePublishedExamples_IsTheirs(RegisterTable table, int first, int count, string expected) =>
        Assert.Equal(expected, Convert.ToHexString(ModbusPdu.Request(table, first, count)));

    [Theory]
    [InlineData("03006B0003", "0306022B00000064", new[] { 555, 0, 100 })]
    [InlineData("0400080001", "0402000A", new[] { 10 })]
    public void Registers_OfThePublishedExamples_AreTheirs(string request, string answer, int[] expected) =>
        Assert.Equal(
            expected,
            ModbusPdu.Registers(Convert.FromHexString(request), Convert.FromHexString(answer)).Select(register => (int)register));

    [Theory]
    [InlineData("8302", "The slave refused: it has no such register (exception 2).", false)]
    [InlineData("830B", "The slave refused: the gateway got no answer from it (exception 11).", true)]
    [InlineData("83F0", "The slave refused: exception 240.", false)]
    public void Registers_OfAnExceptionAnswer_SayWhichInWords(string answer, string expected, bool isAway)
    {
        var refusal = Assert.Throws<ModbusException>(
            () => ModbusPdu.Registers(Convert.FromHexString("03006B0003"), Convert.FromHexString(answer)));
        Assert.Equal((SlaveFailure.Refusal, expected, isAway), (refusal.Failure, refusal.Problem.ToString(), refusal.IsAway));
    }

    [Theory]
    [InlineData("0406022B00000064")]
    [InlineData("0304022B0000")]
    [InlineData("8402")]
    [InlineData("03")]
    public void Registers_OfWhatWasNotAskedFor_AreNoise(string answer)
    {
        var noise = Assert.Throws<ModbusException>(
            () => ModbusPdu.Registers(Convert.FromHexString("03006B0003"), Convert.FromHexString(answer)));
        Assert.Equal((SlaveFailure.Noise, $"What came is no answer: {answer}."), (noise.Failure, noise.Problem.ToString()));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 126)]
    [InlineData(65535, 2)]
    [InlineData(-1, 1)]
    public void Request_OutsideOfTheRegisters_IsABug(int first, int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ModbusPdu.Request(RegisterTable.Holding, first, count));

    [Fact]
    public void Checksum_OfThePublishedExample_IsThere()
    {
        Assert.Equal(0x1241, RtuFrame.Checksum([0x02, 0x07]));
        Assert.Equal("02074112", Convert.ToHexString(RtuFrame.Write(0x02, [0x07])));
    }

    [Fact]
    public void Find_AnAnswerAmongNoise_IsFoundWhenItIsWhole()
    {
        var frame = RtuFrame.Write(17, Convert.FromHexString("0306022B00000064"));
        byte[] heard = [0x00, 17, 3, 0xFF, .. frame];
        Assert.Equal("0306022B00000064", Convert.ToHexString(RtuFrame.Find(heard, 17, 3)!));
        Assert.Null(RtuFrame.Find(heard.AsSpan(..^1), 17, 3));
        Assert.Null(RtuFrame.Find(heard, 18, 3));
        Assert.Null(RtuFrame.Find(heard, 17, 4));
        heard[^3] ^= 1;
        Assert.Null(RtuFrame.Find(heard, 17, 3));
    }

    [Fact]
    public void Mbap_WrittenAndRead_IsTheSame()
    {
        var frame = MbapFrame.Write(0x1501, 255, Convert.FromHexString("0402000A"));
        Assert.Equal("150100000005FF0402000A", Convert.ToHexString(frame));
        Assert.Equal(frame.Length, MbapFrame.Read([.. frame, 1, 2], out var exchange, out var unit, out var pdu));
        Assert.Equal((0x1501, 255, "0402000A"), (exchange, unit, Convert.ToHexString(pdu)));
        Assert.Equal(0, MbapFrame.Read(frame.AsSpan(..^1), out _, out _, out _));
        frame[2] = 1;
        Assert.Throws<ModbusException>(() => MbapFrame.Read(frame, out _, out _, out _));
    }

    /// <summary>123456.789 is 47F12065 as a float; the orders as meters document them.</summary>
    [Theory]
    [InlineData(0x47F1, 0x2065, RegisterFormat.Real32, WordOrder.Abcd, 123456.7890625)]
    [InlineData(0x2065, 0x47F1, RegisterFormat.Real32, WordOrder.Cdab, 123456.7890625)]
    [InlineData(0xF147, 0x6520, RegisterFormat.Real32, WordOrder.Badc, 123456.7890625)]
    [InlineData(0x6520, 0xF147, RegisterFormat.Real32, WordOrder.Dcba, 123456.7890625)]
    [InlineData(0xFFFF, 0xFFFE, RegisterFormat.Signed32, WordOrder.Abcd, -2)]
    [InlineData(0xFFFF, 0xFFFE, RegisterFormat.Unsigned32, WordOrder.Abcd, 4294967294)]
    [InlineData(0xFFFE, 0, RegisterFormat.Signed16, WordOrder.Abcd, -2)]
    [InlineData(0xFFFE, 0, RegisterFormat.Unsigned16, WordOrder.Abcd, 65534)]
    public void Value_OfRegisters_IsThatOfItsFormatAndOrder(
        int first, int second, RegisterFormat format, WordOrder order, double expected) =>
        Assert.Equal(expected, RegisterValue.Read([(ushort)first, (ushort)second], format, order));

    [Fact]
    public void Plan_NeighbouringRegisters_StandInOneRequest()
    {
        var requests = RegisterPlan.Of(
        [
            Point(1, RegisterTable.Holding, 12, RegisterFormat.Signed16), Point(2, RegisterTable.Holding, 10, RegisterFormat.Real32),
            Point(3, RegisterTable.Input, 13, RegisterFormat.Signed16), Point(4, RegisterTable.Holding, 20, RegisterFormat.Signed16),
            Point(5, RegisterTable.Holding, 10, RegisterFormat.Signed16),
        ]);
        Assert.Equal(
            [(RegisterTable.Holding, 10, 3, 3), (RegisterTable.Holding, 20, 1, 1), (RegisterTable.Input, 13, 1, 1)],
            requests.Select(request => (request.Table, request.First, request.Count, request.Points.Count)));
    }

    [Fact]
    public void Plan_MoreThanARequestCanHold_IsSplit()
    {
        var requests = RegisterPlan.Of(Enumerable.Range(0, 200).Select(at => Point(at, RegisterTable.Input, at, RegisterFormat.Signed16)));
        Assert.Equal([(0, 125), (125, 75)], requests.Select(request => (request.First, request.Count)));
    }

    private static PointSetup Point(int id, RegisterTable table, int register, RegisterFormat format) => new(
        id, 1, Quantity.FlowRate, 1, "Asia/Seoul", new PointPlace { Table = table, Register = register, Format = format });
}
