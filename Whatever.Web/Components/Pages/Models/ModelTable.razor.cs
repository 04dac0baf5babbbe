using Microsoft.AspNetCore.Components;
using Whatever.Model.Forecasting;
using Whatever.Model.Forecasting.Residual;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.Models;

namespace Whatever.Web.Components.Pages.Models;

/// <summary>Every model there is, the built-in ones among them.</summary>
public partial class ModelTable
{
    private string? open;

    [Parameter]
    public Sensor? Sensor { get; set; }

    [Parameter]
    [EditorRequired]
    public IReadOnlyList<RegisteredModel> Models { get; set; } = [];

    [Parameter]
    [EditorRequired]
    public IReadOnlyList<ChampionStatus> Statuses { get; set; } = [];

    /// <summary>By the name of the challenger.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyDictionary<string, ModelTrial> Trials { get; set; } = null!;

    /// <summary>While a choice is being carried out.</summary>
    [Parameter]
    public bool Disabled { get; set; }

    [Parameter]
    [EditorRequired]
    public EventCallback<(Quantity Quantity, string Name)> OnUse { get; set; }

    private IEnumerable<Row> Rows => QuantityNames.All
        .SelectMany(
            quantity => BuiltInModels.Names.Select(
                name => new Row(
                    name, ModelNames.Of(L, name), L["Built in"], BuiltInModels.Find(name, quantity), null, $"{name}-{quantity}")))
        .Concat(
            Models.Select(model => new Row(model.Name, model.Name, L[model.Origin.ToString()], model.Model, model.Problem, model.Name)));

    private bool IsInForce(Quantity quantity, string name) => Statuses.Any(status => status.Quantity == quantity && status.InForce == name);

    private string QuantitiesOf(IStationModel? model) =>
        model is null ? "–" : string.Join(", ", model.Quantities.Select(NameOf));

    private string NameOf(Quantity quantity) => L[quantity == Quantity.FlowRate ? "Flow rate" : "Pressure"];

    /// <summary>A model of both quantities can be chosen for each by itself.</summary>
    private string UseText(bool isOneOfTwo, Quantity quantity) =>
        isOneOfTwo ? L["Use for {0}: {1}", Sensor!.Id, NameOf(quantity)] : L["Use for {0}", Sensor!.Id];

    private string ForecastsText(bool isOneOfTwo, Quantity quantity) =>
        isOneOfTwo ? L["Forecasts {0}: {1}", Sensor!.Id, NameOf(quantity)] : L["Forecasts {0}", Sensor!.Id];

    private static string UseId(string testId, bool isOneOfTwo, Quantity quantity) =>
        isOneOfTwo ? $"use-{testId}-{quantity}" : $"use-{testId}";

    private void Toggle(string testId) => open = open == testId ? null : testId;

    private string KindOf(IStationModel? model) => model switch
    {
        null => "–",
        SeasonalModel => L["weeks before, by hour"],
        MixModel => L["baselines, by what did best lately"],
        ResidualModel => L["LSTM on the baseline"],
        _ => L["LSTM on a window"],
    };

    /// <summary>As a change of the error, so that less than nothing is good; with what it was compared with.</summary>
    private string ErrorOf(IStationModel? model) => model switch
    {
        ResidualModel { Description.Training.HeldBack: { Count: > 0 } figures } =>
            L[
                "{0} (seasonal)",
                Show.Percent((figures.Average(each => each.Model.Average()) / figures.Average(each => each.Seasonal.Average())) - 1)],
        ForecastModel { Card: { BaselineError: > 0 } card } =>
            L["{0} (seven-day mean)", Show.Percent((card.HeldBackError / card.BaselineError) - 1)],
        _ => "–",
    };

    private sealed record Row(string Name, string Label, string Origin, IStationModel? Model, Problem? Problem, string TestId);
}
