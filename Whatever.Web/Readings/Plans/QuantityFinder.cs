using Whatever.Model.Problems;
using Whatever.Model.Series;

namespace Whatever.Web.Readings.Plans;

/// <summary>Looks for them by choice, by name, by unit, by tag, and last by there being nothing else.</summary>
internal sealed class QuantityFinder(PlanColumns columns, TimeRole time, PlanContext context)
{
    /// <summary>The code of the decision that rests on the name of the file alone.</summary>
    public const string FileSays = "plan.file-says";

    private readonly PlanChoices choices = context.Choices;
    private readonly List<Phrase> notes = [];
    private readonly List<Problem> questions = [];
    private readonly OtherSensors others = new(columns, context);
    private readonly FreeColumns free = new(columns, time, context);
    private int askedTag = -1;
    private bool areMeters;

    public QuantityRoles Find()
    {
        if (choices.FeedsOthersAlone)
        {
            areMeters = free.But().Exists(column => ColumnWords.FlowRank(column.Name) > 0 || ColumnWords.PressureRank(column.Name) > 0);
            askedTag = free.Tag([], free.But().Select(column => column.Index))?.Index ?? -1;
            return Result(-1, -1, null);
        }

        if (choices.ValueColumn is not null)
        {
            return Long();
        }

        var flow = Chosen(choices.FlowColumn, PlanChoices.Names.FlowColumn)
            ?? ByName(Quantity.FlowRate, PlanChoices.Names.FlowColumn, ColumnWords.FlowRank);
        var pressure = Chosen(choices.PressureColumn, PlanChoices.Names.PressureColumn)
            ?? ByName(Quantity.Pressure, PlanChoices.Names.PressureColumn, ColumnWords.PressureRank);
        var isOpen = questions.Count > 0;
        flow ??= isOpen ? null : ByUnit(Quantity.FlowRate, PlanChoices.Names.FlowColumn, pressure);
        pressure ??= isOpen ? null : ByUnit(Quantity.Pressure, PlanChoices.Names.PressureColumn, flow);
        AskForInstruments(flow, pressure);
        flow ??= questions.Count > 0 ? null : ByCounter(pressure);
        return questions.Count > 0 ? Result(flow ?? -1, pressure ?? -1, null)
            : (flow ?? -1) >= 0 || (pressure ?? -1) >= 0 ? Wide(flow ?? -1, pressure ?? -1) : Long();
    }

    private QuantityRoles Result(int flow, int pressure, TagPlan? tag) =>
        new(flow, pressure, tag, notes, questions)
        {
            TagColumn = tag?.Column ?? askedTag,
            AreMeters = areMeters,
        };

    private int? Chosen(string? given, string choice) => given switch
    {
        null => null,
        PlanChoices.NoColumn => -1,
        _ => columns.Find(given, choice),
    };

    private int? ByName(Quantity quantity, string choice, Func<ColumnName, int> rank)
    {
        // A column that is empty so far may fill later: only one that holds something else is out.
        var named = free.But().Where(column => rank(column.Name) > 0).ToList();
        var numbers = named.Where(column => column.Evidence.NumberCount > 0 || column.Evidence.Filled == 0).ToList();
        named = numbers.Count > 0 ? numbers : named;
        var best = named.Where(column => rank(column.Name) == named.Max(other => rank(other.Name))).ToList();
        var one = One(quantity, choice, best.Count == 1 ? [.. best, .. QuantityRivals.Of(quantity, free.But(), named)] : best);
        if (one is { } index && columns[index].Evidence.Filled == 0 && named.Exists(column => column.Evidence.NumberCount > 0))
        {
            questions.Add(QuantityQuestions.Which(quantity, choice, named));
        }

        return one;
    }

    /// <summary>Letters of instruments are no proof: whoever knows the plant says whether they are this sensor's.</summary>
    private void AskForInstruments(int? flow, int? pressure)
    {
        if (questions.Count > 0 || (flow is null && pressure is null && free.But().Count(column => column.Evidence.HoldsNumbers) < 2))
        {
            return;
        }

        AskForInstrument(Quantity.FlowRate, PlanChoices.Names.FlowColumn, flow, free.But(flow, pressure));
        AskForInstrument(Quantity.Pressure, PlanChoices.Names.PressureColumn, pressure, free.But(flow, pressure));
    }

