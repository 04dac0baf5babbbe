using System.Globalization;
using Microsoft.AspNetCore.Components;
using Whatever.Model.Forecasting;
using Whatever.Model.Forecasting.Residual;
using Whatever.Model.Kernels;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;

namespace Whatever.Web.Components.Pages.Models;

/// <summary>The card of a model: what it looks at, what it was trained on, and how it did.</summary>
public partial class ModelDetail
{
    [Parameter]
    [EditorRequired]
    public IStationModel? Model { get; set; }

    [Parameter]
    public ModelTrial? Trial { get; set; }

    [Parameter]
    public Sensor? Sensor { get; set; }

    private IReadOnlyList<HeldBackFigures> HeldBack => (Model as ResidualModel)?.Description.Training?.HeldBack ?? [];

    private IEnumerable<(string Name, string Value)> Facts =>
        [
            (L["Version"], Model!.Version), (L["Looks back"], L.Count(Model.ContextDays, "{0} day", "{0} days")), .. Form(), .. Training(),
            .. Duration(), .. Machine()];

    private IEnumerable<(string Name, string Value)> Form() => Model switch
    {
        ForecastModel window =>
        [
            (
                L["Window"],
                L[
                    "{0} values every {1} min, {2} out, {3}", window.WindowSteps, window.SamplingIntervalMinutes, window.OutputSteps,
                    window.Strategy]),
            (L["Scaler"], ScalerText.Of(L, window.Description.Scaler)),
            .. Feeding(window.Description), (L["Layers"], string.Join(" → ", window.Description.Layers)),
        ],
        ResidualModel { Description: var networks } =>
        [
            (L["Networks"], string.Join(", ", networks.Parts.Select(part => L[
                "hours {0} to {1}: {2} of lstm({3}), weight {4}", part.FromHour + 1, part.ToHour, part.Members,
                string.Join(", ", networks.LstmUnits), part.Weight.ToString("0.##", CultureInfo.CurrentCulture)].Value))),
            (L["Reads"], L["{0} hours, public holidays among them", networks.ContextHours]),
        ],
        MixModel =>
        [
            (
                L["Rule"],
                L["last day, last week, means and seasonal baselines, for each day ahead weighed by how well they did lately"]),
        ],
        _ =>
        [
            (
                L["Rule"],
                L["mean of the same hour of the last weeks, newer ones count more; holidays count as Sundays; shifted by the last days"]),
        ],
    };

    /// <summary>What was said of inputs and outputs, to be compared with the training.</summary>
    private IEnumerable<(string Name, string Value)> Feeding(ModelDescription model) =>
    [
        .. model.Features.Count == 1 && model.FeatureSettings is null ? []
            : model.Features.Select(
                (name, place) => (
                    L["Input {0}", place + 1].Value, FeatureWords.Of(L, name, model.FeatureSettings?[place]))),
        .. (model.Output.Heads ?? []).Select((head, place) => (
            L["Output {0}", place + 1].Value,
            $"{head.Name}: {FeatureWords.Of(L, head.Quantity)} · "
                + ScalerText.Of(L, new ScalerDescription("fixed", head.Offset, head.Scale)))),
    ];

    private IEnumerable<(string Name, string Value)> Training() => Model switch
    {
        ForecastModel { Card: { } card } =>
        [
            .. Data(card.Data, card.From, card.To, card.Samples, card.HeldBackDays, card.Seed, card.Epochs),
            (
                L["Held-back error"],
                L[
                    "{0} against {1} of the seven-day mean, in standard deviations", Show.Number(card.HeldBackError),
                    Show.Number(card.BaselineError)]),
            .. Arithmetic(card.FusedMultiplyAdd),
        ],
        ResidualModel { Description.Training: { } card } =>
            [
                .. Data(card.Data, card.From, card.To, card.Samples, card.HeldBackDays, card.Seed, card.Epochs),
                .. Arithmetic(card.FusedMultiplyAdd)],
        _ => [],
    };

    private IEnumerable<(string Name, string Value)> Data(
        string data, DateOnly from, DateOnly to, int samples, int heldBack, int seed, int epochs) =>
    [
        (L["Trained on"], L["{0}, {1} to {2}", data, Show.Day(from), Show.Day(to)]),
        (L["Samples"], samples.ToString("N0", CultureInfo.CurrentCulture)),
        (L["Held-back days"], heldBack.ToString(CultureInfo.CurrentCulture)),
        (L["Seed and passes"], $"{seed} · {epochs}"),
    ];

    private IEnumerable<(string Name, string Value)> Arithmetic(bool? wasFused) =>
        wasFused is false
            ? [(L["Arithmetic"], L["trained without fused multiply-add: the same training gives other last digits on most machines"])]
            : [];

    private IEnumerable<(string Name, string Value)> Machine() => KernelPaths.HasFusedMultiplyAdd ? []
        : [(L["This machine"], L["has no fused multiply-add: its forecasts agree with those of most machines to about 1e-6"])];

    private IEnumerable<(string Name, string Value)> Duration() =>
        Trial is null ? [] : [(L["Training took"], Show.Duration(TimeSpan.FromSeconds(Trial.TrainingSeconds)))];

    private IEnumerable<(string Name, IReadOnlyList<double> Errors)> RowsOf(HeldBackFigures figures) =>
    [
        (L["This model"], figures.Model), (L["Seasonal baseline"], figures.Seasonal), (L["last week's same hour"], figures.LastWeek),
        (L["mean of four weeks"], figures.FourWeekMean), (L["last day's same hour"], figures.LastDay),
        (L["mean of seven days"], figures.SevenDayMean),
    ];

    private static string Share(double share) => share.ToString("0 %", CultureInfo.CurrentCulture);
}
