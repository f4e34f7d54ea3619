using ScottPlot;
using SkiaSharp;

namespace GanStability.Figures.Static;

/// <summary>
/// Gives ScottPlot the typeface that ships inside this assembly. On a machine without fonts (a container, a server) all text of a
/// picture silently disappears otherwise, and on any other it would look different from machine to machine.
/// </summary>
internal sealed class Fonts : IFontResolver
{
    /// <summary>The family; viewers of an SVG that have it show the same glyphs.</summary>
    public const string Family = "DejaVu Sans";

    private static readonly Lazy<SKTypeface> regular = new(() => Read("DejaVuSans.ttf"));
    private static readonly Lazy<SKTypeface> bold = new(() => Read("DejaVuSans-Bold.ttf"));

    private static readonly Lazy<Fonts> registered = new(() =>
    {
        // First in the list: a system copy of the same family may be another version.
        var fonts = new Fonts();
        ScottPlot.Fonts.FontResolvers.Insert(0, fonts);
        return fonts;
    });

    private Fonts()
    {
    }

    /// <summary>Makes the family known to ScottPlot, once per process.</summary>
    public static void Register() => _ = registered.Value;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName == Family ? (weight >= FontWeight.SemiBold ? bold : regular).Value : null;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        CreateTypeface(fontName, bold ? FontWeight.Bold : FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal);

    private static SKTypeface Read(string file)
    {
        var assembly = typeof(Fonts).Assembly;
        using var stream = assembly.GetManifestResourceStream($"{typeof(Figure).Namespace}.Fonts.{file}")!;
        using var data = SKData.Create(stream);
        return SKTypeface.FromData(data);
    }
}
