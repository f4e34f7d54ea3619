using GanStability;
using SkiaSharp;
using Xunit;

namespace GanStability.Tests.Figures;

/// <summary>A band says how far seeds differ, so it must be seen from the last row, on a projector: 1.6 : 1 against the paper.</summary>
public class BandContrastTests
{
    public static TheoryData<int> Colors => [.. Enumerable.Range(0, Palette.Colors.Count)];

    private static Figure Filled(int color) =>
        new()
        {
            Title = "t",
            Caption = "c",
            Alt = "a",
            Panels = [new("", new("x"), new("y"), [new Band("", [0, 1], [0, 0], [1, 1]) { Color = color }, new Line("l", [0, 1], [0, 0])])],
        };

    private static double Contrast(double red, double green, double blue)
    {
        return 1.05 / (0.05 + 0.2126 * Linear(red) + 0.7152 * Linear(green) + 0.0722 * Linear(blue));
        static double Linear(double c) => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
    }

    [Theory, MemberData(nameof(Colors))]
    public void InThePicture(int color)
    {
        using var bitmap = SKBitmap.Decode(Filled(color).ToPng(1));
        // Most of the picture is the band.
        var band = bitmap.Pixels.Where(p => p != SKColors.White).GroupBy(p => p).MaxBy(g => g.Count())!.Key;
        Assert.InRange(Contrast(band.Red / 255.0, band.Green / 255.0, band.Blue / 255.0), 1.58, 3);
    }

    [Theory, MemberData(nameof(Colors))]
    public void InTheChart(int color)
    {
        var trace = Html.Chart(Filled(color)).GetProperty("data")[0];
        var fill = trace.GetProperty("fillcolor").GetString()!;
        var channels = Enumerable.Range(0, 4).Select(i => Convert.ToInt32(fill.Substring(1 + 2 * i, 2), 16) / 255.0).ToList();
        // No second opacity on top of that of the fill.
        Assert.False(trace.TryGetProperty("opacity", out _));
        double OnPaper(int i) => 1 - channels[3] + channels[3] * channels[i];
        Assert.InRange(Contrast(OnPaper(0), OnPaper(1), OnPaper(2)), 1.58, 3);
    }

    [Theory, MemberData(nameof(Colors))]
    public void LinesAndBandsAreSeenOnDarkPaperToo(int color)
    {
        var (line, paper) = (Palette.Color(color), Palette.Darkened[Palette.Paper]);
        Assert.InRange(Palette.Contrast(Palette.Darkened.GetValueOrDefault(line, line), paper), 3, 21);
        var fill = Html.Chart(Filled(color)).GetProperty("data")[0].GetProperty("meta").GetProperty("dark").GetString()!;
        int At(string of, int i) => Convert.ToInt32(of.Substring(1 + 2 * i, 2), 16);
        var share = At(fill, 3) / 255.0;
        var mixed = Enumerable.Range(0, 3).Select(i => (int)Math.Round(share * At(fill, i) + (1 - share) * At(paper, i)));
        Assert.InRange(Palette.Contrast("#" + string.Concat(mixed.Select(c => c.ToString("x2", null))), paper), 1.58, 3);
    }

    [Fact]
    public void TextAndLinesWithoutAHueAreReadOnDarkPaper()
    {
        var paper = Palette.Darkened[Palette.Paper];
        Assert.InRange(Palette.Contrast(Palette.Darkened[Palette.Ink], paper), 7, 21);
        Assert.InRange(Palette.Contrast(Palette.Darkened[Palette.Neutral], paper), 4.5, 21);
    }

    [Fact]
    public void TheScriptKnowsTheSamePairs()
    {
        using var script = new StreamReader(typeof(Figure).Assembly.GetManifestResourceStream("Figures.theme.js")!);
        var pairs = System
            .Text.RegularExpressions.Regex.Matches(script.ReadToEnd(), @"\['(#\w+)', '(#\w+)'\]")
            .ToDictionary(pair => pair.Groups[1].Value, pair => pair.Groups[2].Value);
        // What a chart says of its paper is three digits long.
        pairs.Add(Palette.Paper, pairs["#fff"]);
        pairs.Remove("#fff");
        Assert.Equal(Palette.Darkened.OrderBy(p => p.Key), pairs.OrderBy(p => p.Key));
    }

    [Fact]
    public void ALegendTakesTheBandAlong()
    {
        var traces = Html.Chart(Gallery.Losses()).GetProperty("data").EnumerateArray().ToList();
        string? Group(int i) => traces[i].TryGetProperty("legendgroup", out var group) ? group.GetString() : null;
        Assert.NotNull(Group(0));
        Assert.Equal(Group(0), Group(1));
        Assert.Equal(Group(2), Group(3));
        Assert.Null(Group(4));
        Assert.Equal(4, new[] { Group(0), Group(2), Group(5), Group(7) }.Distinct().Count());
    }
}
