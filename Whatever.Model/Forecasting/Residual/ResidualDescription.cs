using Whatever.Model.Networks;
using Whatever.Model.Problems;
using Whatever.Model.Series;

namespace Whatever.Model.Forecasting.Residual;

/// <summary>The content of <c>model.json</c> of networks that stand on the seasonal baseline.</summary>
public sealed record ResidualDescription
{
    /// <summary>The format that this program writes and reads.</summary>
    public const string CurrentFormat = "whatever-residual/1";

    private const int MostMembers = 64;
    private const int MostUnits = 2048;

    /// <summary>Always <see cref="CurrentFormat"/>.</summary>
    public required string Format { get; init; }

    /// <summary>Name of the model.</summary>
    public required string Name { get; init; }

    /// <summary>Goes with every forecast that the model makes.</summary>
    public required string Version { get; init; }

    /// <summary><c>flow_rate</c> or <c>pressure</c>.</summary>
    public required string Quantity { get; init; }

    /// <summary>Hours before the origin that the networks read, 24..672.</summary>
    public required int ContextHours { get; init; }

    /// <summary>What they see of each hour, in the order of their inputs.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>What they stand on.</summary>
    public required SeasonalBaselineOptions Baseline { get; init; }

    /// <summary>Days by whose errors networks and baselines are weighed against each other, 1..60; 0 for the networks alone.</summary>
    public int MixDays { get; init; }

    /// <summary>
    /// Whether boosted trees, refitted each week on the sensor's own hours, are mixed in. Not in models that were trained before there were
    /// any: these forecast as they always did.
    /// </summary>
    public bool Trees { get; init; }

    /// <summary>Hours that the networks were trained on, and how much too good they look there; null where that is not known.</summary>
    public LearnedSpan? Learned { get; init; }

    /// <summary>Units of each LSTM layer; a dense layer of one output an hour follows.</summary>
    public required IReadOnlyList<int> LstmUnits { get; init; }

    /// <summary>Together they cover the 168 hours, one after the other.</summary>
    public required IReadOnlyList<ResidualPartDescription> Parts { get; init; }

    /// <summary>Null for none.</summary>
    public ResidualBand? Band { get; init; }

    /// <summary>How it was trained.</summary>
    public ResidualCard? Training { get; init; }

    /// <summary>The file with the numbers.</summary>
    public required WeightsDescription Weights { get; init; }

    /// <returns>What is wrong first; null where nothing is.</returns>
    internal Problem? Explain() =>
        Expect(Format == CurrentFormat, "format", Format, CurrentFormat)
        ?? Expect(Name.Length > 0, "name", Name, new Phrase("expected.name"))
        ?? Expect(Version.Length > 0, "version", Version, new Phrase("expected.version"))
        ?? Expect(QuantityNames.TryParse(Quantity, out _), "quantity", Quantity, Expected.OneOf("flow_rate", "pressure"))
        ?? Expect(ContextHours is >= 24 and <= 672, "context_hours", ContextHours, Expected.Range(24, 672))
        ?? Expect(Inputs.SequenceEqual(ResidualInputs.Names), "inputs", string.Join(", ", Inputs), string.Join(", ", ResidualInputs.Names))
        ?? (
            Baseline.Validate() is { Count: > 0 } problems
                ? new Problem("model.baseline", new Phrase("option.value-part", problems[0].Arguments)).At("baseline")
                : null)
        ?? Expect(MixDays is >= 0 and <= 60, "mix_days", MixDays, Expected.Range(0, 60))
        ?? Expect(!Trees || MixDays > 0, "trees", Trees, new Phrase("model.expected-mix"))
        ?? Expect(
            LstmUnits.Count is >= 1 and <= 8 && LstmUnits.All(units => units is >= 1 and <= MostUnits), "lstm_units",
            string.Join(", ", LstmUnits), new Phrase("model.expected-lstm-units", MostUnits))
        ?? ExplainParts()
        ?? (Band is null ? null : ExplainBand(Band))
        ?? (Learned is null ? null : ExplainLearned(Learned))
        ?? (Training is null ? null : ExplainCard(Training));

