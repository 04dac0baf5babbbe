using Whatever.Model.Alarms;
using Whatever.Model.Outliers;

namespace Whatever.Tests.Model.Alarms;

public sealed class AlarmLifeTests
{
    private const string Kim = "Kim";
    private static readonly DateTimeOffset Now = new(2024, 7, 9, 3, 0, 0, TimeSpan.Zero);
    private static readonly AlarmLife Raised = new(OutlierStage.Caution);
    private static readonly AlarmLife Acknowledged = Done(Raised.Acknowledge(Kim, null, Now));
    private static readonly AlarmLife Shelved = Done(Raised.Shelve(Kim, Now.AddHours(4), null, Now));
    private static readonly AlarmLife Cleared = Done(Raised.Clear());
    private static readonly AlarmLife Withdrawn = Done(Raised.Withdraw());

    [Fact]
    public void Life_Opened_IsRaised() => Assert.Equal(AlarmState.Raised, Raised.State);

    [Fact]
    public void Acknowledge_RaisedAlarm_SaysWhoAndWhen()
    {
        var life = Done(Raised.Acknowledge(" Kim ", "on my way", Now));
        Assert.Equal((AlarmState.Acknowledged, "Kim", Now), (life.State, life.AcknowledgedBy, life.AcknowledgedAt!.Value));
    }

    [Fact]
    public void RaiseStage_RaisedAlarm_StaysRaisedAtTheHigherStage()
    {
        var life = Done(Raised.RaiseStage(OutlierStage.Serious));
        Assert.Equal((AlarmState.Raised, OutlierStage.Serious), (life.State, life.Stage));
    }

    [Fact]
    public void RaiseStage_AcknowledgedAlarm_IsRaisedAgain()
    {
        var life = Done(Acknowledged.RaiseStage(OutlierStage.Alert));
        Assert.Equal((AlarmState.Raised, null, null), (life.State, life.AcknowledgedBy, life.AcknowledgedAt));
    }

    [Fact]
    public void RaiseStage_ShelvedAlarm_StaysShelvedAndComesBackRaised()
    {
        var shelf = Done(Acknowledged.Shelve(Kim, Now.AddHours(1), null, Now));
        var life = Done(shelf.RaiseStage(OutlierStage.Serious));
        Assert.Equal(AlarmState.Shelved, life.State);
        Assert.Equal(AlarmState.Raised, Done(life.RunOutShelf(Now.AddHours(1))).State);
    }

    [Fact]
    public void RaiseStage_SameOrLowerStage_IsRefused()
    {
        Assert.Equal("The alarm has that stage or a higher one.", Refused(Raised.RaiseStage(OutlierStage.Caution)));
        Assert.Equal("The alarm has that stage or a higher one.", Refused(Raised.RaiseStage(OutlierStage.Interest)));
    }

    [Fact]
    public void RaiseStage_AfterTheEnd_IsRefused()
    {
        Assert.Equal("The alarm is over.", Refused(Cleared.RaiseStage(OutlierStage.Serious)));
        Assert.Equal("The alarm is over.", Refused(Withdrawn.RaiseStage(OutlierStage.Serious)));
    }

    [Fact]
    public void Shelve_RaisedOrAcknowledgedAlarm_IsShelvedUntilItsEnd()
    {
        Assert.Equal((AlarmState.Shelved, Now.AddHours(4)), (Shelved.State, Shelved.ShelvedUntil!.Value));
        Assert.Equal(AlarmState.Shelved, Done(Acknowledged.Shelve(Kim, Now.AddMinutes(1), null, Now)).State);
    }

    [Fact]
    public void Shelve_ShelvedAlarm_ChangesItsEnd() =>
        Assert.Equal(Now.AddHours(9), Done(Shelved.Shelve(Kim, Now.AddHours(9), null, Now.AddHours(1))).ShelvedUntil);

    [Fact]
    public void Shelve_TwentyFourHours_IsTheMost()
    {
        Assert.Equal(AlarmState.Shelved, Done(Raised.Shelve(Kim, Now.AddHours(24), null, Now)).State);
        Assert.Equal(
            "An alarm can be shelved for 24 hours at most.", Refused(Raised.Shelve(Kim, Now.AddHours(24).AddMinutes(1), null, Now)));
    }

