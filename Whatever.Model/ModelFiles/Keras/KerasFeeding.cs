using Whatever.Model.Forecasting;
using Whatever.Model.Problems;
using Whatever.Model.Series;

namespace Whatever.Model.ModelFiles.Keras;

/// <summary>What a network is fed with and what it gives, as far as it was said or its names tell.</summary>
internal sealed class KerasFeeding
{
    private readonly KerasImportOptions options;
    private readonly KerasChain chain;

    /// <exception cref="ModelFileException">What was said does not fit the network.</exception>
    public KerasFeeding(KerasImportOptions options, KerasChain chain, int inputs)
    {
        (this.options, this.chain) = (options, chain);
        if (options.Inputs is { } said && said.Count != inputs)
        {
            throw new ModelFileException(new Problem("keras.inputs-said", inputs, said.Count));
        }

        Features = options.Inputs?.Select(input => input.Feature).ToList()
            ?? (inputs == 1 ? [FeatureNames.Value] : [.. Enumerable.Range(1, inputs).Select(place => $"input_{place}")]);
        if (options.Inputs is null && inputs > 1)
        {
            chain.Notes.Add(new Phrase("keras.inputs-unsaid", inputs));
        }

        Settings = options.Inputs?.Select(ToSetting).ToList();
        var heads = options.Outputs is { } outputs ? Said(outputs) : ByName();
        Quantity = heads is null || heads.Exists(head => head.Quantity == options.Quantity.ToWireName())
            ? options.Quantity.ToWireName()
            : heads.Find(head => head.Quantity is not (null or HeadDescription.Unused))?.Quantity ?? options.Quantity.ToWireName();
        Scaler = ToScaler(heads?.Find(head => head.Quantity == Quantity));
        Output = heads is [var only] && IsAll(only) ? new OutputDescription(only.Steps, "nothing")
            : heads is null ? new OutputDescription((int)chain.Shape.Count, "nothing")
            : new OutputDescription((heads.Find(head => head.Quantity == Quantity) ?? heads[0]).Steps, "nothing") { Heads = heads };
    }

    public IReadOnlyList<string> Features { get; }

    public IReadOnlyList<FeatureSetting?>? Settings { get; }

    public string Quantity { get; }

    public ScalerDescription Scaler { get; }

    public OutputDescription Output { get; }

    private static FeatureSetting? ToSetting(KerasInput input) => input.Scaler is null && input.Constant is null ? null
        : new FeatureSetting { Offset = input.Scaler?.Offset, Scale = input.Scaler?.Scale, Constant = input.Constant };

    private bool IsAll(HeadDescription head) => head.Steps == chain.Shape.Count && head.Quantity == Quantity;

    private ScalerDescription ToScaler(HeadDescription? head)
    {
        var (offset, scale) = head is null ? options.Scaler ?? ScalerOf(Quantity) : (head.Offset, head.Scale);
        return new ScalerDescription("fixed", offset, scale);
    }

    /// <summary>Of the input that is the same quantity.</summary>
    private (double Offset, double Scale) ScalerOf(string? quantity) =>
        options.Inputs?.FirstOrDefault(input => input.Feature == quantity)?.Scaler
        ?? (quantity == options.Quantity.ToWireName() ? options.Scaler : null) ?? (0, 1);

    private List<HeadDescription> Said(IReadOnlyList<KerasHead> outputs)
    {
        var places = Places(outputs.Count);
        return [.. places.Zip(outputs, (place, said) =>
        {
            var (offset, scale) = said.Scaler ?? ScalerOf(said.Quantity);
            return place with { Quantity = said.Quantity, Offset = offset, Scale = scale };
        })];
    }

    /// <returns>Where each output lies, or each quantity in the only one.</returns>
    private List<HeadDescription> Places(int said)
    {
        if (chain.Outputs.Count == said)
        {
            return chain.Outputs.ConvertAll(end => new HeadDescription(end.Name, end.First, 1, (int)end.Shape.Count));
        }

        if (chain.Outputs is not [var all] || all.Shape.Count % said != 0)
        {
            throw new ModelFileException(
                new Problem(
                    "keras.outputs-said", chain.Outputs.Count,
                    string.Join(", ", chain.Outputs.Select(end => $"{end.Name} ({end.Shape})")), said));
        }

        var steps = (int)(all.Shape.Count / said);
        var sideBySide = steps == 1 || (all.Shape.Steps == steps && all.Shape.Features == said) ? true
            : options.OutputsByStep ?? throw new ModelFileException(new Problem("keras.outputs-order", all.Name, all.Shape, said));
        return [.. Enumerable.Range(0, said).Select(place => sideBySide
            ? new HeadDescription(all.Name, place, said, steps)
            : new HeadDescription(all.Name, place * steps, 1, steps))];
    }

    /// <returns>Null of a network of one output, which is what the options say.</returns>
    private List<HeadDescription>? ByName()
    {
        if (chain.Outputs.Count == 1)
        {
            return null;
        }

        var named = chain.Outputs.ConvertAll(end => end.Name.Contains("flow", StringComparison.OrdinalIgnoreCase)
            || end.Name.Contains("유량", StringComparison.Ordinal) ? "flow_rate"
            : end.Name.Contains("press", StringComparison.OrdinalIgnoreCase) || end.Name.Contains("압력", StringComparison.Ordinal)
                ? "pressure"
            : null);
        var places = Places(chain.Outputs.Count);
        if (named.Order().SequenceEqual(["flow_rate", "pressure"]))
        {
            chain.Notes.Add(
                new Phrase("keras.heads-by-name", string.Join(", ", chain.Outputs.Select(end => end.Name)), string.Join(", ", named)));
            return Said([.. named.Select(name => new KerasHead(name!))]);
        }

        return places;
    }
}
