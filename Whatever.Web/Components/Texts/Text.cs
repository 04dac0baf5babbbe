namespace Whatever.Web.Components.Texts;

/// <summary>Names the resources of the dashboard. The key of a text is its English; <c>Text.ko.resx</c> holds the Korean.</summary>
public sealed class Text;
