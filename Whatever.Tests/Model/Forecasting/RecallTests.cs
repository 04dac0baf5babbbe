using Whatever.Model.Forecasting;

namespace Whatever.Tests.Model.Forecasting;

public sealed class RecallTests
{
    [Fact]
    public void Of_AskedAgain_IsNotMadeAgain()
    {
        var (recall, made) = (new Recall<int, int>(1000), 0);
        Assert.Equal([7, 7], [recall.Of(1, Make), recall.Of(1, Make)]);
        Assert.Equal(1, made);

        int Make()
        {
            made++;
            return 7;
        }
    }

    /// <summary>Night after night a band asks for what it asked for before, and for a little more.</summary>
    [Fact]
    public void Of_NightAfterNight_KeepsWhatIsAskedForAndForgetsTheRest()
    {
        var (recall, made) = (new Recall<int, int>(1_000_000), 0);
        for (var night = 0; night < 400; night++)
        {
            for (var origin = night; origin < night + 2000; origin++)
            {
                recall.Of(origin, () => ++made);
            }
        }

        Assert.Equal(2399, made);
        Assert.InRange(recall.Count, 2000, 2200);
    }

    [Fact]
    public void Of_MoreThanMayBeKept_StaysBelow()
    {
        var recall = new Recall<int, int>(100);
        for (var i = 0; i < 10_000; i++)
        {
            recall.Of(i, () => i);
            Assert.InRange(recall.Count, 1, 100);
        }
    }
}