    private Problem? ExplainParts()
    {
        var next = 0;
        foreach (var part in Parts)
        {
            if (part is null)
            {
                return new Problem("model.parts-null").At("parts");
            }

            var problem = Expect(
                part.FromHour == next && part.ToHour > next, "parts.from_hour", Expected.Range(part.FromHour, part.ToHour),
                new Phrase("model.expected-later-hour", next))
                ?? Expect(part.Weight is >= 0 and <= 1, "parts.weight", part.Weight, Expected.Range(0, 1))
                ?? Expect(part.Members is >= 1 and <= MostMembers, "parts.members", part.Members, Expected.Range(1, MostMembers));
            if (problem is not null)
            {
                return problem;
            }

            next = part.ToHour;
        }

        return Expect(next == HourGrid.LongestHorizon, "parts.to_hour", next, new Phrase("model.expected-end", HourGrid.LongestHorizon));
    }

    private static Problem? ExplainLearned(LearnedSpan learned) => Expect(
        learned is { FirstDayFactor: >= 1 and < double.PositiveInfinity, LaterFactor: >= 1 and < double.PositiveInfinity }, "learned",
        new Phrase("model.both", learned.FirstDayFactor, learned.LaterFactor), new Phrase("model.expected-factors"));

    private static Problem? ExplainCard(ResidualCard card) => Expect(
        card.HeldBack.All(figures => figures?.AreComplete == true), "training.held_back", new Phrase("model.incomplete"),
        new Phrase("model.expected-figures", HeldBackFigures.LeadDays));

    private static Problem? ExplainBand(ResidualBand band) =>
        Expect(
            band.Lower.Count == HourGrid.LongestHorizon && band.Upper.Count == HourGrid.LongestHorizon, "band",
            new Phrase("model.both-numbers", band.Lower.Count, band.Upper.Count),
            new Phrase("model.expected-each", HourGrid.LongestHorizon))
        ?? Expect(
            band.Lower.All(value => value is <= 0 and > double.NegativeInfinity)
                && band.Upper.All(value => value is >= 0 and < double.PositiveInfinity),
            "band", new Phrase("model.band-side"), new Phrase("model.expected-band"));

    private static Problem? Expect(bool holds, string path, object? found, object expected) =>
        Expectation.Check(holds, path, found, expected);
}

/// <summary>Networks that give the same hours.</summary>
/// <param name="FromHour">First hour after the origin.</param>
/// <param name="ToHour">The hour after the last one.</param>
/// <param name="Weight">Share of their mean that is added.</param>
/// <param name="Members">How many there are; their tensors follow one after the other.</param>
public sealed record ResidualPartDescription(int FromHour, int ToHour, double Weight, int Members);

/// <summary>How networks on the seasonal baseline came about.</summary>
/// <param name="Data">What they were trained on, in words.</param>
/// <param name="From">First day of the data.</param>
/// <param name="To">Last day of the data.</param>
/// <param name="Samples">Origins that the first day was learned from.</param>
/// <param name="HeldBackDays">Days at the end that weights, band and figures come from; what is kept learned from them too.</param>
/// <param name="Seed">Of the first network.</param>
/// <param name="Epochs">Passes over the samples.</param>
/// <param name="HeldBack">By sensor, in the order given: what a training without the held-back days did on them.</param>
public sealed record ResidualCard(
    string Data, DateOnly From, DateOnly To, int Samples, int HeldBackDays, int Seed, int Epochs, IReadOnlyList<HeldBackFigures> HeldBack)
{
    /// <inheritdoc cref="TrainingCard.FusedMultiplyAdd"/>
    public bool? FusedMultiplyAdd { get; init; }
}
