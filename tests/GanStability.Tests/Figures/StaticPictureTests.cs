using System.Buffers.Binary;
using System.Globalization;
using System.Xml.Linq;
using GanStability;
using SkiaSharp;
using Xunit;

namespace GanStability.Tests.Figures;

public class StaticPictureTests
{
    public static TheoryData<string> Names => [.. Gallery.All.Keys];

    private static Figure Simple(string title = "t", string x = "x", params Series[] series) =>
        new()
        {
            Title = title,
            Caption = "c",
            Alt = "a",
            Panels = [new("", new(x), new("y"), series.Length > 0 ? series : [new Line("l", [0, 1], [0, 1])])],
        };

    private static (int Width, int Height) Size(byte[] png) =>
        (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));

    private static int Inked(byte[] png) => Pixels(png).Count(p => p != SKColors.White);

    private static SKColor[] Pixels(byte[] png)
    {
        using var bitmap = SKBitmap.Decode(png);
        return bitmap.Pixels;
    }

    [Theory, MemberData(nameof(Names))]
    public void PngIsAPictureOfTheRightSizeThatIsNotBlank(string name)
    {
        var png = Gallery.All[name]().ToPng();
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        var (width, height) = Size(png);
        Assert.InRange(width, 900, 1800);
        Assert.InRange(height, 300, 1600);
        Assert.InRange(Inked(png), width * height / 200, width * height);
    }

    [Theory, MemberData(nameof(Names))]
    public void PngStaysSmall(string name) =>
        Assert.InRange(Gallery.All[name]().ToPng().Length, 1000, name == "images" ? 250_000 : 100_000);

    [Theory, MemberData(nameof(Names))]
    public void PngIsTheSameEveryTime(string name) => Assert.Equal(Gallery.All[name]().ToPng(), Gallery.All[name]().ToPng());

    [Fact]
    public void SizeAndScaleAreWhatWasAskedFor()
    {
        var figure = Simple() with { Size = (400, 300) };
        Assert.Equal((400, 300), Size(figure.ToPng(1)));
        Assert.Equal((800, 600), Size(figure.ToPng(2)));
        Assert.Contains("scale", Assert.Throws<ArgumentOutOfRangeException>(() => figure.ToPng(0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TextIsDrawnWithTheFontThatShips()
    {
        // Letters that differ give pictures that differ, and more letters more ink: a machine without fonts would draw none.
        int none = Inked(Simple("", "").ToPng()),
            some = Inked(Simple("WWWW", "").ToPng()),
            more = Inked(Simple("WWWWWWWW", "").ToPng());
        Assert.True(some > none + 500 && more > some + 500, $"ink: {none}, {some}, {more}");
        Assert.NotEqual(Inked(Simple("", "∇θ").ToPng()), Inked(Simple("", "∂ψ").ToPng()));

        var typeface = ScottPlot.Fonts.GetTypeface(GanStability.Fonts.Family, bold: true, italic: false);
        Assert.Equal("DejaVu Sans", typeface.FamilyName);
        Assert.True(typeface.IsBold);
        using var data = typeface.OpenStream();
        using var shipped = typeof(Figure).Assembly.GetManifestResourceStream("Fonts.DejaVuSans-Bold.ttf")!;
        Assert.Equal(shipped.Length, data.Length); // the file inside the assembly, not one of the system
    }

    [Fact]
    public void TheFontHasTheSignsOfTheCourse()
    {
        using var paint = new SKFont(ScottPlot.Fonts.GetTypeface(GanStability.Fonts.Family, false, false));
        Assert.DoesNotContain("∇∂θψφλγσμεα‖√≤≥≈≠→∞∑∏∫∈ℝ²³⁻¹₁₂·×−±½′", sign => !paint.ContainsGlyphs(sign.ToString()));
    }

    [Fact]
    public void SvgHoldsTheLabelsAndTheDashes()
    {
        var svg = Gallery.Losses().ToSvg();
        var root = XDocument.Parse(svg).Root!;
        var text = root.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value.Trim()).ToList();
        foreach (
            var label in new[]
            {
                "step",
                "loss (nats)",
                "baseline (ROT)",
                "with minibatch discrimination",
                "discriminator",
                "generator",
                "equilibrium, at 2·ln 2",
                "1000",
            }
        )
            Assert.Contains(label, text);
        Assert.Equal(2, text.Count(t => t == "discriminator")); // once a panel, although ScottPlot draws more than once
        Assert.Contains(root.Descendants(), e => e.Attribute("stroke-dasharray") is not null);
    }

    [Fact]
    public void TicksDoNotDependOnTheCulture()
    {
        var figure = Simple("", "x", new Line("", [0, 1], [.5, 20000.5]));
        var invariant = figure.ToSvg();
        using var _ = new Culture("fr-FR");
        Assert.Equal(invariant, figure.ToSvg());
    }

    [Fact]
    public void PicturesKeepTheirPixelsAndTheirFirstRowOnTop()
    {
        var picture = new ImageSeries("", [255, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 255], 2, 2); // red over blue
        var figure = new Figure
        {
            Title = "",
            Caption = "",
            Alt = "",
            Panels = [new("", new(""), new(""), [picture])],
            Size = (300, 300),
        };
        using var bitmap = SKBitmap.Decode(figure.ToPng(1));
        Assert.Equal(new SKColor(255, 0, 0), bitmap.GetPixel(150, 80));
        Assert.Equal(new SKColor(0, 0, 255), bitmap.GetPixel(150, 270));
        // No interpolation: no colour between the two.
        Assert.DoesNotContain(bitmap.Pixels, p => p is { Red: > 20 and < 235, Blue: > 20 and < 235, Green: 0 });
    }

    [Fact]
    public void HeatMapCellsLieAroundTheirCentres()
    {
        var map = new HeatMap(
            "",
            new double[,]
            {
                { 0, 0 },
                { 0, 1 },
            },
            0,
            1,
            0,
            1
        );
        var figure = new Figure
        {
            Title = "",
            Caption = "",
            Alt = "",
            Panels = [new("", new("x"), new("y"), [map, new Points("", [1], [1]) { Color = 6 }])],
            Size = (600, 500),
        };
        var pixels = Pixels(figure.ToPng(1));
        // The only high cell is the upper right quarter; the point at (1, 1) is its centre.
        var yellow = Enumerable
            .Range(0, 600 * 500)
            .Where(i => i % 600 < 520 && pixels[i] == SKColor.Parse(Palette.Sequential[^1]))
            .ToList();
        var dots = Enumerable
            .Range(0, 600 * 500)
            .Where(i => i % 600 < 520 && i / 600 < 240 && i / 600 > 60 && pixels[i] == SKColors.Black)
            .ToList();
        Assert.NotEmpty(dots);
        Assert.Equal(yellow.Average(i => i % 600), dots.Average(i => i % 600), 3.0);
        Assert.Equal(yellow.Average(i => i / 600), dots.Average(i => i / 600), 3.0);
    }

    [Fact]
    public void LiveHtmlIsAPictureAndNothingElse()
    {
        var html = Gallery.Ring().ToLiveHtml();
        Assert.StartsWith("<img ", html, StringComparison.Ordinal);
        Assert.DoesNotContain("script", html, StringComparison.Ordinal);
        Assert.Equal(1080, Size(Html.Picture(html)).Width);
    }

    [Fact]
    public void FilesAreWritten()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var (png, svg) = (Path.Combine(folder.FullName, "a.png"), Path.Combine(folder.FullName, "a.svg"));
            Simple().SavePng(png, 1);
            Simple().SaveSvg(svg);
            Assert.Equal(Simple().ToPng(1), File.ReadAllBytes(png));
            Assert.Equal(Simple().ToSvg(), File.ReadAllText(svg));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void WhatIsNotFiniteOrNotPositiveOnALogAxisIsLeftOut()
    {
        var figure = new Figure
        {
            Title = "",
            Caption = "",
            Alt = "",
            Panels =
            [
                new(
                    "",
                    new("x"),
                    new("y", Log: true),
                    [new Line("", [0, 1, 2, 3], [double.NaN, 0, 10, double.PositiveInfinity]), new Points("", [1, 2], [-1, 100])]
                ),
            ],
        };
        Assert.Contains("100", figure.ToSvg(), StringComparison.Ordinal);
        Assert.True(Inked(figure.ToPng()) > 1000);
    }

    private sealed class Culture : IDisposable
    {
        private readonly CultureInfo before = CultureInfo.CurrentCulture;

        public Culture(string name) => CultureInfo.CurrentCulture = new(name);

        public void Dispose() => CultureInfo.CurrentCulture = before;
    }
}
