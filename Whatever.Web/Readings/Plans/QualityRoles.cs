using Whatever.Model.Problems;

namespace Whatever.Web.Readings.Plans;

/// <summary>Which columns say whether a value is good: of the flow, of the pressure, or of the whole row.</summary>
internal sealed record QualityRoles(QualityPlan? Flow, QualityPlan? Pressure, IReadOnlyList<Problem> Questions)
{
    /// <summary>The column whose words are good or not, or have to be told apart; -1 where there is none.</summary>
    public int Column { get; init; } = -1;

    public static QualityRoles Find(PlanColumns columns, IReadOnlySet<int> taken, PlanChoices choices)
    {
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

        var found = columns.Where(column => !taken.Contains(column.Index) && QualityWords.IsQuality(column)).ToList();
        bool IsOf(PlanColumn column, Func<ColumnName, bool> isNamed) => isNamed(ColumnName.Of(WithoutQuality(column.Written)));
        var flow = found.Find(column => IsOf(column, name => ColumnWords.FlowRank(name) > 0));
        var pressure = found.Find(column => IsOf(column, name => ColumnWords.PressureRank(name) > 0));
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
