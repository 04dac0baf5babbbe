using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Components.Pages.Judgements;
using Whatever.Web.Components.Shared;
using Whatever.Web.Components.Texts;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Components;

public sealed class AlarmSentenceTests
{
    private static readonly Sensor Sensor = new() { Id = "sensor_01", Name = "sensor_01" };

    /// <summary>A Tuesday, 03:05 in Seoul.</summary>
    private static readonly int Since = Sensor.Clock.ToMinute(new DateTime(2024, 7, 9, 3, 5, 0));

    private static readonly Alarm Burst = new()
    {
        Cause = AlarmCause.Burst,
        SinceMinute = Since,
        FlowRate = 227,
        ExpectedFlowRate = 164.5,
        Pressure = 25,
        ExpectedPressure = 45,
    };

    private static readonly IStringLocalizer<Text> Texts =
        new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider().GetRequiredService<IStringLocalizer<Text>>();

    public static TheoryData<Alarm, string, string> Alarms => new()
    {
        {
            Burst, "Flow is 38 % above what is normal for Tuesday 03:00 and pressure fell by 20 kPa: looks like a burst.",
            "유량이 화요일 03:00의 정상값보다 38 % 높고 압력이 20 kPa 떨어졌습니다. 파열로 보입니다."
        },
        {
            new Alarm { Cause = AlarmCause.Burst, SinceMinute = Since, FlowRate = 227, ExpectedFlowRate = 164.5 },
            "Flow is 38 % above what is normal for Tuesday 03:00: looks like a burst.", "유량이 화요일 03:00의 정상값보다 38 % 높습니다. 파열로 보입니다."
        },
        {
            new Alarm
            {
                Cause = AlarmCause.High,
                Quantity = Quantity.Pressure,
                SinceMinute = Since,
                Pressure = 60,
                ExpectedPressure = 45,
                FlowRate = 1,
            },
            "Pressure is 33 % above what is normal for Tuesday 03:00.", "압력이 화요일 03:00의 정상값보다 33 % 높습니다."
        },
        {
            new Alarm { Cause = AlarmCause.Low, Quantity = Quantity.FlowRate, SinceMinute = Since, FlowRate = 82, ExpectedFlowRate = 164 },
            "Flow is 50 % below what is normal for Tuesday 03:00.", "유량이 화요일 03:00의 정상값보다 50 % 낮습니다."
        },
        {
            new Alarm
            {
                Cause = AlarmCause.High,
                Quantity = Quantity.FlowRate,
                SinceMinute = Since,
                FlowRate = 12.34,
                ExpectedFlowRate = 0,
            },
            "Flow is 12.3 m³/h above what is normal for Tuesday 03:00.", "유량이 화요일 03:00의 정상값보다 12.3 m³/h 높습니다."
        },
        {
            new Alarm { Cause = AlarmCause.Low, Quantity = Quantity.FlowRate, SinceMinute = Since },
            "Flow is far below what is normal for Tuesday 03:00.", "유량이 화요일 03:00의 정상값보다 훨씬 낮습니다."
        },
        {
            new Alarm
            {
                Cause = AlarmCause.Forecast,
                Quantity = Quantity.FlowRate,
                SinceMinute = Since,
                FlowRate = 150,
                ExpectedFlowRate = 100,
            },
            "Flow is 50 % above its forecast.", "유량이 예측보다 50 % 높습니다."
        },
        {
            new Alarm { Cause = AlarmCause.NoData, SinceMinute = Since },
            "No readings since 2024-07-09 03:05.", "2024-07-09 03:05부터 수신된 값이 없습니다."
        },
        {
            new Alarm { Cause = AlarmCause.Stuck, Quantity = Quantity.Pressure, SinceMinute = Since, Pressure = 45.25 },
            "Pressure stands still at 45.3 kPa.", "압력이 45.3 kPa에서 변하지 않습니다."
        },
        {
            new Alarm { Cause = AlarmCause.OutOfRange, Quantity = Quantity.FlowRate, SinceMinute = Since, FlowRate = 65535 },
            "Flow reads 65,535 m³/h: beyond what the meter can show.", "유량이 65,535 m³/h입니다. 계측기가 나타낼 수 있는 범위를 벗어났습니다."
        },
        {
            new Alarm { Cause = AlarmCause.Spike, Quantity = Quantity.FlowRate, SinceMinute = Since, FlowRate = 900 },
            "Flow jumped to 900 m³/h and back, faster than water can.", "유량이 900 m³/h까지 튀었다가 돌아왔습니다. 물의 변화로는 불가능한 속도입니다."
        },
        {
            new Alarm { Cause = AlarmCause.Drift, Quantity = Quantity.Pressure, SinceMinute = Since, Pressure = 52, ExpectedPressure = 45 },
            "Pressure reads 52 kPa where 45 kPa would fit: one of the sensors drifts.", "압력이 52 kPa입니다. 45 kPa이어야 맞으므로 센서 하나에 편차가 생기고 있습니다."
        },
        {
            new Alarm
            {
                Cause = AlarmCause.NightFlowStep,
                Quantity = Quantity.FlowRate,
                SinceMinute = Since,
                FlowRate = 66,
                ExpectedFlowRate = 58,
                LossPerDay = 192,
            },
            "The lowest flow of the night went up from 58 m³/h to 66 m³/h and stays there. Estimated loss: 192 m³ a day.",
            "야간최소유량이 58 m³/h에서 66 m³/h(으)로 오른 뒤 그대로입니다. 추정 손실: 하루 192 m³."
        },
        {
            new Alarm
            {
                Cause = AlarmCause.NightFlowStep,
                Quantity = Quantity.FlowRate,
                SinceMinute = Since,
                FlowRate = 66,
                ExpectedFlowRate = 58,
                LossPerDay = 48,
                IsNightOnly = true,
            },
            "The lowest flow of the night went up from 58 m³/h to 66 m³/h and the flow of the day did not: water is drawn at night rather than lost. Nights have more by 48 m³ a day.",
            "야간최소유량이 58 m³/h에서 66 m³/h(으)로 올랐으나 주간 유량은 오르지 않았습니다. 누수보다는 야간 사용으로 보입니다. 야간 증가량: 하루 48 m³."
        },
        {
            new Alarm
            {
                Cause = AlarmCause.Burst,
                SinceMinute = Since,
                FlowRate = 140,
                ExpectedFlowRate = 100,
                Step = 38.4,
                UsualStep = 12,
            },
            "Flow is 40 % above what is normal for Tuesday 03:00: looks like a burst. It stepped up by 38.4 m³/h within minutes; on usual days steps stay below 12 m³/h.",
            "유량이 화요일 03:00의 정상값보다 40 % 높습니다. 파열로 보입니다. 몇 분 사이 38.4 m³/h 올랐으며, 평소의 변화는 12 m³/h 미만입니다."
        },
        {
            new Alarm { Cause = AlarmCause.ManyOffline, SinceMinute = Since, Sensors = 10 },
            "10 sensors fell silent at once: the network or the server, not the sensors.", "센서 10개가 한꺼번에 끊겼습니다. 센서가 아니라 통신망이나 서버 문제로 보입니다."
        },
    };

