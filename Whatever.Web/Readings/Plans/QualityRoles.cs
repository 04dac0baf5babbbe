using Whatever.Model.Problems;

namespace Whatever.Web.Readings.Plans;

/// <summary>Which columns say whether a value is good: of the flow, of the pressure, or of the whole row.</summary>
internal sealed record QualityRoles(QualityPlan? Flow, QualityPlan? Pressure, IReadOnlyList<Problem> Questions)
{
    /// <summary>The column whose words are good or not, or have to be told apart; -1 where there is none.</summary>
    public int Column { get; init; } = -1;

    public static QualityRoles Find(PlanColumns columns, IReadOnlySet<int> taken, QuantityRoles roles, PlanChoices choices)
    {
        int[] own = [roles.Flow, roles.Pressure];
        var questions = new List<Problem>();
        QualityPlan? Read(PlanColumn? column)
        {
            if (column is null)
            {
                return null;
            }

            var (plan, question) = QualityWords.Read(column, columns.RowCount, choices.Good);
            if (question is not null)
            {
                questions.Add(question);
            }

            return plan;
        }

        PlanColumn? Chosen(string? given) => given is null or PlanChoices.NoColumn
            ? null
            : columns[columns.Find(given, PlanChoices.Names.QualityColumn)];

        var found = columns.Where(column => !taken.Contains(column.Index) && QualityWords.IsQuality(column)
            && !IsOfAnother(column, columns, own)).ToList();
        bool IsOf(PlanColumn column, Func<ColumnName, bool> isNamed) => isNamed(ColumnName.Of(WithoutQuality(column.Written)));
        var flow = found.Find(column => IsOf(column, name => ColumnWords.FlowRank(name) > 0));
        var pressure = found.Find(column => IsOf(column, name => ColumnWords.PressureRank(name) > 0));
        if (choices is { QualityColumn: null, FlowQualityColumn: null, PressureQualityColumn: null } && HasManyOfOneName(found))
        {
            return Nearest(found, own, Read, questions);
        }

        var row = choices.QualityColumn is null ? found.Find(column => column != flow && column != pressure) : Chosen(choices
            .QualityColumn);
        var ofRow = Read(row);
        var shown = row ?? flow ?? pressure;
        return new QualityRoles(
            Read(choices.FlowQualityColumn is null ? flow : Chosen(choices.FlowQualityColumn)) ?? ofRow,
            Read(choices.PressureQualityColumn is null ? pressure : Chosen(choices.PressureQualityColumn)) ?? ofRow,
            questions)
        {
            Column = shown is not null && (ofRow is not null || questions.Count > 0 || flow is not null || pressure is not null) ? shown
                .Index : -1,
        };
    }

    /// <summary>
    /// What its name leaves without the word of quality is the begin or the end of the name of a column, and of none that is read here:
    /// in a file of many meters it is about another one.
    /// </summary>
    private static bool IsOfAnother(PlanColumn quality, PlanColumns columns, int[] own)
    {
        var subject = ColumnName.Of(WithoutQuality(quality.Written)).Plain;
        var about = subject.Length == 0
            ? []
            : columns.Where(column => column != quality && !QualityWords.IsNamed(column) && column.Evidence.HoldsNumbers
                && (column.Name.Plain.StartsWith(subject, StringComparison.Ordinal)
                    || column.Name.Plain.EndsWith(subject, StringComparison.Ordinal))).ToList();
        return about.Count > 0 && !about.Exists(column => own.Contains(column.Index));
    }

    /// <summary>Historians write Value, Quality, Value, Quality.</summary>
    private static bool HasManyOfOneName(List<PlanColumn> found) =>
        found.Count > 1 && found.TrueForAll(column => column.Name.Plain == found[0].Name.Plain);

    /// <summary>Of columns of one name the next one to the right of a value is about it.</summary>
    private static QualityRoles Nearest(
        List<PlanColumn> found, int[] own, Func<PlanColumn?, QualityPlan?> read, IReadOnlyList<Problem> questions)
    {
        PlanColumn? Of(int value) => value < 0 ? null : found.Find(column => column.Index > value) ?? found[^1];
        var (flow, pressure) = (Of(own[0]), Of(own[1]));
        return new QualityRoles(read(flow), read(pressure), questions) { Column = (flow ?? pressure)?.Index ?? -1 };
    }

    /// <summary>flow_quality is about the flow.</summary>
    private static string WithoutQuality(string name)
    {
        foreach (var word in new[] { "quality", "status", "validity", "valid", "flag", "qc", "품질", "상태", "유효", "판정" })
        {
            name = name.Replace(word, "", StringComparison.OrdinalIgnoreCase);
        }

        return name.Trim(' ', '_', '-', '.');
    }
}
