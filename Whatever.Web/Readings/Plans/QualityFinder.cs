using Whatever.Model.Problems;
using Whatever.Model.Series;

namespace Whatever.Web.Readings.Plans;

/// <summary>Looks for the column of quality of each value by choice, by name, and by where it stands; what stays open is asked.</summary>
internal sealed class QualityFinder
{
    private readonly PlanColumns columns;
    private readonly PlanContext context;
    private readonly PlanChoices choices;
    private readonly int[] own;
    private readonly List<int> begins;
    private readonly PlanColumn? said;
    private readonly List<PlanColumn> found;
    private readonly List<PlanColumn> values;
    private readonly QualitySubjects subjects;
    private readonly Dictionary<int, HashSet<int>> about;
    private readonly Dictionary<int, QualityPlan?> read = [];
    private readonly List<Problem> questions = [];

    /// <param name="columns">Of the file.</param>
    /// <param name="taken">Times, tags and the own values.</param>
    /// <param name="roles">Which are the own values.</param>
    /// <param name="context">What was said.</param>
    public QualityFinder(PlanColumns columns, IReadOnlySet<int> taken, QuantityRoles roles, PlanContext context)
    {
        (this.columns, this.context, choices, own) = (columns, context, context.Choices, [roles.Flow, roles.Pressure]);
        begins = [-1, .. taken.Except(own)];
        said = Chosen(choices.QualityColumn);
        found = [.. columns.Where(column => !taken.Contains(column.Index) && column != said && QualityWords.IsQuality(column))];
        values = [.. columns.Where(column => own.Contains(column.Index) || (!taken.Contains(column.Index) && column != said
            && (column.Evidence.HoldsNumbers || column.Evidence.Filled == 0) && !QualityWords.IsQuality(column)
            && !QualityWords.IsNamed(column)))];
        subjects = new QualitySubjects(values);
        about = found.ToDictionary(column => column.Index, subjects.Of);
    }

    public QualityRoles Find()
    {
        if (own.All(column => column < 0))
        {
            // Nothing is known of the values yet; what its words mean can be asked already.
            var only = said ?? (found.Count == 1 ? found[0] : null);
            return Result(only, null);
        }

        return Result(
            Of(Quantity.FlowRate, own[0], choices.FlowQualityColumn), Of(Quantity.Pressure, own[1], choices.PressureQualityColumn));
    }

    private QualityRoles Result(PlanColumn? flow, PlanColumn? pressure)
    {
        var (ofFlow, ofPressure) = (Read(flow), Read(pressure));
        var isShown = ofFlow is not null || ofPressure is not null || questions.Count > 0;
        return new QualityRoles(ofFlow, ofPressure, questions) { Column = isShown ? (flow ?? pressure)?.Index ?? -1 : -1 };
    }

    private PlanColumn? Chosen(string? given) => given is null or PlanChoices.NoColumn
        ? null
        : columns[columns.Find(given, PlanChoices.Names.QualityColumn)];

    private QualityPlan? Read(PlanColumn? column)
    {
        if (column is null || read.TryGetValue(column.Index, out var known))
        {
            return column is null ? null : read[column.Index];
        }

        var (plan, question) = QualityWords.Read(column, columns.RowCount, choices.Good);
        if (question is not null)
        {
            questions.Add(question);
        }

        return read[column.Index] = plan;
    }

    private PlanColumn? Of(Quantity quantity, int value, string? chosen)
    {
        if (value < 0 || chosen is not null || choices.QualityColumn == PlanChoices.NoColumn)
        {
            return value < 0 ? null : Chosen(chosen);
        }

        if (said is not null && !context.IsFed)
        {
            return said;
        }

        // What was said of the rows of the file holds for another sensor too, unless that one has a column by name, or the column that was
        // said stands behind a value that is not its own.
        var candidates = Named(quantity, value);
        if (candidates.Count == 0)
        {
            candidates = said is not null && !IsOfOwner(said) ? [said] : Unnamed(value);
        }

        if (candidates.Count > 1 && said is null)
        {
            questions.Add(new Problem(
                "plan.which-quality", columns[value].Shown, string.Join(", ", candidates.Select(column => column.Shown)))
                .At(PlanChoices.Names.QualityColumn));
        }

        return candidates.Count > 1 ? said : candidates.FirstOrDefault();
    }

    /// <summary>By where it stands, or by its name.</summary>
    private bool IsOfOwner(PlanColumn column)
    {
        var named = QualityWords.IsNamed(column) ? subjects.Of(column) : [];
        return (column.Index > 0 && !own.Contains(column.Index - 1) && context.OwnersColumns!.Contains(column.Index - 1))
            || (named.Count > 0 && !named.Overlaps(own));
    }

    private bool IsUseful(PlanColumn column) => QualityWords.Read(column, columns.RowCount, choices.Good) is not (null, null);

    /// <summary>Those whose names fit this value, and as few others as may be.</summary>
    private List<PlanColumn> Named(Quantity quantity, int value)
    {
        var named = found.FindAll(column => about[column.Index].Contains(value) && IsUseful(column));
        named = named.Count > 0 ? named : found.FindAll(column => SaidQuantity(column) == quantity && IsUseful(column));
        var fewest = named.Select(column => about[column.Index].Count).DefaultIfEmpty(0).Min();
        return Directly(named.FindAll(column => about[column.Index].Count == fewest), value);
    }

    /// <summary>Of a column that fits the name of no value.</summary>
    private Quantity? SaidQuantity(PlanColumn column)
    {
        var name = QualitySubjects.NameOf(column);
        return about[column.Index].Count > 0 ? null
            : ColumnWords.FlowRank(name) > 0 ? Quantity.FlowRate
            : ColumnWords.PressureRank(name) > 0 ? Quantity.Pressure
            : null;
    }

    private List<PlanColumn> Unnamed(int value)
    {
        var open = found.FindAll(column => about[column.Index].Count == 0 && SaidQuantity(column) is null);
        return open.Count > 1 && open.TrueForAll(column => column.Name.Plain == open[0].Name.Plain)
            ? Beside(open, value)
            : Directly(open.FindAll(IsUseful), value);
    }

    private static List<PlanColumn> Directly(List<PlanColumn> all, int value) =>
        all.Count > 1 && all.Find(column => column.Index == value + 1) is { } behind ? [behind] : all;

    /// <summary>
    /// Historians write Value, Quality, Value, Quality; some write Quality, Value, Quality, Value, where the first one has no value
    /// between it and the time.
    /// </summary>
    private List<PlanColumn> Beside(List<PlanColumn> all, int value)
    {
        var areBefore = all.Exists(column => !values.Exists(
            other => other.Index < column.Index && other.Index > begins.Where(begin => begin < column.Index).Max()));
        var areBehind = all.Exists(column => !values.Exists(other => other.Index > column.Index));
        var one = areBefore && areBehind ? null
            : areBefore ? all.FindLast(column => column.Index < value)
            : all.Find(column => column.Index > value);
        return one is null ? all : [one];
    }
}
