using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;

namespace Whatever.Web.Readings.Plans;

/// <summary>Everything that is decided from one look at a file.</summary>
internal sealed class PlanDecisions(PlanColumns columns, FoundLayout found, PlanContext context, bool isSaved, bool isAll)
{
    private readonly PlanChoices choices = context.Choices;
    private readonly List<Phrase> notes = [];
    private readonly List<Problem> questions = [];

    public ReadingPlan Decide()
    {
        NoteLayout();
        var time = TimeRole.Find(columns, choices);
        AddQuestion(time.Question);
        var roles = QuantityRoles.Find(columns, time, context);
        notes.AddRange(roles.Notes);
        roles.Questions.ToList().ForEach(AddQuestion);
        var taken = new HashSet<int>(time.Columns) { roles.Flow, roles.Pressure, roles.Tag?.Column ?? -1 };
        var quality = QualityRoles.Find(columns, taken, roles, context);
        quality.Questions.ToList().ForEach(AddQuestion);
        NoteQuality(quality.Flow);
        NoteQuality(quality.Pressure == quality.Flow ? null : quality.Pressure);
        var volume = new VolumeDecision(columns, time, context, notes, AddQuestion).Decide(roles);
        var times = TimeRules.Decide(columns, time, context, notes, AddQuestion);
        var forms = NumberRules.Decide(columns, roles, context, notes, AddQuestion);
        var units = new UnitRules(columns, roles, context, notes, AddQuestion);
        var candidates = FeedCandidates.Of(
            columns, roles, new HashSet<int>(time.Columns) { roles.TagColumn }, context.Sensors());
        NoteOthers(candidates, roles);
        var plan = new ReadingPlan
        {
            Layout = found.Layout,
            Time = times,
            FlowRate = Value(Quantity.FlowRate, roles.Flow, forms, quality.Flow, units, volume),
            Pressure = Value(Quantity.Pressure, roles.Pressure, forms, quality.Pressure, units, new VolumePlans()),
            Tag = roles.Tag,
            FewestFields = FewestFields([.. taken, quality.Flow?.Column ?? -1, quality.Pressure?.Column ?? -1]),
            IgnoredColumns = Ignored([.. taken, quality.Flow?.Column ?? -1, quality.Pressure?.Column ?? -1]),
            Constants = Constants(taken, quality),
            Decisions = notes,
            Questions = questions,
            IsFromAllRows = isAll,
            Candidates = candidates,
            Texts = new PlanTexts(roles.TagColumn, TextsOf(roles.TagColumn), quality.Column, WordsOf(quality.Column), GoodOf(quality)),
        };
        return plan with
        {
            Choices = PlanMemory.ChoicesOf(plan, columns, choices),
            IsWorthKeeping = isSaved || PlanMemory.IsWorthKeeping(plan, columns, choices),
        };
    }

    private List<string> GoodOf(QualityRoles quality) => (quality.Flow ?? quality.Pressure) is { } plan
        ? [.. WordsOf(plan.Column).Where(word => plan.IsGood(word == QualityWords.Blank ? "" : word))]
        : [];

    private IReadOnlyList<string> WordsOf(int column) => column < 0 ? [] : QualityWords.WordsOf(columns[column], columns.RowCount);

    private List<string> TextsOf(int column) => column < 0 ? [] : [.. columns[column].Evidence.Texts.Order(StringComparer.Ordinal)];

    private void AddQuestion(Problem? question)
    {
        if (question is not null && !questions.Contains(question))
        {
            questions.Add(question);
        }
    }

    private void NoteLayout()
    {
        var layout = found.Layout;
        if (isSaved)
        {
            notes.Add(new Phrase("plan.saved"));
        }

        if (layout.HeaderLine > 1)
        {
            notes.Add(new Phrase("plan.header", layout.HeaderLine, Counted.Of(layout.HeaderLine - 1, "count.lines")));
        }
        else if (layout.HeaderLine == 0)
        {
            notes.Add(new Phrase("plan.no-header", layout.FirstLine));
        }
    }