    [Fact]
    public void Shelve_UntilThePast_IsRefused()
    {
        Assert.Equal("The end of the shelf lies in the past.", Refused(Raised.Shelve(Kim, Now, null, Now)));
        Assert.Equal("The end of the shelf lies in the past.", Refused(Raised.Shelve(Kim, Now.AddMinutes(-1), null, Now)));
    }

    [Fact]
    public void Shelve_AfterTheEnd_IsRefused() =>
        Assert.Equal("The alarm is over; there is nothing to shelve.", Refused(Cleared.Shelve(Kim, Now.AddHours(1), null, Now)));

    [Fact]
    public void Keep_OpenAlarm_IsRememberedUntilItComesAgain()
    {
        var kept = Done(Raised.Keep(Kim, "a customer is moving in", Now));
        Assert.Equal((Now, AlarmState.Raised), (kept.KeptAt, kept.State));
        Assert.Equal("The alarm is kept open already.", Refused(kept.Keep(Kim, null, Now)));
        var over = Done(kept.Clear());
        Assert.Equal("The alarm is over; there is nothing to keep open.", Refused(over.Keep(Kim, null, Now)));
        Assert.Null(Done(over.Reopen(OutlierStage.Alert)).KeptAt);
    }

    [Fact]
    public void Unshelve_ShelvedAlarm_IsWhatItWas()
    {
        Assert.Equal(AlarmState.Raised, Done(Shelved.Unshelve(Kim)).State);
        var life = Done(Done(Acknowledged.Shelve(Kim, Now.AddHours(1), null, Now)).Unshelve(Kim));
        Assert.Equal((AlarmState.Acknowledged, Kim), (life.State, life.AcknowledgedBy));
    }

    [Fact]
    public void Unshelve_AlarmThatIsNotShelved_IsRefused() => Assert.Equal("The alarm is not on the shelf.", Refused(Raised.Unshelve(Kim)));

    [Fact]
    public void RunOutShelf_BeforeItsEnd_IsRefused() =>
        Assert.Equal("The shelf's time is not over.", Refused(Shelved.RunOutShelf(Now.AddHours(4).AddSeconds(-1))));

    [Fact]
    public void RunOutShelf_AtItsEnd_IsWhatItWas()
    {
        Assert.Equal(AlarmState.Raised, Done(Shelved.RunOutShelf(Now.AddHours(4))).State);
        Assert.Equal(
            AlarmState.Acknowledged, Done(Done(Acknowledged.Shelve(Kim, Now.AddHours(1), null, Now)).RunOutShelf(Now.AddHours(1))).State);
        Assert.Equal("The alarm is not on the shelf.", Refused(Raised.RunOutShelf(Now)));
    }

    [Fact]
    public void Clear_ShelvedAlarm_StaysShelvedAndIsClearedAtTheShelfsEnd()
    {
        var life = Done(Shelved.Clear());
        Assert.Equal(AlarmState.Shelved, life.State);
        Assert.False(life.IsOpen);
        Assert.Equal(AlarmState.Cleared, Done(life.RunOutShelf(Now.AddHours(4))).State);
        Assert.Equal(AlarmState.Cleared, Done(life.Unshelve(Kim)).State);
    }

    [Fact]
    public void Clear_OpenAlarm_IsCleared()
    {
        Assert.Equal(AlarmState.Cleared, Cleared.State);
        Assert.Equal(AlarmState.Cleared, Done(Acknowledged.Clear()).State);
        Assert.Equal("The alarm is over.", Refused(Cleared.Clear()));
        Assert.Equal("The alarm is over.", Refused(Withdrawn.Clear()));
    }

    [Fact]
    public void Withdraw_AnyAlarm_IsWithdrawnAndOffTheShelf()
    {
        Assert.Equal(AlarmState.Withdrawn, Withdrawn.State);
        Assert.Equal(AlarmState.Withdrawn, Done(Cleared.Withdraw()).State);
        Assert.Equal((AlarmState.Withdrawn, null), (Done(Shelved.Withdraw()).State, Done(Shelved.Withdraw()).ShelvedUntil));
        Assert.Equal("The alarm was withdrawn.", Refused(Withdrawn.Withdraw()));
    }

