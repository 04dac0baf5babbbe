using Whatever.Web.Readings.Csv;

namespace Whatever.Web.Readings.Plans;

/// <summary>
/// Works out how a file is read. The first lines show its layout; what they leave open, and what a later row contradicts, is decided by
/// all of its rows. What they leave open too is a question for a person.
/// </summary>
public static class PlanMaker
{
    /// <summary>From the first lines, and from all of them where these are not enough.</summary>
    /// <exception cref="UnreadableCsvException">The file as a whole cannot be read.</exception>
    public static ReadingPlan Make(string path, PlanContext context)
    {
        var sample = FileSample.Read(path, context.Choices.Encoding);
        var plan = Make(sample, path, ref context, isWholeFile: sample.IsWhole);
        return plan.Questions.Count == 0 || sample.IsWhole ? plan : Make(sample, path, ref context, isWholeFile: true);
    }

    /// <summary>From all rows: a row contradicted what the first ones said.</summary>
    /// <exception cref="UnreadableCsvException">The file as a whole cannot be read.</exception>
    public static ReadingPlan MakeFromAll(string path, PlanContext context) =>
        Make(FileSample.Read(path, context.Choices.Encoding), path, ref context, isWholeFile: true);

    private static ReadingPlan Make(FileSample sample, string path, ref PlanContext context, bool isWholeFile)
    {
        sample = isWholeFile ? WithBreaks(sample, path, context.Choices) : sample;
        var found = LayoutFinder.Find(sample, context.Choices);
        var saved = context.Saved(found.Layout.Key);
        if (saved is not null)
        {
            context = context with { Choices = context.Choices.Over(saved), Saved = _ => null };
            found = LayoutFinder.Find(sample, context.Choices);
        }

        // An earlier file proved nothing about this one: whether all of its rows agree is looked at before any is stored.
        if (saved is not null && !isWholeFile)
        {
            isWholeFile = true;
            found = LayoutFinder.Find(WithBreaks(sample, path, context.Choices), context.Choices);
        }

        var columns = new PlanColumns(found);
        if (isWholeFile && !sample.IsWhole)
        {
            columns.ReadAll(path);
        }

        return new PlanDecisions(columns, found, context, isSaved: saved is not null, sample.IsWhole || isWholeFile).Decide();
    }

    /// <summary>Whether rows have ends of lines inside quotes, and none of all quotes would swallow rows.</summary>
    private static FileSample WithBreaks(FileSample sample, string path, PlanChoices choices) =>
        sample is { IsWhole: true, HasBreaks: false } ? sample
        : sample with { HasBreaks = QuotedBreaks.Exist(path, LayoutFinder.Find(sample, choices).Layout) };
}