    private void AskForInstrument(Quantity quantity, string choice, int? found, List<PlanColumn> unknown)
    {
        if (found is null && QuantityRivals.Of(quantity, unknown, []).ToList() is { Count: > 0 } perhaps)
        {
            questions.Add(QuantityQuestions.Perhaps(quantity, choice, perhaps));
        }
    }

    /// <summary>Of several the one that carries this sensor's id; one that carries another sensor's is asked about.</summary>
    private int? One(Quantity quantity, string choice, List<PlanColumn> best)
    {
        if (best.Count > 1 && others.OwnOf(best, column => column.Written) is [var own])
        {
            notes.Add(new Phrase("plan.named-after", own.Shown, context.SensorId));
            return own.Index;
        }

        if (best.Count > 1 || (best.Count == 1 && others.IsOfAnother(best[0].Written)))
        {
            questions.Add(QuantityQuestions.Which(quantity, choice, best));
            return null;
        }

        return best.Count == 1 ? best[0].Index : null;
    }

    /// <summary>A counter counts what flowed; where its name alone does not say so, its numbers have to rise.</summary>
    private int? ByCounter(int? pressure)
    {
        var counters = free.But(pressure).FindAll(column => column.Evidence.HoldsNumbers && CounterWords.Rank(column.Name) > 0);
        var sure = counters.FindAll(column => CounterWords.Rank(column.Name) == 2);
        return One(
            Quantity.FlowRate, PlanChoices.Names.FlowColumn,
            sure.Count > 0 ? sure : choices.FlowKind is null ? counters.FindAll(
                column => column.Evidence.IsRising || column.Volume is not null || CounterWords.IsVolume(column.Name)) : counters);
    }

    /// <summary>MEASURE [m3/h] says by its unit what it is.</summary>
    private int? ByUnit(Quantity quantity, string choice, int? taken)
    {
        var one = One(
            quantity, choice, free.But(taken).FindAll(column => column.Unit?.Quantity == quantity && column.Evidence.NumberCount > 0
                && !ColumnWords.IsOther(column.Name) && !Instruments.IsOfLength(column.Name)));
        if (one is { } index)
        {
            notes.Add(new Phrase("plan.by-unit", columns[index].Shown, Domain.Phrases.Of(quantity), columns[index].Unit!.Name));
        }

        return one;
    }

    /// <summary>All values of a minute stand in one row; where several meters share the file, one of them is meant.</summary>
    private QuantityRoles Wide(int flow, int pressure)
    {
        if (flow == pressure)
        {
            questions.Add(QuantityQuestions.None(columns));
            return Result(flow, pressure, null);
        }

        areMeters = true;
        if (free.Tag([flow, pressure], [flow, pressure]) is not { } tag)
        {
            return Result(flow, pressure, null);
        }

        var tags = others.FreeOf(tag.Evidence.Texts);
        if (tag.Evidence.Texts.Count == 1 && tag.Evidence.NumberCount > 0 && choices.FlowTag is null && choices.PressureTag is null)
        {
            return Result(flow, pressure, null);
        }

        var meant = Said(choices.FlowTag ?? choices.PressureTag, tag)
            ?? tags.FirstOrDefault(text => text.Equals(context.SensorId, StringComparison.OrdinalIgnoreCase))
            ?? (tags.Count == 1 && choices.FlowTag is null && choices.PressureTag is null && !others.IsOfAnother(tags.First())
                ? tags.First()
                : null);
        if (meant is null)
        {
            askedTag = tag.Index;
            questions.Add(QuantityQuestions.WhichTag(tag));
            return Result(flow, pressure, null);
        }

        NoteTag(tag, meant, tag.Evidence.Texts.Count);
        return Result(flow, pressure, new TagPlan(tag.Index, meant, meant, IsLong: false, tag.Evidence.Texts.ToHashSet()));
    }

    /// <summary>What an earlier file had and this one has not is no answer for this one, unless this one feeds others.</summary>
    private string? Said(string? given, PlanColumn tag) => given is null || others.FreeOf(tag.Evidence.Texts).Contains(given)
        || context.Said.FlowTag == given || context.Said.PressureTag == given || others.AreFedBy(tag.Evidence.Texts) ? given : null;

    private void NoteTag(PlanColumn tag, string meant, int count)
    {
        if (count > 1)
        {
            notes.Add(new Phrase("plan.tag-rows", tag.Shown, meant));
        }
    }

