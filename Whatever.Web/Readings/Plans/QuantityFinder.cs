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
    private int askedTag = -1;

    public QuantityRoles Find()
    {
        if (choices.ValueColumn is not null)
        {
            return Long();
        }

        var flow = Chosen(choices.FlowColumn, PlanChoices.Names.FlowColumn)
            ?? ByName(Quantity.FlowRate, PlanChoices.Names.FlowColumn, ColumnWords.FlowRank);
        var pressure = Chosen(choices.PressureColumn, PlanChoices.Names.PressureColumn)
            ?? ByName(Quantity.Pressure, PlanChoices.Names.PressureColumn, ColumnWords.PressureRank);
        if (questions.Count > 0)
        {
            return Result(flow ?? -1, pressure ?? -1, null);
        }

        flow ??= ByUnit(Quantity.FlowRate, PlanChoices.Names.FlowColumn, pressure);
        pressure ??= ByUnit(Quantity.Pressure, PlanChoices.Names.PressureColumn, flow);
        return (flow ?? -1) >= 0 || (pressure ?? -1) >= 0 ? Wide(flow ?? -1, pressure ?? -1) : Long();
    }

    private QuantityRoles Result(int flow, int pressure, TagPlan? tag) =>
        new(flow, pressure, tag, notes, questions) { TagColumn = tag?.Column ?? askedTag };

    private int? Chosen(string? given, string choice) => given switch
    {
        null => null,
        PlanChoices.NoColumn => -1,
        _ => columns.Find(given, choice),
    };

    private List<PlanColumn> Free(params int?[] taken) => [.. columns.Where(column =>
        column.Index != time.Column && column.Index != time.ClockColumn && !taken.Contains(column.Index))];

    private int? ByName(Quantity quantity, string choice, Func<ColumnName, int> rank)
    {
        // A column that is empty so far may fill later: only one that holds something else is out.
        var named = Free().Where(column => rank(column.Name) > 0).ToList();
        var numbers = named.Where(column => column.Evidence.NumberCount > 0 || column.Evidence.Filled == 0).ToList();
        named = numbers.Count > 0 ? numbers : named;
        var best = named.Where(column => rank(column.Name) == named.Max(other => rank(other.Name))).ToList();
        if (best.Count > 1)
        {
            questions.Add(Which(quantity, choice, best));
        }

        else if (best.Count == 1 && best[0].Evidence.Filled == 0 && named.Exists(column => column.Evidence.NumberCount > 0))
        {
            questions.Add(Which(quantity, choice, named));
        }

        return best.Count == 1 ? best[0].Index : null;
    }

    /// <summary>MEASURE [m3/h] says by its unit what it is.</summary>
    private int? ByUnit(Quantity quantity, string choice, int? taken)
    {
        var candidates = Free(taken).Where(column => column.Unit?.Quantity == quantity && column.Evidence.NumberCount > 0).ToList();
        if (candidates.Count > 1)
        {
            questions.Add(Which(quantity, choice, candidates));
        }

        if (candidates.Count != 1)
        {
            return null;
        }

        notes.Add(new Phrase("plan.by-unit", candidates[0].Shown, Domain.Phrases.Of(quantity), candidates[0].Unit!.Name));
        return candidates[0].Index;
    }

    private static Problem Which(Quantity quantity, string choice, List<PlanColumn> candidates) => new Problem(
        "plan.which-column", Domain.Phrases.Of(quantity), string.Join(", ", candidates.Select(column => column.Shown))).At(choice);

    /// <summary>All values of a minute stand in one row; where several meters share the file, one of them is meant.</summary>
    private QuantityRoles Wide(int flow, int pressure)
    {
        if (flow == pressure)
        {
            questions.Add(NoQuantity());
            return Result(flow, pressure, null);
        }

        if (TagColumn(flow, pressure) is not { } tag)
        {
            return Result(flow, pressure, null);
        }

        var tags = tag.Evidence.Texts;
        if (tags.Count == 1 && tag.Evidence.NumberCount > 0 && choices.FlowTag is null && choices.PressureTag is null)
        {
            return Result(flow, pressure, null);
        }

        var meant = Said(choices.FlowTag ?? choices.PressureTag, tags)
            ?? (tags.Count == 1 && choices.FlowTag is null && choices.PressureTag is null ? tags.First()
                : tags.FirstOrDefault(text => text.Equals(context.SensorId, StringComparison.OrdinalIgnoreCase)));
        if (meant is null)
        {
            askedTag = tag.Index;
            questions.Add(new Problem("plan.which-tag", tag.Shown, ListOf(tags)).At(PlanChoices.Names.FlowTag));
            return Result(flow, pressure, null);
        }

        NoteTag(tag, meant, tags.Count);
        return Result(flow, pressure, new TagPlan(tag.Index, meant, meant, IsLong: false, tags.ToHashSet()));
    }

    /// <summary>What an earlier file had and this one has not is no answer for this one.</summary>
    private string? Said(string? tag, IReadOnlyCollection<string> tags) =>
        tag is null || tags.Contains(tag) || context.Said.FlowTag == tag || context.Said.PressureTag == tag ? tag : null;

    private void NoteTag(PlanColumn tag, string meant, int count)
    {
        if (count > 1)
        {
            notes.Add(new Phrase("plan.tag-rows", tag.Shown, meant));
        }
    }

    /// <summary>Names of things stand in it: by its name or by choice, and not numbers of rows.</summary>
    private PlanColumn? TagColumn(params int?[] taken)
    {
        if (choices.TagColumn is { } chosen)
        {
            return chosen == PlanChoices.NoColumn ? null : columns[columns.Find(chosen, PlanChoices.Names.TagColumn)];
        }

        return Free(taken).Where(column => column.Evidence.Filled > 0 && ColumnWords.IsTag(column.Name) && !IsRowNumber(column.Evidence))
            .OrderByDescending(column => column.Evidence.Texts.Count).FirstOrDefault();
    }

    private static bool IsRowNumber(ColumnEvidence evidence) =>
        (evidence.IsAllDifferent && evidence.NumberCount == evidence.Filled) || evidence.HoldsTimes;

    /// <summary>A row holds one value, and its tag, the file's name or a person says of what.</summary>
    private QuantityRoles Long()
    {
        var values = ValueColumns();
        if (values.Count != 1)
        {
            questions.Add(values.Count == 0 ? NoQuantity() : Which(Quantity.FlowRate, PlanChoices.Names.FlowColumn, values));
            return Result(-1, -1, null);
        }

        var value = values[0];
        if (TagColumn(value.Index) is { } tag)
        {
            return ByTags(value, tag);
        }

        return ByQuantity(value, choices.ValueQuantity ?? SaidBy(context.FileName, isFile: true), null);
    }

    /// <summary>Columns called value; where none is, the columns of numbers.</summary>
    private List<PlanColumn> ValueColumns()
    {
        if (choices.ValueColumn is { } chosen)
        {
            return [columns[columns.Find(chosen, PlanChoices.Names.ValueColumn)]];
        }

        var numbers = Free().Where(column => column.Evidence.HoldsNumbers || columns.RowCount == 0).ToList();
        var named = numbers.Where(column => ColumnWords.IsValue(column.Name)).ToList();
        return named.Count > 0 ? named : [.. numbers.Where(column => !IsRowNumber(column.Evidence) || column.Evidence.HasTooManyTexts)];
    }

    private QuantityRoles ByTags(PlanColumn value, PlanColumn tag)
    {
        var tags = tag.Evidence.Texts;
        var (flowTag, pressureTag) = (Said(choices.FlowTag, tags), Said(choices.PressureTag, tags));
        if (flowTag is not null || pressureTag is not null)
        {
            return OfTags(value, tag, flowTag, pressureTag);
        }

        if (tags.Count == 1)
        {
            var only = tags.First();
            return ByQuantity(
                value, choices.ValueQuantity ?? SaidBy(only, isFile: false) ?? SaidBy(context.FileName, isFile: true),
                new TagPlan(tag.Index, only, only, IsLong: false, tags.ToHashSet()));
        }

        var flow = tags.Where(text => ColumnWords.Says(text).Flow).ToList();
        var pressure = tags.Where(text => ColumnWords.Says(text).Pressure).ToList();
        if (flow.Count <= 1 && pressure.Count <= 1 && flow.Count + pressure.Count == tags.Count && !flow.SequenceEqual(pressure))
        {
            foreach (var said in flow.Select(text => (text, Quantity.FlowRate)).Concat(pressure.Select(text => (text, Quantity.Pressure))))
            {
                notes.Add(new Phrase("plan.tag-says", said.text, Domain.Phrases.Of(said.Item2)));
            }

            return OfTags(value, tag, flow.FirstOrDefault(), pressure.FirstOrDefault());
        }

        askedTag = tag.Index;
        questions.Add(new Problem("plan.which-tags", tag.Shown, ListOf(tags)).At(PlanChoices.Names.FlowTag));
        return Result(-1, -1, null);
    }

    private QuantityRoles OfTags(PlanColumn value, PlanColumn tag, string? flow, string? pressure) => Result(
        flow is null ? -1 : value.Index, pressure is null ? -1 : value.Index, new TagPlan(tag.Index, flow, pressure, IsLong: true, tag
            .Evidence.Texts.ToHashSet()));

    private QuantityRoles ByQuantity(PlanColumn value, Quantity? quantity, TagPlan? tag)
    {
        if (quantity is null)
        {
            questions.Add(new Problem("csv.value-of-what", value.Written.Length > 0 ? value.Written : value.Shown)
                .At(PlanChoices.Names.Quantity));
        }

        return quantity == Quantity.Pressure ? Result(-1, value.Index, tag) : Result(value.Index, -1, tag);
    }

    private Quantity? SaidBy(string? text, bool isFile)
    {
        if (text is null)
        {
            return null;
        }

        var (flow, pressure) = ColumnWords.Says(text);
        if (flow == pressure)
        {
            return null;
        }

        var quantity = flow ? Quantity.FlowRate : Quantity.Pressure;
        var said = Domain.Phrases.Of(quantity);
        notes.Add(isFile ? new Phrase("plan.file-says", text, said) : new Phrase("plan.tag-says", text, said));
        return quantity;
    }

    private Problem NoQuantity() => new Problem(
        "csv.columns", Excerpt.Of(columns.Header), new Phrase("csv.no-quantity"), "time,flow_rate,pressure")
        .At(PlanChoices.Names.FlowColumn);

    private static string ListOf(IEnumerable<string> tags) => Excerpt.Of(string.Join(", ", tags.Order(StringComparer.Ordinal)));
}
