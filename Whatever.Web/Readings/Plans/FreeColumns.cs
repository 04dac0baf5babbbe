namespace Whatever.Web.Readings.Plans;

/// <summary>Columns of a file that are no times and were given to no other sensor, by what they may be.</summary>
internal sealed class FreeColumns(PlanColumns columns, TimeRole time, PlanContext context)
{
    private readonly PlanChoices choices = context.Choices;
    private readonly HashSet<int> ofOthers = new OtherSensors(columns, context).Columns;

    /// <summary>All but some.</summary>
    public List<PlanColumn> But(params int?[] taken) => [.. columns.Where(column =>
        !time.Columns.Contains(column.Index) && !taken.Contains(column.Index)
            && !ofOthers.Contains(column.Index))];

    /// <summary>Names of things stand in it: by its name, by choice or by how the rows go with it, and not numbers of rows.</summary>
    public PlanColumn? Tag(int?[] taken, IEnumerable<int> values)
    {
        if (choices.TagColumn is { } chosen)
        {
            return chosen == PlanChoices.NoColumn ? null : columns[columns.Find(chosen, PlanChoices.Names.TagColumn)];
        }

        if ((choices.FlowTag ?? choices.PressureTag) is { } said
            && But(taken).Find(column => column.Evidence.Texts.Contains(said)) is { } holding)
        {
            return holding;
        }

        var named = But(taken)
            .Where(column => column.Evidence.Filled > 0 && ColumnWords.IsTag(column.Name) && !IsRowNumber(column.Evidence))
            .OrderByDescending(column => column.Evidence.Texts.Count).FirstOrDefault();
        return named is { Evidence.Texts.Count: > 1 }
            ? named
            : SeriesFinder.Find(columns, time, But(taken), [.. values.Where(value => value >= 0)]) ?? named;
    }

    private static bool IsRowNumber(ColumnEvidence evidence) =>
        (evidence.IsAllDifferent && evidence.NumberCount == evidence.Filled) || evidence.HoldsTimes;

    /// <summary>Columns called value; where none is, the columns of numbers.</summary>
    public List<PlanColumn> Values()
    {
        if (choices.ValueColumn is { } chosen)
        {
            return [columns[columns.Find(chosen, PlanChoices.Names.ValueColumn)]];
        }

        var numbers = But().Where(column => column.Evidence.HoldsNumbers || columns.RowCount == 0).ToList();
        var named = numbers.Where(column => ColumnWords.IsValue(column.Name)).ToList();
        return named.Count > 0 ? named : [.. numbers.Where(column => !IsRowNumber(column.Evidence) || column.Evidence.HasTooManyTexts)];
    }
}