    /// <summary>A row holds one value, and its tag, the file's name or a person says of what.</summary>
    private QuantityRoles Long()
    {
        var values = free.Values();
        if (values.Count != 1)
        {
            questions.Add(values.Count == 0 ? QuantityQuestions.None(columns)
                : QuantityQuestions.Which(Quantity.FlowRate, PlanChoices.Names.FlowColumn, values));
            return Result(-1, -1, null);
        }

        var value = values[0];
        if (free.Tag([value.Index], [value.Index]) is { } tag)
        {
            return ByTags(value, tag);
        }

        return ByQuantity(value, choices.ValueQuantity ?? SaidBy(context.FileName, isFile: true), null);
    }

    private QuantityRoles ByTags(PlanColumn value, PlanColumn tag)
    {
        var tags = others.FreeOf(tag.Evidence.Texts);
        var (flowTag, pressureTag) = (Said(choices.FlowTag, tag), Said(choices.PressureTag, tag));
        if (flowTag is not null || pressureTag is not null)
        {
            return OfTags(value, tag, flowTag, pressureTag);
        }

        // Other things than those of the earlier files of the layout are asked about.
        if ((choices.FlowTag ?? choices.PressureTag) is not null)
        {
            return AskWhichTags(tag);
        }

        if (tags.Count == 1 && !others.IsOfAnother(tags.First()))
        {
            var only = tags.First();
            NoteTag(tag, only, tag.Evidence.Texts.Count);
            return ByQuantity(
                value, choices.ValueQuantity ?? SaidBy(only, isFile: false) ?? SaidBy(context.FileName, isFile: true),
                new TagPlan(tag.Index, only, only, IsLong: false, tag.Evidence.Texts.ToHashSet()));
        }

        if (others.OwnOf([.. tags], text => text) is { Count: > 0 } own && own.Count < tags.Count)
        {
            notes.Add(new Phrase("plan.tags-named-after", tag.Shown, QuantityQuestions.ListOf(own), context.SensorId));
            tags = own;
        }

        var flow = tags.Where(text => ColumnWords.Says(text).Flow || CounterWords.Rank(ColumnName.Of(text)) == 2).ToList();
        var pressure = tags.Where(text => ColumnWords.Says(text).Pressure).ToList();
        if (flow.Count <= 1 && pressure.Count <= 1 && flow.Count + pressure.Count == tags.Count && !flow.SequenceEqual(pressure)
            && !tags.Any(others.IsOfAnother))
        {
            foreach (var said in flow.Select(text => (text, Quantity.FlowRate)).Concat(pressure.Select(text => (text, Quantity.Pressure))))
            {
                notes.Add(new Phrase("plan.tag-says", said.text, Domain.Phrases.Of(said.Item2)));
            }

            return OfTags(value, tag, flow.FirstOrDefault(), pressure.FirstOrDefault());
        }

        return AskWhichTags(tag);
    }

    private QuantityRoles AskWhichTags(PlanColumn tag)
    {
        askedTag = tag.Index;
        questions.Add(QuantityQuestions.WhichTags(tag));
        return Result(-1, -1, null);
    }

    private QuantityRoles OfTags(PlanColumn value, PlanColumn tag, string? flow, string? pressure) => Result(
        flow is null ? -1 : value.Index, pressure is null ? -1 : value.Index, new TagPlan(tag.Index, flow, pressure, IsLong: true, tag
            .Evidence.Texts.ToHashSet()));

    private QuantityRoles ByQuantity(PlanColumn value, Quantity? quantity, TagPlan? tag)
    {
        if (quantity is null)
        {
            questions.Add(QuantityQuestions.OfWhat(value));
        }

        return quantity == Quantity.Pressure ? Result(-1, value.Index, tag) : Result(value.Index, -1, tag);
    }

    private Quantity? SaidBy(string? text, bool isFile)
    {
        var (flow, pressure) = text is null ? default : ColumnWords.Says(text);
        if (flow == pressure)
        {
            return null;
        }

        var quantity = flow ? Quantity.FlowRate : Quantity.Pressure;
        var said = Domain.Phrases.Of(quantity);
        notes.Add(isFile ? new Phrase("plan.file-says", text, said) : new Phrase("plan.tag-says", text, said));
        return quantity;
    }
}
