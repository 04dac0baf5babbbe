using System.Net;
using Whatever.Tests.Support;
using Whatever.Web.Delivery;
using Whatever.Web.Devices;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Domain;

public sealed class OutgoingAddressTests
{
    private static readonly IReadOnlySet<IPAddress> None = new HashSet<IPAddress>();

    [Theory]
    [InlineData("169.254.169.254", false)]
    [InlineData("169.254.1.10", false)]
    [InlineData("fe80::1", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("64:ff9b::a9fe:a9fe", false)]
    [InlineData("2002:a9fe:a9fe::1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("100.100.100.200", false)]
    [InlineData("168.63.129.16", false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("10.0.0.5", true)]
    [InlineData("192.168.1.2", true)]
    [InlineData("fd12::5", true)]
    [InlineData("203.0.113.1", true)]
    public void Address_ByWhatAnswersThere_MayBeReachedOrNot(string address, bool expected) =>
        Assert.Equal(expected, OutgoingAddresses.MayReach(IPAddress.Parse(address), None));

    [Fact]
    public void Address_ThatWasNamed_MayBeReached()
    {
        var allowed = OutgoingAddresses.Read("169.254.1.10, fe80::7, nothing");
        Assert.Equal(2, allowed.Count);
        Assert.True(OutgoingAddresses.MayReach(IPAddress.Parse("169.254.1.10"), allowed));
        Assert.True(OutgoingAddresses.MayReach(IPAddress.Parse("fe80::7%2"), allowed));
        Assert.False(OutgoingAddresses.MayReach(IPAddress.Parse("169.254.169.254"), allowed));
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("http://0xA9FEA9FE/")]
    [InlineData("http://2852039166/")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://metadata.google.internal/")]
    [InlineData("http://METADATA.google.internal./")]
    public async Task Target_AtAMetadataService_IsNotSaved(string url)
    {
        await using var station = await TestStation.StartAsync();
        var problems = await station.Get<TargetEditor>().SaveAsync(new TargetDraft { Url = url }, TestStation.Cancellation);
        Assert.Equal("address.refused", Assert.Single(problems).Code);
    }

    /// <summary>A name may lead there after it was saved: it is looked at again where the connection is made.</summary>
    [Fact]
    public async Task Connection_ToARefusedAddress_IsNotMadeHoweverItGotThere()
    {
        await using var station = await TestStation.StartAsync();
        var delivery = new OutboundDelivery
        {
            Kind = DeliveryKind.Alert,
            SensorId = "sensor_01",
            IdempotencyKey = "alert/1",
            Payload = "{}"u8.ToArray(),
            Sha256 = "",
        };
        var result = await station.Get<TargetClient>().SendAsync(
            delivery, new Endpoint("http://169.254.169.254", PayloadFormat.Json, null, TimeSpan.FromSeconds(30)), TestStation.Cancellation);
        var reason = Assert.IsType<SendResult.Retryable>(result).Reason.ToString();
        Assert.Contains("link-local", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Device_AtALinkLocalAddress_IsRefused()
    {
        var problems = DeviceRules.Refuse(new DeviceDraft
        {
            Name = "meter",
            Kind = DeviceKind.ModbusTcp,
            Connection = new DeviceConnection { Host = "169.254.7.7", Port = 502 },
        });
        Assert.Contains(problems, problem => problem.Code == "address.refused");
    }
}
