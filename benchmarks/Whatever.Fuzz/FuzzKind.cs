using System.Globalization;
using Whatever.Model.Problems;

namespace Whatever.Fuzz;

/// <summary>What a reader made of a case.</summary>
public enum FuzzOutcome
{
    Accepted,
    Refused,
}

/// <summary>
/// A kind of file that comes from outside: makes cases of it, hostile and ordinary ones, and reads them by the reader that the station
/// uses. Used by one thread at a time.
/// </summary>
public abstract class FuzzKind : IDisposable
{
    private static readonly CultureInfo KoreanCulture = CultureInfo.GetCultureInfo("ko");

    /// <summary>As it is named on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>The same case for the same chance.</summary>
    public abstract byte[] Make(FuzzRandom random);

    /// <summary>Whatever it throws is a fault: a refusal is an outcome.</summary>
    public abstract FuzzOutcome Read(byte[] file);

    /// <summary>Takes away what it wrote.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>A refusal is said in both languages, as a person would see it, and hides no lack of memory.</summary>
    protected static FuzzOutcome Refused(ProblemException refusal)
    {
        for (var inner = refusal.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner is OutOfMemoryException)
            {
                throw new InvalidOperationException("A refusal hides a lack of memory.", refusal);
            }
        }

        return refusal.Message.Length > 0 && ProblemTexts.Say(refusal.Problem, KoreanCulture).Length > 0 ? FuzzOutcome.Refused
            : throw new InvalidOperationException("A refusal says nothing.", refusal);
    }
}
