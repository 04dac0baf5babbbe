using Whatever.Web.Stations;

namespace Whatever.Fuzz;

/// <summary>Calendars of holidays.</summary>
internal sealed class IcsKind : FuzzKind
{
    private static readonly DateOnly From = new(2016, 1, 1);
    private static readonly DateOnly To = new(2036, 12, 31);

    public override string Name => "ics";

    public override byte[] Make(FuzzRandom random)
    {
        var file = IcsGrammar.Make(random);
        return random.OneIn(3) ? ByteMutations.Mutate(file, IcsGrammar.Make(random), random) : file;
    }

    public override FuzzOutcome Read(byte[] file)
    {
        try
        {
            HolidayFile.Read("days.ics", file, From, To);
            return FuzzOutcome.Accepted;
        }
        catch (HolidayFileException refusal)
        {
            return Refused(refusal);
        }
    }
}
