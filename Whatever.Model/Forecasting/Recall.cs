namespace Whatever.Model.Forecasting;

/// <summary>
/// What was computed in this process, by a digest of all that it was made from. Whether something is found here or made anew makes no
/// difference but the time it takes. What nobody has asked for while everything else was asked for three times over, night after night,
/// is forgotten, and so is the rest of what is not asked for once there is too much.
/// </summary>
/// <typeparam name="TKey">A digest.</typeparam>
/// <typeparam name="TValue">Must not be changed by who gets it.</typeparam>
/// <param name="most">Kept at the same time.</param>
internal sealed class Recall<TKey, TValue>(int most)
    where TKey : notnull
{
    /// <summary>Of few things all are kept for longer.</summary>
    private const int LeastAsked = 4096;

    private const int Times = 3;

    private readonly Lock gate = new();
    private Dictionary<TKey, TValue> recent = [];
    private Dictionary<TKey, TValue> before = [];
    private long asked;

    /// <summary>How many are kept.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return recent.Count + before.Count;
            }
        }
    }

    /// <param name="key">Of what it is made from.</param>
    /// <param name="make">Makes it; of two who ask at the same time both may.</param>
    public TValue Of(TKey key, Func<TValue> make)
    {
        lock (gate)
        {
            asked++;
            if (recent.TryGetValue(key, out var known))
            {
                return known;
            }

            if (before.Remove(key, out known))
            {
                Keep(key, known);
                return known;
            }
        }

        var made = make();
        lock (gate)
        {
            Keep(key, made);
        }

        return made;
    }

    private void Keep(TKey key, TValue value)
    {
        recent[key] = value;
        if (recent.Count >= most / 2 || asked >= LeastAsked + (Times * (long)(recent.Count + before.Count)))
        {
            (before, recent, asked) = (recent, [], 0);
        }
    }
}
