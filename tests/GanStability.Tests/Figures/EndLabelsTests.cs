using System.Text.Json;
using System.Xml.Linq;
using GanStability;
using Xunit;

namespace GanStability.Tests.Figures;

/// <summary>Names stand at the ends of lines where there is room for them, and in a legend everywhere else.</summary>
public class EndLabelsTests
{
    private static Figure With(params Panel[] panels) =>
        new()
        {
            Title = "t",
            Caption = "c",
            Alt = "a",
            Panels = panels,
        };

    private static Panel Of(params Series[] series) => new("", new("step"), new("loss", Min: 0, Max: 10), series);

    private static Line Ending(double at, string name, double until = 100) => new(name, [0, until], [5, at]);

    private static List<JsonElement> Traces(JsonElement chart) => [.. chart.GetProperty("data").EnumerateArray()];

    private static List<JsonElement> Traces(Figure figure) => Traces(Html.Chart(figure));

    private static bool IsLabel(JsonElement trace) => trace.TryGetProperty("mode", out var mode) && mode.GetString() == "text";

    private static List<string> Labels(Figure figure) =>
        [
            .. Traces(figure).Where(IsLabel).Select(t => t.GetProperty("text")[0].GetString()!.Trim()),
        ];

    [Fact]
    public void NamesStandAtTheEndsOfLinesInTheirColoursAndTheLegendGoes()
    {
        var figure = With(Of(new Band("", [0, 100], [1, 1], [3, 3]), Ending(2, "D"), Ending(8, "G"), new Rule("2 ln 2", 5)));
        Assert.Equal(["D", "G", "2 ln 2"], Labels(figure));
        var traces = Traces(figure);
        Assert.All(traces, t => Assert.False(t.GetProperty("showlegend").GetBoolean()));
        var label = traces.Single(t => t.TryGetProperty("text", out var text) && text[0].GetString()!.Trim() == "G");
        Assert.InRange(label.GetProperty("x")[0].GetDouble(), 99.5, 100);
        Assert.Equal(8, label.GetProperty("y")[0].GetDouble());
        Assert.Equal(Palette.Letters(Palette.Color(1), dark: false), label.GetProperty("textfont").GetProperty("color").GetString());
        Assert.Equal(Palette.Letters(Palette.Color(1), dark: true), label.GetProperty("meta").GetProperty("dark").GetString());
        // The data area ends where the names begin, in both drawings.
        var right = Html.Chart(figure).GetProperty("layout").GetProperty("xaxis").GetProperty("domain")[1].GetDouble();
        Assert.InRange(900 * (1 - right), 18 + TextFit.Width("2 ln 2", EndLabels.Size), 90);
        var texts = XDocument.Parse(figure.ToSvg()).Descendants().Where(e => e.Name.LocalName == "text");
        Assert.Contains("2 ln 2", texts.Select(e => e.Value.Trim()));
    }

    public static TheoryData<string, Panel[]> Others =>
        new()
        {
            { "names would overlap by a letter", [Of(Ending(5, "D"), Ending(5.3, "G"))] },
            { "a name is long", [Of(Ending(2, "D"), Ending(8, "every hidden layer, then noise"))] },
            { "a line ends in the middle", [Of(Ending(2, "D"), Ending(8, "G", until: 60))] },
            { "a line leaves the panel", [Of(Ending(2, "D"), Ending(12, "G"))] },
            { "points have no end", [Of(Ending(2, "D"), new Points("seeds", [1], [1]))] },
            { "a vertical line has no right end", [Of(Ending(2, "D"), Ending(8, "G"), new Rule("start", 50, Vertical: true))] },
            { "seven lines", [Of([.. Enumerable.Range(1, 7).Select(i => Ending(i, $"λ = {i}"))])] },
            { "one line needs no telling apart", [Of(Ending(2, "D"))] },
            { "another panel needs a legend", [Of(Ending(2, "D"), Ending(8, "G")), Of(Ending(5, "D"), Ending(5, "G"))] },
            { "the panels are too narrow", [.. Enumerable.Range(0, 5).Select(_ => Of(Ending(2, "D"), Ending(8, "non-saturating")))] },
        };

    [Theory, MemberData(nameof(Others))]
    public void TheLegendStaysWhere(string reason, Panel[] panels)
    {
        var figure = With(panels) with { Columns = panels.Length };
        Assert.True(Labels(figure).Count == 0, reason);
        Assert.Contains(Traces(figure), t => t.GetProperty("showlegend").GetBoolean());
    }