    private void NoteQuality(QualityPlan? quality)
    {
        if (quality is not null)
        {
            notes.Add(new Phrase(
                "plan.quality", columns[quality.Column].Shown,
                Excerpt.Of(string.Join(", ", columns[quality.Column].Evidence.Texts.Where(quality.IsGood)))));
        }
    }

    private ValuePlan? Value(
        Quantity quantity, int column, IReadOnlyDictionary<int, NumberForm> forms, QualityPlan? quality, UnitRules units,
        VolumePlans volume) => column < 0
        ? null
        : new ValuePlan(
            column, forms[column], quality, volume.IsNone ? units.NameOf(quantity, column) : context.FlowUnit,
            volume.IsNone && !IsAskedForCounter(quantity) ? units.FactorOf(quantity, column) : 1, choices.Missing)
        {
            Counter = volume.Counter,
            Interval = volume.Interval,
            IsSignOpen = !isAll && choices.DecimalComma is null && found.Layout.Separator != ',' && columns[column].Evidence.Numbers
                .HasNoSign,
        };

    /// <summary>A unit of volume is right for a counter: what kind of column it is comes first.</summary>
    private bool IsAskedForCounter(Quantity quantity) => quantity == Quantity.FlowRate
        && questions.Exists(question => question.Field is PlanChoices.Names.FlowKind or PlanChoices.Names.CounterUnit
            or PlanChoices.Names.IntervalTime);

    /// <summary>Columns that carry the names of other sensors are left where nobody gave them to these.</summary>
    private void NoteOthers(FeedCandidates candidates, QuantityRoles roles)
    {
        string?[] own = candidates.AreTags
            ? [roles.Tag?.Flow, roles.Tag?.Pressure]
            : [FeedCandidate.KeyOf(roles.Flow), FeedCandidate.KeyOf(roles.Pressure)];
        var others = candidates.All.Where(one => one.Sensor is { } id && id != context.SensorId && !own.Contains(one.Key)).ToList();
        if (others.Count > 0 && choices.Feeds is null)
        {
            notes.Add(new Phrase(
                "plan.names-others", Excerpt.Of(string.Join(", ", others.Select(one => one.Shown))),
                string.Join(", ", others.Select(one => one.Sensor).Distinct())));
        }
    }

    /// <summary>
    /// All that is needed, and what rows usually have: a row that was cut off may end in the middle of a number.
    /// </summary>
    private int FewestFields(IReadOnlyList<int> needed)
    {
        var all = needed.Max() + 1;
        var usual = columns.FieldCounts.Count == 0 ? all
            : columns.FieldCounts.Where(count => count >= all).CountBy(count => count).OrderByDescending(pair => pair.Value)
                .Select(pair => pair.Key).FirstOrDefault(all);
        var named = columns.Where(column => column.Written.Length > 0).Select(column => column.Index + 1).DefaultIfEmpty(all).Max();
        return Math.Max(all, Math.Min(usual, named));
    }

    private List<string> Ignored(HashSet<int> used) =>
        [.. columns.Where(column => !used.Contains(column.Index) && column.Written.Length > 0).Select(column => column.Written)];

    /// <summary>Columns that were left out because they say the same in every row: another word in one of them changes the plan.</summary>
    private List<ConstantColumn> Constants(HashSet<int> taken, QualityRoles quality)
    {
        if (isAll)
        {
            return [];
        }

        return [.. columns.Where(column => !taken.Contains(column.Index) && column.Evidence.IsConstant
                && ((choices.TagColumn is null && (ColumnWords.IsTag(column.Name)
                    || SeriesFinder.MaySeparate(column, columns.RowCount))) || StatedUnits.IsOfUnits(column)
                    || (quality.Flow?.Column != column.Index && quality.Pressure?.Column != column.Index
                        && (QualityWords.IsNamed(column) || ColumnWords.IsNumberedQuality(column.Name)))))
            .Select(column => new ConstantColumn(
                column.Index, System.Text.Encoding.UTF8.GetBytes(column.Evidence.Texts.FirstOrDefault() ?? "")))];
    }
}

/// <summary>A column that said the same in every row that was looked at.</summary>
/// <param name="Column">The column.</param>
/// <param name="Text">What it said, UTF-8.</param>
public sealed record ConstantColumn(int Column, byte[] Text);
