using System.Globalization;
using System.Text.Json;
using CsCheck;
using GanStability;
using Xunit;

namespace GanStability.Tests.Figures;

public class InteractiveChartTests
{
    private static Figure With(Axis x, Axis y, params Series[] series) =>
        new()
        {
            Title = "t",
            Caption = "c",
            Alt = "a",
            Panels = [new("", x, y, series)],
        };

    private static List<double?> Numbers(JsonElement array) =>
        [.. array.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? (double?)null : v.GetDouble())];

    [Fact]
    public void EachSeriesIsATraceOnTheAxesOfItsPanel()
    {
        var chart = Html.Chart(Gallery.Losses());
        var traces = chart.GetProperty("data").EnumerateArray().ToList();
        Assert.Equal(10, traces.Count);
        Assert.Equal(Enumerable.Repeat("x", 5).Concat(Enumerable.Repeat("x2", 5)), traces.Select(t => t.GetProperty("xaxis").GetString()));
        Assert.Equal(
            ["", "discriminator", "", "generator", "equilibrium, at 2·ln 2"],
            traces.Take(5).Select(t => t.GetProperty("name").GetString()!)
        );
        Assert.Equal("toself", traces[0].GetProperty("fill").GetString());
        // A band has the colour of its line, another line another colour and another dash.
        Assert.Equal(traces[1].GetProperty("line").GetProperty("color").GetString(), traces[0].GetProperty("fillcolor").GetString()![..7]);
        Assert.NotEqual(
            traces[1].GetProperty("line").GetProperty("color").GetString(),
            traces[3].GetProperty("line").GetProperty("color").GetString()
        );
        Assert.False(traces[1].GetProperty("line").TryGetProperty("dash", out _));
        Assert.True(traces[3].GetProperty("line").TryGetProperty("dash", out _));

        var layout = chart.GetProperty("layout");
        Assert.Equal("loss (nats)", layout.GetProperty("yaxis2").GetProperty("title").GetProperty("text").GetString());
        Assert.True(
            layout.GetProperty("xaxis").GetProperty("domain")[1].GetDouble()
                < layout.GetProperty("xaxis2").GetProperty("domain")[0].GetDouble()
        );
        Assert.Contains(layout.GetProperty("annotations").EnumerateArray(), a =>
            a.GetProperty("text").GetString() == "<b>baseline (ROT)</b>"
        );
        Assert.Equal("trace", layout.GetProperty("legend").GetProperty("itemsizing").GetString());
        var cloud = Html.Chart(With(new Axis("x"), new Axis("y"), new Points("p", [0], [0]) { Size = 3 }));
        Assert.Equal("constant", cloud.GetProperty("layout").GetProperty("legend").GetProperty("itemsizing").GetString());
    }

    [Fact]
    public void WritingAChartComparesNoPartWithAnother()
    {
        var inner = new Part();
        inner.SetProperty("value", 1.5);
        var outer = new Part();
        outer.SetProperty("parts", new[] { inner, inner });
        Assert.Equal("""{"parts":[{"value":1.5},{"value":1.5}]}""", PlotlyJson.Of(outer));
    }

    /// <summary>A part as those of Plotly.NET, whose comparison goes through all that they hold.</summary>
    private sealed class Part : DynamicObj.DynamicObj
    {
        public override bool Equals(object? obj) => throw new InvalidOperationException("Compared.");

        public override int GetHashCode() => 0;
    }

    [Fact]
    public void AxesSayWhatTheyAre()
    {
        var layout = Html.Chart(Gallery.Logs()).GetProperty("layout");
        Assert.Equal("log", layout.GetProperty("yaxis").GetProperty("type").GetString());
        Assert.Equal(1, layout.GetProperty("xaxis").GetProperty("range")[0].GetDouble());
        Assert.InRange(layout.GetProperty("xaxis2").GetProperty("range")[0].GetDouble(), 2.9, 3); // the logarithm of 1000, a little less

        var names = Html.Chart(Gallery.Bars()).GetProperty("layout").GetProperty("xaxis");
        Assert.Equal("minibatch<br>discrimination", names.GetProperty("ticktext")[2].GetString());
        Assert.Equal("x", Html.Chart(Gallery.Field()).GetProperty("layout").GetProperty("yaxis").GetProperty("scaleanchor").GetString());
    }

    [Fact]
    public void BarsStandSideBySideWithTheirErrors()
    {
        var traces = Html.Chart(Gallery.Bars()).GetProperty("data").EnumerateArray().ToList();
        var (a, b) = (Numbers(traces[0].GetProperty("x")), Numbers(traces[1].GetProperty("x")));
        Assert.Equal(-.2, a[0]!.Value, 1e-9);
        Assert.Equal(.2, b[0]!.Value, 1e-9);
        Assert.Equal(.4, traces[0].GetProperty("width").GetDouble(), 1e-9);
        Assert.Equal(.3, traces[0].GetProperty("error_y").GetProperty("array")[0].GetDouble(), 1e-6);
        Assert.Equal(.2, traces[0].GetProperty("error_y").GetProperty("arrayminus")[0].GetDouble(), 1e-6);
    }

    [Fact]
    public void TheSliderReplacesWhatChangesAndNothingElse()
    {
        var chart = Html.Chart(Gallery.Slider());
        var slider = chart.GetProperty("layout").GetProperty("sliders")[0];
        var steps = slider.GetProperty("steps").EnumerateArray().ToList();
        Assert.Equal(21, steps.Count);
        Assert.Equal(8, slider.GetProperty("active").GetInt32());
        Assert.Equal("m = ", slider.GetProperty("currentvalue").GetProperty("prefix").GetString());
        Assert.Equal("5.00", steps[20].GetProperty("label").GetString());

        var args = steps[20].GetProperty("args");
        // The moving density and the point, not p and not the curve.
        Assert.Equal([1, 3], args[2].EnumerateArray().Select(t => t.GetInt32()));
        var moved = Numbers(args[0].GetProperty("y")[0]);
        Assert.Equal(1 / Math.Sqrt(2 * Math.PI), moved[180]!.Value, 1e-3); // its peak lies at x = −4 + 180 · 0.05 = 5
        Assert.Equal(12.5, Numbers(args[0].GetProperty("y")[1])[0]!.Value, 1e-2);
    }

    [Fact]
    public void ASliderMovesEveryKindOfSeries()
    {
        var args = Html.Chart(Gallery.Kinds()).GetProperty("layout").GetProperty("sliders")[0].GetProperty("steps")[3].GetProperty("args");
        Assert.Equal(["error_y", "source", "x", "y", "z"], args[0].EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal("<b>field at t = 3</b>", args[1].GetProperty("annotations[1].text").GetString());
    }

    [Fact]
    public void AxesStandStillWhileTheSliderMoves()
    {
        Figure Moved(int shown) =>
            Gallery.Slider() with
            {
                Panels = Gallery.Slider().Slider!.Frames[shown].Panels,
                Slider = Gallery.Slider().Slider! with { Shown = shown },
            };
        string Ranges(int shown) =>
            string.Join(
                ' ',
                new[] { "xaxis", "yaxis", "xaxis2", "yaxis2" }.Select(a =>
                    Html.Chart(Moved(shown)).GetProperty("layout").GetProperty(a).GetProperty("range")
                )
            );
        Assert.Equal(Ranges(0), Ranges(20));
    }

    [Fact]
    public void WhatIsNotANumberIsNull()
    {
        var y = Html.Chart(With(new("x"), new("y"), new Line("l", [0, 1, 2, 3], [1, double.NaN, double.PositiveInfinity, 1.0 / 3])))
            .GetProperty("data")[0]
            .GetProperty("y");
        Assert.Equal([1, null, null, .33333], Numbers(y));
    }

    [Fact]
    public void JsonDoesNotDependOnTheCulture()
    {
        var invariant = Gallery.Slider().ToHtml();
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new("fr-FR");
            Assert.Equal(invariant, Gallery.Slider().ToHtml());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void NumbersKeepFiveDigitsAndCountsAllOfThem() =>
        Gen.Double[-1e6, 1e6]
            .Select(Gen.Int[-2_000_000, 2_000_000])
            .Sample(
                (value, count) =>
                {
                    var x = Html.Chart(With(new("x"), new("y"), new Points("", [value, count], [1, 2])))
                        .GetProperty("data")[0]
                        .GetProperty("x");
                    Assert.Equal(value, x[0].GetDouble(), Math.Abs(value) * 6e-5);
                    Assert.Equal(count, x[1].GetDouble());
                },
                iter: 20,
                threads: 1
            );

    [Fact]
    public void AReplayStaysSmall()
    {
        var r = new Random(5);
        IReadOnlyList<Panel> At(int k) =>
            [
                new(
                    "",
                    new("x"),
                    new("y"),
                    [
                        .. Enumerable
                            .Range(0, 8)
                            .Select(c => new Line(
                                $"curve {c}",
                                Gallery.Range(250, i => i),
                                Gallery.Range(250, i => Math.Sin((i + k) / 20.0) + c + r.NextDouble())
                            )),
                    ]
                ),
            ];
        var replay = new Figure
        {
            Title = "t",
            Caption = "c",
            Alt = "a",
            Panels = At(0),
            Slider = new("step", [.. Enumerable.Range(0, 20).Select(k => new Frame($"{k}", At(k)))]),
        };
        Assert.InRange(replay.ToHtml().Length, 100_000, 300_000 + (replay.ToPng().Length * 4 / 3));
    }

    [Fact]
    public void LongCurvesAreThinnedButKeepTheirPeaks()
    {
        var y = Gallery.Range(100_000, i => i == 54_321 ? 7
            : i == 77_777 ? -3
            : Math.Sin(i / 1000.0));
        var trace = Html.Chart(With(new("x"), new("y"), new Line("", Gallery.Range(y.Length, i => i), y))).GetProperty("data")[0];
        var (xs, ys) = (Numbers(trace.GetProperty("x")), Numbers(trace.GetProperty("y")));
        Assert.InRange(ys.Count, 800, 1600);
        Assert.Equal(54_321, xs[ys.IndexOf(7)]);
        Assert.Equal(77_777, xs[ys.IndexOf(-3)]);
        Assert.Equal((0, 99_999), (xs[0], xs[^1]));
        Assert.Equal(xs.Order(), xs);
    }

    [Fact]
    public void AFigureOfManyPathsStaysSmall()
    {
        // Eight spirals into a point, of 500 steps each: most of the steps are closer to it than anybody sees.
        Panel Spiral(int k) =>
            new(
                $"game {k}",
                new("x", Min: -2, Max: 2),
                new("y", Min: -2, Max: 2),
                [
                    .. new[] { .9, .95 }.Select(shrink => new Line(
                        $"factor {shrink}",
                        Gallery.Range(501, i => Math.Pow(shrink, i) * Math.Cos((i + k) / 10.0)),
                        Gallery.Range(501, i => Math.Pow(shrink, i) * Math.Sin((i + k) / 10.0))
                    )),
                ]
            );
        var chart = Html.Chart(With(new("x"), new("y")) with { Columns = 4, Panels = [.. Enumerable.Range(0, 8).Select(Spiral)] });
        Assert.InRange(chart.GetRawText().Length, 10_000, 60_000);
        var x = Numbers(chart.GetProperty("data")[0].GetProperty("x"));
        Assert.Equal(1, x[0]);
        Assert.Equal(Math.Pow(.9, 20) * Math.Cos(2), x[20]!.Value, 5e-4);
        Assert.Equal(0, x[^1]);
        Assert.InRange(x.Count, 80, 120);
    }

    [Fact]
    public void BandsBreakWhereValuesAreMissing()
    {
        var x = Numbers(
            Html.Chart(With(new("x"), new("y"), new Band("b", [0, 1, 2, 3, 4], [0, 0, double.NaN, 0, 0], [1, 1, 1, 1, 1])))
                .GetProperty("data")[0]
                .GetProperty("x")
        );
        Assert.Equal([0, 1, 1, 0, null, 3, 4, 4, 3], x);
    }

    [Fact]
    public void TheScriptIsSavedOnceAndMended()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, PlotlyScript.FileName);
            PlotlyScript.Save(path);
            Assert.InRange(new FileInfo(path).Length, 3_000_000, 5_000_000);
            Assert.Contains("plotly.js v2", File.ReadAllText(path)[..200], StringComparison.Ordinal);
            // The player comes with it, whatever host draws the chart.
            Assert.EndsWith("})(window.Plotly);\n", File.ReadAllText(path), StringComparison.Ordinal);
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
            PlotlyScript.Save(path);
            Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(path)); // left alone
            File.WriteAllText(path, "broken");
            PlotlyScript.Save(path);
            Assert.InRange(new FileInfo(path).Length, 3_000_000, 5_000_000);
            Assert.Single(folder.GetFiles());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void ThePlotlyChartEmbedsItsScript()
    {
        var page = Plotly.NET.GenericChart.toEmbeddedHTML(Gallery.Losses().ToPlotly());
        Assert.True(page.Length > 3_000_000);
        Assert.DoesNotContain("cdn.plot.ly/plotly-", page[..10_000], StringComparison.Ordinal);
    }
}
