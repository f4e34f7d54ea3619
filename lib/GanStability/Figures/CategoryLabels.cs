using GanStability.Figures.Static;

namespace GanStability.Figures;

/// <summary>The names along an axis, broken into lines or, where even that does not fit, slanted.</summary>
/// <param name="Names">With line breaks, unless slanted.</param>
/// <param name="Slanted">They run upwards to the right, ending under their mark.</param>
/// <param name="Height">What they take below the axis, in CSS pixels.</param>
internal sealed record CategoryLabels(IReadOnlyList<string> Names, bool Slanted, double Height)
{
    /// <summary>Of slanted names, in degrees.</summary>
    public const double Angle = 30;

    /// <summary>Of the letters, in CSS pixels.</summary>
    public const float Size = 14;

    private const double Gap = 8, LineHeight = 17;

    /// <summary>The names along an axis of that length.</summary>
    public static CategoryLabels Of(IReadOnlyList<string> names, double length)
    {
        var room = (length / names.Count) - Gap;
        var wrapped = names.Select(name => TextFit.Wrap(name, room, Size)).ToList();
        return wrapped.TrueForAll(name => TextFit.Width(name, Size) <= room + Gap)
            ? new(wrapped, false, LineHeight * wrapped.Max(name => name.Split('\n').Length))
            : new(names, true, (names.Max(name => TextFit.Width(name, Size)) * Math.Sin(Angle * Math.PI / 180)) + LineHeight);
    }
}