    [Theory]
    [MemberData(nameof(Alarms))]
    public void Of_CauseWithItsNumbers_IsSaidInBothLanguages(Alarm alarm, string english, string korean)
    {
        Assert.Equal(english, In("en", () => new AlarmSentence(Texts, Sensor).Of(alarm)));
        Assert.Equal(korean, In("ko", () => new AlarmSentence(Texts, Sensor).Of(alarm)));
    }

    [Fact]
    public void Of_AnyCauseWithoutNumbers_SaysSomethingInBothLanguages() => Assert.All(AlarmCauses.All, cause =>
    {
        var english = In("en", () => new AlarmSentence(Texts, Sensor).Of(new Alarm { Cause = cause, SinceMinute = Since }));
        var korean = In("ko", () => new AlarmSentence(Texts, Sensor).Of(new Alarm { Cause = cause, SinceMinute = Since }));
        Assert.DoesNotMatch(@"\{\d|NaN|∞|–", english + korean);
        Assert.EndsWith(".", english, StringComparison.Ordinal);
        Assert.Matches("[가-힣]", korean);
    });

    [Fact]
    public void Loss_UnknownUnit_IsNotMadeACubicMetre()
    {
        var buckets = new Sensor { Id = "a", Name = "a", FlowRateUnit = "bucket" };
        var leak = new Alarm { Cause = AlarmCause.Leak, LossPerDay = 48 };
        Assert.Equal("48 bucket × 24 h", In("en", () => new AlarmSentence(Texts, buckets).Loss(leak)));
        Assert.Null(new AlarmSentence(Texts, buckets).Loss(new Alarm()));
    }