    [Fact]
    public void WhatMovesKeepsItsLegend()
    {
        var still = With(Of(Ending(2, "D"), Ending(8, "G")));
        Assert.Equal(2, Labels(still).Count);
        Assert.Empty(Labels(still with { Slider = new("step", [new("0", still.Panels), new("1", still.Panels)]) }));
        Assert.Empty(Labels(still with { Moving = true }));
    }

    [Fact]
    public void TheEndOfALineOnALogarithmicAxisIsWhereItIsDrawn()
    {
        Panel Log(double low) =>
            new(
                "",
                new("n", Log: true),
                new("error", Log: true),
                [new Line("low", [1, 1000], [1, low]), new Line("high", [1, 1000], [1, 1e-3])]
            );
        Assert.Equal(["low", "high"], Labels(With(Log(1e-5))));
        // Plotly hides what lies outside of the axis, and writes both with five digits: log₁₀ 20 is a little more than 1.301.
        Line To(double y) => new($"to {y}", [1, 20], [1, y]);
        var chart = Html.Chart(With(new Panel("", new("n", Log: true), new("y"), [To(1), To(2)])));
        var end = chart.GetProperty("layout").GetProperty("xaxis").GetProperty("range")[1].GetDouble();
        var at = Traces(chart).Where(IsLabel).Select(t => Math.Log10(t.GetProperty("x")[0].GetDouble())).ToList();
        Assert.Equal(2, at.Count);
        Assert.All(at, x => Assert.InRange(x, .99 * end, end));
        // A tenth part of a decade is less than a letter.
        Assert.Empty(Labels(With(Log(.9e-3))));
    }

    public static TheoryData<string> Colors => [.. Palette.Colors, Palette.Neutral];

    [Theory, MemberData(nameof(Colors))]
    public void NamesAreReadOnBothPapers(string color)
    {
        Assert.InRange(Palette.Contrast(Palette.Letters(color, dark: false), Palette.Paper), 4.5, 21);
        Assert.InRange(Palette.Contrast(Palette.Letters(color, dark: true), Palette.Darkened[Palette.Paper]), 4.5, 21);
    }
}

/// <summary>A line that lies on the frame cannot be seen.</summary>
public class OffTheFrameTests
{
    private static readonly Axis Steps = new("step");

    private static Span Height(Axis y, params Series[] series) => Span.Of([new("", Steps, y, series)]).Y;

    [Fact]
    public void AReferenceLineOnAGivenLimitMovesTheLimit()
    {
        Span With(double rule) => Height(new("share", Min: 0, Max: 1), new Line("a", [0, 1], [.2, .9]), new Rule("", rule));
        Assert.Equal(new Span(-.04, 1), With(0));
        Assert.Equal(new Span(0, 1.04), With(1));
        Assert.Equal(new Span(0, 1), With(.5));
        // What was left out on purpose stays out.
        Assert.Equal(new Span(0, 1), With(2));
    }

    [Fact]
    public void ACurveThatNeverLeavesALimitMovesItAndADensityDoesNot()
    {
        Axis share = new("share", Min: 0);
        Assert.True(Height(share, new Line("random signs", [0, 1, 2], [0, 0, 0]), new Line("a", [0, 1, 2], [0, 1, 2])).Min < -.05);
        Assert.Equal(0, Height(share, new Line("p", [0, 1, 2], [0, 1, 0])).Min);
    }

    [Fact]
    public void ALogarithmicAxisGoesOnByTheSameShare()
    {
        var span = Height(new("error", Log: true, Min: 1e-4, Max: 1), new Line("a", [0, 1], [.01, .1]), new Rule("bound", 1e-4));
        Assert.Equal(-4.16, Math.Log10(span.Min), 1e-9);
        Assert.Equal(1, span.Max);
    }

    [Fact]
    public void AVerticalLineAtTheFirstStepIsSeen()
    {
        var x = Span.Of([new("", Steps, new("y"), [new Line("a", [0, 100], [0, 1]), new Rule("start", 0, Vertical: true)])]).X;
        Assert.Equal((-4, 100), (x.Min, x.Max));
    }

    [Fact]
    public void BarsStandOnTheAxisAndSharedAxesGoOnOnce()
    {
        Assert.Equal(0, Height(new("share"), new Bars("b", [0, 1], [1, 2]), new Rule("nothing", 0)).Min);
        Panel one = new("", Steps, new("share", Min: 0, Max: 1), [new Line("a", [0, 1], [.2, .9]), new Rule("nothing", 0)]);
        var once = new[] { one, one }.OnSharedAxes();
        Assert.Equal(once[0].Y, once.OnSharedAxes()[0].Y);
        Assert.Equal(once[0].Y.Min, Span.Of([once[0]]).Y.Min);
    }
}