    [Fact]
    public void Reopen_AfterTheEnd_IsRaisedWithTheHigherStage()
    {
        var life = Done(Done(Acknowledged.Clear()).Reopen(OutlierStage.Interest));
        Assert.Equal((AlarmState.Raised, OutlierStage.Caution, null), (life.State, life.Stage, life.AcknowledgedBy));
        Assert.Equal(OutlierStage.Serious, Done(Withdrawn.Reopen(OutlierStage.Serious)).Stage);
        Assert.Equal("The alarm is open.", Refused(Raised.Reopen(OutlierStage.Serious)));
    }

    [Fact]
    public void Reopen_ClearedOnTheShelf_StaysShelved() =>
        Assert.Equal(AlarmState.Shelved, Done(Done(Shelved.Clear()).Reopen(OutlierStage.Alert)).State);

    [Fact]
    public void Acknowledge_AlarmThatCannotBe_IsRefused()
    {
        Assert.Equal("The alarm was acknowledged by Kim already.", Refused(Acknowledged.Acknowledge("Lee", null, Now)));
        Assert.Equal("The alarm is on the shelf; take it back first.", Refused(Shelved.Acknowledge(Kim, null, Now)));
        Assert.Equal("The alarm is over; a verdict says what it was.", Refused(Cleared.Acknowledge(Kim, null, Now)));
        Assert.Equal("The alarm is over; a verdict says what it was.", Refused(Withdrawn.Acknowledge(Kim, null, Now)));
    }

    [Fact]
    public void Judge_AtAnyTime_IsRememberedAndMayBeChanged()
    {
        Assert.All([Raised, Acknowledged, Shelved, Cleared, Withdrawn], life =>
        {
            var judged = Done(life.Judge(Kim, AlarmVerdict.Real, "pipe broke"));
            Assert.Equal((life.State, AlarmVerdict.Real), (judged.State, judged.Verdict!.Value));
            Assert.Equal(AlarmVerdict.Maintenance, Done(judged.Judge("Lee", AlarmVerdict.Maintenance, null)).Verdict);
        });
    }

    [Fact]
    public void Comment_AtAnyTime_ChangesNothing()
    {
        Assert.All(
            [Raised, Acknowledged, Shelved, Cleared, Withdrawn], life => Assert.Equal(life, Done(life.Comment(Kim, "called the crew"))));
        Assert.Equal("The comment is empty.", Refused(Raised.Comment(Kim, " ")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public void EveryCommand_NobodySaysWho_IsRefused(string? who) => Assert.All(
        [
            Raised.Acknowledge(who, null, Now), Raised.Shelve(who, Now.AddHours(1), null, Now), Shelved.Unshelve(who),
            Raised.Judge(who, AlarmVerdict.Real, null),
            Raised.Comment(who, "text"),
        ],
        step => Assert.Equal("Say who you are, in 1 to 60 letters.", Refused(step)));

    [Fact]
    public void EveryCommand_NameOrNoteTooLong_IsRefused()
    {
        Assert.Equal(
            "Your name has 61 letters, expected 60 at most.", Refused(Raised.Acknowledge(new string('a', 61), null, Now)));
        Assert.Equal("The note has more than 500 letters.", Refused(Raised.Acknowledge(Kim, new string('a', 501), Now)));
        Assert.Equal("The note has more than 500 letters.", Refused(Raised.Shelve(Kim, Now.AddHours(1), new string('a', 501), Now)));
        Assert.Equal("The note has more than 500 letters.", Refused(Raised.Judge(Kim, AlarmVerdict.Real, new string('a', 501))));
        Assert.Equal("The note has more than 500 letters.", Refused(Raised.Comment(Kim, new string('a', 501))));
    }

    private static AlarmLife Done(AlarmStep step)
    {
        Assert.Null(step.Problem);
        return step.Next!;
    }

    private static string Refused(AlarmStep step)
    {
        Assert.Null(step.Next);
        return step.Problem!.ToString();
    }
}
