using GanStability;
using Xunit;

namespace GanStability.Tests.Figures;

public class FigureCheckingTests
{
    private static readonly Line good = new("good", [0, 1], [1, 2]);

    private static Figure With(Axis? x = null, params Series[] series) =>
        new()
        {
            Title = "loss",
            Caption = "c",
            Alt = "a",
            Panels = [new("left", x ?? new("x"), new("y"), series.Length > 0 ? series : [good])],
        };

    public static TheoryData<Figure, string> Wrong =>
        new()
        {
            { With() with { Panels = [] }, "no panels" },
            { With() with { Panels = [new("left", new("x"), new("y"), [])] }, "panel 'left' has no series" },
            { With() with { Columns = 0 }, "Columns is 0" },
            { With() with { Size = (10, 400) }, "10×400" },
            { With(null, new Line("l", [0, 1], [1])), "Line 'l' of panel 'left' has 2 values in X and 1 in Y" },
            { With(null, new Points("p", [0], [1, 2])), "1 values in X and 2 in Y" },
            { With(null, new Band("b", [0, 1], [0, 0], [1])), "2 values in X and 1 in High" },
            { With(null, new Bars("b", [0, 1], [1, 2]) { Low = [1] }), "2 values in X and 1 in Low" },
            { With(null, new Bars("b", [], [])), "no bars" },
            { With(null, new Bars("b", [0], [1]) { Fill = 0 }), "the fill 0" },
            { With(null, new Arrows("v", [0], [0], [1], [])), "1 values in X and 0 in DY" },
            { With(null, new HeatMap("h", new double[0, 3], 0, 1, 0, 1)), "no values" },
            { With(null, new HeatMap("h", new double[2, 2], 1, 0, 0, 1)), "[1, 0]" },
            { With(null, new ImageSeries("p", new byte[5], 2, 2)), "5 bytes for 2×2 pixels" },
            { With(null, new Rule("r", double.NaN)), "finite" },
            { With(null, good with { Opacity = 2 }), "the opacity 2" },
            { With(new("x", Min: double.NaN)), "the x axis of panel 'left' has the limit NaN" },
            { With(new("x", Log: true, Min: 0)), "logarithmic and has the limit 0" },
            { With(new("x", Min: 1.5, Max: 1)), "runs from 1.5 to 1" },
            { With(new("x") { Categories = [] }), "empty list of categories" },
            { With(new("x", Log: true) { Categories = ["a"] }), "logarithmic and has categories" },
            { With() with { Slider = new("s", []) }, "no frames" },
            { With() with { Slider = new("s", [new("0", With().Panels)], Shown: 1) }, "shows frame 1 of 1" },
            { With() with { Slider = new("s", [new("0", With(null, good, good).Panels)]) }, "frame '0' of its slider holds other panels" },
            { With() with { Slider = new("s", [new("0", With(null, new Line("l", [0], [])).Panels)]) }, "1 values in X and 0 in Y" },
        };

    [Theory, MemberData(nameof(Wrong))]
    public void SaysWhatIsWrongBeforeDrawing(Figure figure, string part)
    {
        foreach (
            var render in new Func<object>[]
            {
                () => figure.ToPng(),
                figure.ToSvg,
                figure.ToHtml,
                figure.ToLiveHtml,
                figure.ToPlotly,
                figure.ToText,
            }
        )
        {
            var message = Assert.Throws<ArgumentException>(render).Message;
            Assert.StartsWith("Figure 'loss' cannot be drawn: ", message, StringComparison.Ordinal);
            Assert.Contains(part, message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void EmptyAndConstantDataAreDrawn()
    {
        Assert.NotEmpty(With(null, new Line("none", [], []), new Points("one", [3], [3])).ToPng());
        Assert.NotEmpty(With(null, new Line("level", [0, 1], [5, 5])).ToHtml());
        Assert.NotEmpty(With(null, new Line("nothing finite", [0, 1], [double.NaN, double.NaN])).ToHtml());
        Assert.NotEmpty(
            With(
                    null,
                    new HeatMap(
                        "one cell",
                        new double[,]
                        {
                            { 1 },
                        },
                        0,
                        0,
                        0,
                        0
                    )
                )
                .ToHtml()
        );
        Assert.NotEmpty(With(null, new Band("gap", [0, 1], [double.NaN, 0], [1, double.NaN])).ToHtml());
    }
}
