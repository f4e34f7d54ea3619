using GanStability;
using GanStability.Tests.Training;
using Xunit;

namespace GanStability.Tests.Figures;

public sealed class SampleFiguresTests : IDisposable
{
    private readonly Run run = Trainer.Train(TinyRecipes.Ring with { Replicas = 7, Steps = 60, EvaluateEvery = 10 });

    [Fact]
    public void SeedsFiguresShowTheBestTheMedianAndTheWorst()
    {
        var ranked = Enumerable
            .Range(0, 7)
            .OrderByDescending(r => run.Coverage[r].Held)
            .ThenByDescending(r => run.Coverage[r].HighQuality)
            .Select(r => run.Recipe.Seed + r)
            .ToList();
        var figure = run.SeedsFigure();
        Assert.Equal([ranked[0], ranked[3], ranked[6]], Seeds(figure));
        Assert.Contains("best, the median and the worst of 7 seeds", figure.Title, StringComparison.Ordinal);
        Assert.Equal([ranked[0], ranked[6]], Seeds(run.SeedsFigure(2)));
        Assert.Equal([ranked[3]], Seeds(run.SeedsFigure(1)));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(40)]
    public void AllSeedsStandInTheirOrder(int count) =>
        Assert.Equal(Enumerable.Range(0, 7).Select(r => run.Recipe.Seed + r), Seeds(run.SeedsFigure(count)));

    [Fact]
    public void SeedsFiguresAreAsWideAsSamplesBesideTheData()
    {
        // Untrained samples reach much farther than data of radius 0.01; a trained ring has two strays among its 1500 points.
        var (wide, usual) = (Tiny(GaussianMixture.Ring(8, 0.01, 0.001)).SeedsFigure(), run.SeedsFigure());
        Assert.Equal(3 * 1.15 * 0.014, wide.Panels[0].X.Max!.Value, 1e-9);
        Assert.Equal(1.15 * 1.2, usual.Panels[0].X.Max!.Value, 1e-9);
        foreach (var figure in new[] { wide, usual })
        {
            Assert.Single(figure.Panels.Select(p => (p.X.Min, p.X.Max, p.Y.Min, p.Y.Max)).Distinct());
            var outside = figure
                .Panels.Select(p => p.Series.OfType<Points>().First(s => s.Name == "generated"))
                .Sum(s => s.X.Zip(s.Y).Count(p => Math.Max(Math.Abs(p.First), Math.Abs(p.Second)) > figure.Panels[0].X.Max));
            Assert.InRange(outside, 2, int.MaxValue);
            Assert.Contains(FormattableString.Invariant($" {outside} points lie outside"), figure.Caption, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("outside", Tiny(GaussianMixture.Ring(8, 10, 0.1)).SeedsFigure().Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void OneSeedHasNoQuartiles()
    {
        var one = Tiny(GaussianMixture.Ring());
        Assert.All([one.LossFigure(), one.LiveFigure(), RunFigures.CoverageFigure(one)], f =>
            Assert.DoesNotContain("quartiles", f.Caption, StringComparison.Ordinal)
        );
        Assert.All([run.LossFigure(), run.LiveFigure(), RunFigures.CoverageFigure(run)], f =>
            Assert.Contains("quartiles", f.Caption, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void AllMapsShareOneScaleOnWhichAFairShareIsHeldAndACollapseMore()
    {
        var map = Map(run.ModeMapFigure(2));
        Assert.Equal([0, 6.25, 12.5, 100], map.Anchors);
        Assert.Equal([0, 1, 2, 3], map.TickPlaces);
        Assert.Equal(["0", "6.25", "12.5", "100"], map.TickLabels);
        Assert.Contains("12.5 % is a mode's fair share", run.ModeMapFigure().Caption, StringComparison.Ordinal);
        Assert.Equal([0, 1.5625, 3.125, 100], Map(Tiny(GaussianMixture.Ring(32)).ModeMapFigure()).Anchors);
        Assert.Equal([0, 25, 50, 75, 100], Map(Tiny(GaussianMixture.Ring(2)).ModeMapFigure()).Ticks);
        // With unequal shares there is no one fair share, and colours are in proportion.
        var uneven = Tiny(new GaussianMixture("uneven", [(0, 0), (1, 0)], 0.05, [0.9, 0.1])).ModeMapFigure();
        Assert.Equal(.25, Map(uneven).Shade(25), 12);
        Assert.DoesNotContain("fair share", uneven.Caption, StringComparison.Ordinal);
        // The marks reach both renderings.
        var page = Plotly.NET.GenericChart.toEmbeddedHTML(run.ModeMapFigure().ToPlotly());
        Assert.Matches("\"tickvals\":\\[0(\\.0)?,1(\\.0)?,2(\\.0)?,3(\\.0)?\\]", page);
        Assert.Contains("\"ticktext\":[\"0\",\"6.25\",\"12.5\",\"100\"]", page, StringComparison.Ordinal);
    }

    [Fact]
    public void AHeldModeStandsOutFromALostOneInTheMap()
    {
        double[,] shares =
        {
            { 0, 6.25, 12.5, 100 },
        };
        var map = Map(run.ModeMapFigure()) with { Values = shares };
        string At(double share) => Palette.Sequential[(int)Math.Round(map.Shade(share) / 3 * (Palette.Sequential.Count - 1))];
        // A fair share among equals is as far from nothing as text is from paper; just held, less, but more than a line must be.
        Assert.InRange(Palette.Contrast(At(0), At(12.5)), 4.5, 21);
        Assert.InRange(Palette.Contrast(At(0), At(6.25)), 2.5, 21);
        Assert.InRange(Palette.Contrast(At(12.5), At(100)), 1.6, 21);
        var figure = run.ModeMapFigure() with { Panels = [run.ModeMapFigure().Panels[0] with { Series = [map] }] };
        var trace = Html.Chart(figure).GetProperty("data")[0];
        Assert.Equal([0.0, 1.0, 2.0, 3.0], trace.GetProperty("z")[0].EnumerateArray().Select(z => z.GetDouble()));
        Assert.Equal([0, 6.25, 12.5, 100], trace.GetProperty("text")[0].EnumerateArray().Select(z => z.GetDouble()));
        using var picture = SkiaSharp.SKBitmap.Decode(figure.ToPng(1));
        Assert.Contains(SkiaSharp.SKColor.Parse(At(0)), picture.Pixels);
    }

    [Fact]
    public void AFilmCanShowAPartOfTheTraining()
    {
        var film = run.ReplayFigure(1, from: 15, to: 45);
        Assert.Equal(["20", "30", "40"], film.Slider!.Frames.Select(f => f.Label));
        var map = Map(run.ModeMapFigure(1, from: 15, to: 45));
        Assert.Equal((20.0, 40.0, 3), (map.XMin, map.XMax, map.Values.GetLength(1)));
        Assert.Contains(
            "from step 61 to 70",
            Assert.Throws<ArgumentException>(() => run.ReplayFigure(from: 61, to: 70)).Message,
            StringComparison.Ordinal
        );
    }

    public void Dispose() => run.Dispose();

    private static Run Tiny(IDataSource data) =>
        Trainer.Train(TinyRecipes.Ring with { Data = data, Replicas = 1, Steps = 4, EvaluateEvery = 1 });

    private static HeatMap Map(Figure figure) => (HeatMap)figure.Panels[0].Series[0];

    private static IEnumerable<long> Seeds(Figure figure) =>
        figure.Panels.Select(p => long.Parse(p.Title.Split(' ', ':')[1], System.Globalization.CultureInfo.InvariantCulture));
}
