using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace GanStability.Figures.Static;

/// <summary>Marks and labels of axes, in the invariant culture.</summary>
internal static class Ticks
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>Marks of a linear axis; the library places them.</summary>
    public static ITickGenerator Linear(bool vertical) => new NumericAutomatic { LabelFormatter = Label, MinimumTickSpacing = vertical ? 30 : 48 };

    /// <summary>Marks at powers of ten, and at 2 and 5 times those where the axis spans little; positions are base-ten logarithms.</summary>
    public static ITickGenerator Logarithmic(Span span)
    {
        var ticks = new NumericManual();
        int first = (int)Math.Floor(Math.Log10(span.Min)), last = (int)Math.Ceiling(Math.Log10(span.Max));
        var every = Math.Max(1, (last - first + 5) / 6);
        var narrow = Math.Log10(span.Max / span.Min) < 2.2;
        for (var decade = first; decade <= last; decade++)
        {
            for (var digit = 1; digit <= 9; digit++)
            {
                var position = decade + Math.Log10(digit);
                var labelled = digit == 1 ? (decade - first) % every == 0 : narrow && digit is 2 or 5;
                if (labelled) ticks.AddMajor(position, narrow ? Label(digit * Math.Pow(10, decade)) : Power(decade));
                else ticks.AddMinor(position);
            }
        }
        return ticks;
    }

    /// <summary>Names at 0, 1, 2, ….</summary>
    public static ITickGenerator Named(IReadOnlyList<string> names) =>
        new NumericManual([.. names.Select((name, i) => Tick.Major(i, name))]);

    /// <summary>A number as short as it can be read: 0.05, 20000, 3×10⁶.</summary>
    public static string Label(double value)
    {
        if (value == 0 || Math.Abs(value) < 1e-12) return "0";
        var exponent = (int)Math.Floor(Math.Log10(Math.Abs(value)) + 1e-9);
        return exponent is >= 6 or < -4
            ? Scientific(value / Math.Pow(10, exponent), exponent)
            : Math.Round(value, 10).ToString("0.##########", CultureInfo.InvariantCulture).Replace('-', '−');
    }

    private static string Power(int exponent) => exponent switch { 0 => "1", 1 => "10", _ => Scientific(1, exponent) };

    private static string Scientific(double digits, int exponent)
    {
        var power = string.Concat(Math.Abs(exponent).ToString(CultureInfo.InvariantCulture).Select(c => Superscripts[c - '0']));
        var mantissa = Math.Round(digits, 6) == 1 ? "" : Math.Round(digits, 6).ToString(CultureInfo.InvariantCulture).Replace('-', '−') + "×";
        return $"{mantissa}10{(exponent < 0 ? "⁻" : "")}{power}";
    }
}
