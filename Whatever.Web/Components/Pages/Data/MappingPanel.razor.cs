using System.Globalization;
using Microsoft.AspNetCore.Components;
using Whatever.Model.Series;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Components.Pages.Data;

/// <summary>How a file is read, question by question and column by column; every choice shows its rows anew.</summary>
public partial class MappingPanel
{
    private const int ShownColumns = 24;

    [Parameter]
    [EditorRequired]
    public CsvPreview Preview { get; set; } = null!;

    [Parameter]
    [EditorRequired]
    public PlanChoices Choices { get; set; } = new();

    [Parameter]
    public bool Busy { get; set; }

    [Parameter]
    public EventCallback<PlanChoices> Changed { get; set; }

    private int Columns => Math.Min(ShownColumns, Preview.Raw.Select(line => line.Fields.Count).DefaultIfEmpty(0).Max());
    private string OrderShown => Choices.DateOrder is { } order ? DateOrders.NameOf(order) : "";
    private string DecimalShown => Choices.DecimalComma switch { true => "comma", false => "point", _ => "" };
    private string UnitsShown => Choices.Convert switch { true => "convert", false => "keep", _ => "" };
    private bool AsksUnits => Choices.Convert is not null || Asks(PlanChoices.Names.Units);
    private bool AsksQuantity => Choices.ValueQuantity is not null || Asks(PlanChoices.Names.Quantity);
    private string MissingShown => Choices.Missing is { } codes
        ? codes.Count == 0 ? PlanChoices.NoColumn : string.Join(", ", codes.Select(code => code.ToString(CultureInfo.InvariantCulture)))
        : "";

    private bool Asks(string choice) => Preview.Plan.Questions.Any(question => question.Field == choice);

    private bool IsGood(string word) => Choices.Good?.Contains(word, StringComparer.OrdinalIgnoreCase)
        ?? Preview.Plan.Texts.Good.Contains(word);

    private string ShownWord(string word) => word == QualityWords.Blank ? L["(blank)"] : word;

    private Task RoleChangedAsync(int column, ChangeEventArgs change) =>
        Changed.InvokeAsync(ColumnRoles.With(Preview.Plan, Choices, column, Enum.Parse<ColumnRole>((string)change.Value!)));

    private Task OrderChangedAsync(ChangeEventArgs change) =>
        Changed.InvokeAsync(Choices with { DateOrder = DateOrders.Find(change.Value as string) });

    private Task DecimalChangedAsync(ChangeEventArgs change) => Changed.InvokeAsync(
        Choices with { DecimalComma = change.Value switch { "comma" => true, "point" => false, _ => null } });

    private Task UnitsChangedAsync(ChangeEventArgs change) => Changed.InvokeAsync(
        Choices with { Convert = change.Value switch { "convert" => true, "keep" => false, _ => null } });

    private Task QuantityChangedAsync(ChangeEventArgs change) => Changed.InvokeAsync(
        Choices with { ValueQuantity = Enum.TryParse<Quantity>(change.Value as string, out var chosen) ? chosen : null });

    private Task FlowTagChangedAsync(ChangeEventArgs change) => Changed.InvokeAsync(Choices with { FlowTag = TextOf(change) });

    private Task PressureTagChangedAsync(ChangeEventArgs change) => Changed.InvokeAsync(Choices with { PressureTag = TextOf(change) });

    private Task GoodChangedAsync(string word, ChangeEventArgs change)
    {
        var good = Preview.Plan.Texts.Qualities.Where(text => text == word ? change.Value is true : IsGood(text)).ToList();
        return Changed.InvokeAsync(Choices with { Good = good });
    }

    private Task HeaderChangedAsync(ChangeEventArgs change) => Changed.InvokeAsync(
        Choices with { HeaderLine = int.TryParse(change.Value as string, CultureInfo.InvariantCulture, out var line) ? line : null });

    private Task WinterChangedAsync(ChangeEventArgs change) =>
        Changed.InvokeAsync(Choices with { WinterTime = change.Value is true ? true : null });

    /// <summary>Nothing typed: they are found out; none: no number is one.</summary>
    private Task MissingChangedAsync(ChangeEventArgs change)
    {
        var typed = (change.Value as string ?? "").Trim();
        var codes = typed.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries)
            .Select(text => double.TryParse(text, CultureInfo.InvariantCulture, out var code) ? code : double.NaN)
            .Where(code => !double.IsNaN(code)).ToList();
        return Changed.InvokeAsync(Choices with
        {
            Missing = codes.Count > 0 || typed.Equals(PlanChoices.NoColumn, StringComparison.OrdinalIgnoreCase) ? codes : null,
        });
    }

    private static string? TextOf(ChangeEventArgs change) => change.Value is string { Length: > 0 } text ? text : null;
}
