using GanStability;
using GanStability.Tests.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Figures;

public sealed class FilmTests
{
    private static readonly Recipe recipe = TinyRecipes.Ring with { Name = "tiny", Replicas = 2, EvaluateEvery = 20 };

    [Fact]
    public void AFilmedRunIsTheRunItWouldBeAnyway()
    {
        using var alone = Trainer.Train(recipe);
        using var filmed = Trainer.Train(recipe, new Film(1));
        Assert.Equal(alone.Samples(1), filmed.Samples(1));
        Assert.Equal(alone.History.Of(Quantity.GeneratorLoss, 1), filmed.History.Of(Quantity.GeneratorLoss, 1));
    }

    [Fact]
    public void OneClockForAllRuns()
    {
        var film = new Film();
        var runs = Trainer.Train([recipe, recipe with { Name = "short", Steps = 30 }], film);
        var figure = film.Figure();
        Assert.Equal(["20", "40", "60"], figure.Slider!.Frames.Select(f => f.Label));
        Assert.All(figure.Slider.Frames, f => Assert.Equal(2, f.Panels.Count));
        Assert.Contains("short (step 30)", figure.Slider.Frames[2].Panels.Select(p => p.Title));
        Assert.Equal(["short (step 30)", "tiny"], figure.Panels.Select(p => p.Title));
        Assert.Equal(["tiny", "short (step 30)"], film.Figure(3, runs[0], runs[1]).Panels.Select(p => p.Title));
        Assert.Contains("<img", figure.ToHtml(), StringComparison.Ordinal);
        foreach (var run in runs)
            run.Dispose();
    }

    [Fact]
    public void APartOfTheTrainingIsFilmed()
    {
        var film = new Film(every: 20, from: 20, to: 50);
        using var run = Trainer.Train(recipe with { EvaluateEvery = 10 }, film);
        Assert.Equal(["20", "40"], film.Figure().Slider!.Frames.Select(f => f.Label));
    }

    /// <summary>A sample moved a little along its arrow costs the generator less.</summary>
    [Theory]
    [InlineData("non-saturating")]
    [InlineData("relativistic pairing")]
    public void ArrowsPointWhereTheObjectiveFalls(string name)
    {
        var objective = Objective.All.Single(o => o.Name == name);
        var film = new Film();
        using var run = Trainer.Train(recipe with { Replicas = 1, Objective = objective }, film);
        var panel = film.Figure().Panels[0];
        var (arrows, grid) = (panel.Series.OfType<Arrows>().Single(), panel.Series.OfType<Line>().Single());
        Assert.Equal(10 * 12, grid.X.Count);
        Assert.Contains(arrows.DX, d => d != 0);
        var rising = 0;
        for (var i = 0; i < arrows.X.Count; i++)
        {
            var length = Math.Sqrt(arrows.DX[i] * arrows.DX[i] + arrows.DY[i] * arrows.DY[i]);
            if (length < 1e-3)
                continue;
            var (dx, dy) = (.01 * arrows.DX[i] / length, .01 * arrows.DY[i] / length);
            var d = run.DiscriminatorAt([(float)arrows.X[i], (float)arrows.Y[i], (float)(arrows.X[i] + dx), (float)(arrows.Y[i] + dy)]);
            rising += d[1] > d[0] ? 1 : -1;
        }
        // Every one of them, but for rounding where D is nearly flat.
        Assert.True(rising > .9 * arrows.X.Count, $"{rising} of {arrows.X.Count}");
    }

    [Fact]
    public void WhatCannotBeFilmedIsSaid()
    {
        Assert.Contains(
            "watch: film",
            Assert.Throws<InvalidOperationException>(() => new Film().Figure()).Message,
            StringComparison.Ordinal
        );
        var digits = recipe with
        {
            Data = new SyntheticDigits(),
            Generator = new MlpGenerator(8),
            Discriminator = new MlpDiscriminator(8),
            Steps = 2,
        };
        Assert.Contains(
            "points in the plane",
            Assert.Throws<ArgumentException>(() => Trainer.Train(digits, new Film())).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => Trainer.Train(recipe, new Film(2)));
    }
}
