using System.Globalization;

namespace GanStability;

/// <summary>
/// The colours, line patterns and point shapes of every figure. The colours are those of Okabe and Ito (2008), which readers with
/// any common colour vision can tell apart; yellow is left out, because a thin yellow line on white cannot be seen on a projector.
/// Pattern and shape change along with the colour, so that colour is never the only difference.
/// </summary>
public static class Palette
{
    /// <summary>Colours as <c>#rrggbb</c>: blue, vermilion, bluish green, reddish purple, orange, sky blue, black.</summary>
    public static IReadOnlyList<string> Colors { get; } = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"];

    /// <summary>The pattern that goes with each colour.</summary>
    public static IReadOnlyList<Dash> Dashes { get; } = [Dash.Solid, Dash.Dashed, Dash.DashDotted, Dash.Dotted];

    /// <summary>The shape that goes with each colour.</summary>
    public static IReadOnlyList<Marker> Markers { get; } =
    [Marker.Circle, Marker.Triangle, Marker.Square, Marker.Diamond, Marker.Cross, Marker.Ring];

    /// <summary>Text, axes and outlines.</summary>
    public const string Ink = "#222222";

    /// <summary>Reference lines and arrows without a colour of their own.</summary>
    public const string Neutral = "#666666";

    /// <summary>Grid lines.</summary>
    public const string Grid = "#e4e4e4";

    /// <summary>
    /// From low to high in even steps of lightness (viridis of van der Walt and Smith, 2015), to be interpolated linearly.
    /// </summary>
    public static IReadOnlyList<string> Sequential { get; } =
    ["#440154", "#482878", "#3e4989", "#31688e", "#26828e", "#1f9e89", "#35b779", "#6ece58", "#b5de2b", "#fde725"];

    /// <summary>From blue through white to orange, pale enough to draw points on, to be interpolated linearly.</summary>
    public static IReadOnlyList<string> Diverging { get; } = ["#7fa6d6", "#bcd0ea", "#fafafa", "#f6d3a3", "#eaa850"];

    /// <summary>The colour at <paramref name="index"/>, counted round.</summary>
    /// <param name="index">Any integer.</param>
    /// <returns>A colour as <c>#rrggbb</c>.</returns>
    public static string Color(int index) => At(Colors, index);

    /// <summary>The paper of charts on light pages, and of every static picture.</summary>
    internal const string Paper = "#ffffff";

    /// <summary>
    /// What becomes of the colours of paper, text, grid and lines without a hue on a dark page. Hues stay, because texts name them.
    /// <c>theme.js</c> holds the same pairs.
    /// </summary>
    internal static IReadOnlyDictionary<string, string> Darkened { get; } =
        new Dictionary<string, string>
        {
            [Paper] = "#14181e",
            [Ink] = "#e3e7ec",
            [Grid] = "#333c48",
            [Neutral] = "#a0a8b2",
            ["#000000"] = "#f4f6f8",
        };

    /// <summary>
    /// The opacity at which a band of this colour stands out from the paper: the least with a contrast of 1.6 : 1. On white, a light colour
    /// needs more of it than a dark one.
    /// </summary>
    internal static double BandOpacity(string color, string paper = Paper)
    {
        var (ink, ground) = (Channels(color), Channels(paper));
        double[] Mixed(double opacity) => [.. ink.Zip(ground, (c, g) => opacity * c + (1 - opacity) * g)];
        return Enumerable.Range(1, 100).Select(percent => percent / 100.0).First(opacity => Contrast(Mixed(opacity), ground) >= 1.6);
    }

    /// <summary>The fill of a band, as <c>#rrggbbaa</c>; on dark paper, where <c>theme.js</c> puts it, of another strength.</summary>
    internal static string BandFill(string color, bool dark)
    {
        var (shown, paper) = dark ? (Darkened.GetValueOrDefault(color, color), Darkened[Paper]) : (color, Paper);
        return shown + ((int)Math.Ceiling(255 * BandOpacity(shown, paper))).ToString("x2", CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// The colour as letters can be read in it, with a contrast of 4.5 : 1: darker on white paper, lighter on the dark paper of
    /// <c>theme.js</c>.
    /// </summary>
    internal static string Letters(string color, bool dark)
    {
        var (shown, paper) = dark ? (Darkened.GetValueOrDefault(color, color), Darkened[Paper]) : (color, Paper);
        var (hue, ground, end) = (Channels(shown), Channels(paper), dark ? 1.0 : 0.0);
        double[] Mixed(int percent) => [.. hue.Select(c => c + (end - c) * percent / 100)];
        var letters = Mixed(Enumerable.Range(0, 101).First(percent => Contrast(Mixed(percent), ground) >= 4.6));
        return "#" + string.Concat(letters.Select(c => ((int)Math.Round(255 * c)).ToString("x2", CultureInfo.InvariantCulture)));
    }

    /// <summary>WCAG's contrast of two colours, (L₁ + .05)/(L₂ + .05) with the relative luminances L₁ ≥ L₂; 1 to 21.</summary>
    internal static double Contrast(string a, string b) => Contrast(Channels(a), Channels(b));

    private static double Contrast(double[] a, double[] b)
    {
        var (one, other) = (Luminance(a), Luminance(b));
        return (Math.Max(one, other) + .05) / (Math.Min(one, other) + .05);
    }

    private static double Luminance(double[] channels)
    {
        double[] linear = [.. channels.Select(c => c <= .04045 ? c / 12.92 : Math.Pow((c + .055) / 1.055, 2.4))];
        return .2126 * linear[0] + .7152 * linear[1] + .0722 * linear[2];
    }

    private static double[] Channels(string color) =>
        [.. new[] { 1, 3, 5 }.Select(i => Convert.ToInt32(color.Substring(i, 2), 16) / 255.0)];

    /// <summary>Lengths of dashes and gaps of a line of that width, in pixels; empty for an unbroken line.</summary>
    internal static double[] Lengths(Dash dash, double width)
    {
        var unit = Math.Max(1, width);
        return dash switch
        {
            Dash.Dashed => [5 * unit, 2.5 * unit],
            Dash.Dotted => [unit, 1.8 * unit],
            Dash.DashDotted => [5 * unit, 2 * unit, unit, 2 * unit],
            _ => [],
        };
    }

    internal static T At<T>(IReadOnlyList<T> cycle, int index) => cycle[((index % cycle.Count) + cycle.Count) % cycle.Count];
}