    [Theory]
    [InlineData("m³/h", "24 m³ a day")]
    [InlineData("m3/h", "24 m³ a day")]
    [InlineData("L/s", "86.4 m³ a day")]
    [InlineData("l/s", "86.4 m³ a day")]
    [InlineData("ℓ/s", "86.4 m³ a day")]
    [InlineData("L/min", "1.44 m³ a day")]
    [InlineData("㎥/min", "1,440 m³ a day")]
    [InlineData("m³/day", "1 m³ a day")]
    [InlineData("gal/h", "24 gal a day")]
    public void Loss_UnitOfFlow_IsAVolume(string unit, string expected) =>
        Assert.Equal(
            expected,
            In(
                "en",
                () => new AlarmSentence(Texts, new Sensor { Id = "a", Name = "a", FlowRateUnit = unit })
                    .Loss(new Alarm { Cause = AlarmCause.Leak, LossPerDay = 24 })));

    [Fact]
    public void Loss_WithAPrice_IsSaidInMoneyToo()
    {
        var priced = new Sensor { Id = "a", Name = "a", WaterPrice = 800 };
        var leak = new Alarm { Cause = AlarmCause.Leak, LossPerDay = 120 };
        Assert.Equal("120 m³ a day, 96,000 KRW a day", In("en", () => new AlarmSentence(Texts, priced).Loss(leak)));
        Assert.Equal("하루 120 m³, 하루 96,000 KRW", In("ko", () => new AlarmSentence(Texts, priced).Loss(leak)));
        Assert.Equal(
            "432 m³ a day, 345,600 KRW a day",
            In(
                "en",
                () => new AlarmSentence(Texts, new Sensor { Id = "a", Name = "a", WaterPrice = 800, FlowRateUnit = "L/s" }).Loss(leak)));
    }

    [Fact]
    public void Of_RevertWithItsReason_IsInTheLanguageOfThePage()
    {
        var stored = StoredPhrase.Write(new Phrase("reason.back-to-version-because", 2, "too many: again"));
        Assert.Equal("2번으로 되돌림: too many: again", In("ko", () => StoredPhrase.Read(stored).Say()));
        Assert.Equal("Back to version 2: too many: again", In("en", () => StoredPhrase.Read(stored).Say()));
    }

    [Fact]
    public void Of_MissingVerdict_HasWordsInBothLanguages() =>
        Assert.All(Enum.GetValues<Whatever.Model.Outliers.NotJudgedReason>().Skip(1), reason =>
    {
        var missing = new Whatever.Web.Alarms.NotJudged(reason, 12, 1440);
        var (english, korean) = (In("en", () => JudgementWords.Of(Texts, missing)), In("ko", () => JudgementWords.Of(Texts, missing)));
        Assert.DoesNotMatch(@"\{\d", english + korean);
        Assert.Matches("[가-힣]", korean);
        Assert.Equal(
            reason is Whatever.Model.Outliers.NotJudgedReason.TooFewReadings or Whatever.Model.Outliers.NotJudgedReason.TooFewNights,
            english.EndsWith("12 of 1,440", StringComparison.Ordinal));
    });

    [Fact]
    public void Say_RefusalOfTheModel_IsInTheLanguageOfThePage()
    {
        var life = new AlarmLife(Whatever.Model.Outliers.OutlierStage.Caution).Acknowledge("Kim", null, DateTimeOffset.UnixEpoch).Next!;
        var problem = life.Acknowledge("Lee", null, DateTimeOffset.UnixEpoch).Problem!;
        Assert.Equal("The alarm was acknowledged by Kim already.", In("en", () => problem.Say()));
        Assert.Equal("Kim 님이 이미 확인했습니다.", In("ko", () => problem.Say()));
    }

    private static T In<T>(string language, Func<T> say)
    {
        var (before, uiBefore) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            return say() is string text ? (T)(object)text.Replace('\u00a0', ' ') : say();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, uiBefore);
        }
    }
}
