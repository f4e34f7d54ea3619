using GanStability;
using GanStability.Tests.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.Data;

/// <summary>A learner's own points: drawn, standardised, trained, measured, drawn in figures and tables like the course's own.</summary>
public sealed class PointSetTests
{
    private static readonly Recipe OnMoons = TinyRecipes.Ring with
    {
        Data = Moons(),
        Replicas = 2,
        Steps = 300,
        Stabilizers = [new R1(1)],
        GeneratorAdam = new(2e-3),
        DiscriminatorAdam = new(2e-3),
    };

    [Fact]
    public void BatchesAreDrawnFromAllPoints()
    {
        using var scope = NewDisposeScope();
        var set = PointSet.FromArray([(0, 0), (1, 2), (3, 4)], "three");
        using var generator = new torch.Generator(4, CPU);
        var drawn = set.Sample(600, generator, CPU);
        Assert.Equal([600, 2], drawn.shape);
        Assert.Equal(ScalarType.Float32, drawn.dtype);
        var counts = drawn.data<float>().ToArray().Chunk(2).GroupBy(p => (p[0], p[1])).ToDictionary(g => g.Key, g => g.Count());
        Assert.Equal(new (float, float)[] { (0, 0), (1, 2), (3, 4) }, counts.Keys.Order());
        Assert.All(counts.Values, n => Assert.InRange(n, 150, 250));
    }

    [Fact]
    public void AllWaysInGiveOneSet()
    {
        using var scope = NewDisposeScope();
        double[,] rows =
        {
            { 0.5, 1 },
            { -2, 0.25 },
        };
        var sets = new[]
        {
            PointSet.FromArray(rows),
            PointSet.FromArray([(0.5, 1), (-2, 0.25)]),
            PointSet.FromTensor(tensor(rows)),
            PointSet.FromTensor(tensor(rows).to(ScalarType.Float32).t().contiguous().t()),
        };
        Assert.All(sets, set => Assert.Equal(sets[0].Description, set.Description));
        Assert.All(sets, set => Assert.Equal([0.5f, 1, -2, 0.25f], set.ToArray()));
        Assert.Equal(
            [3, 4],
            PointSet
                .FromTensor(
                    tensor(
                        new long[,]
                        {
                            { 3 },
                            { 4 },
                        }
                    )
                )
                .ToArray()
        );
    }

    [Fact]
    public void StandardisedColumnsHaveMeanZeroAndScaleOne()
    {
        // A large offset and other units in each column.
        var raw = Moons().ToArray().Select((x, i) => i % 2 == 0 ? 1e6 + 3.0 * x : -7 + 1e-3 * x).ToArray();
        var set = PointSet.FromArray([.. raw.Chunk(2).Select(p => (p[0], p[1]))], "far", standardise: true);
        for (var c = 0; c < 2; c++)
        {
            var column = set.ToArray().Where((_, i) => i % 2 == c).ToArray();
            Assert.Equal(0, column.Average(), 1e-4);
            Assert.Equal(1, Math.Sqrt(column.Average(x => (double)x * x)), 1e-4);
        }
        var back = set.InOriginalUnits(set.ToArray());
        Assert.All(back.Zip(raw), pair => Assert.Equal(pair.Second, pair.First, 1e-6 * Math.Abs(pair.Second)));
        Assert.Contains("× the number trained on", set.ToText(), StringComparison.Ordinal);
        Assert.Contains(
            "y is the same in all points",
            Assert.Throws<ArgumentException>(() => PointSet.FromArray([(0, 1), (2, 1)], standardise: true)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void ADescriptionTellsTheContent()
    {
        string Of(bool standardise, params (double, double)[] points) => PointSet.FromArray(points, "n", standardise).Description;
        var descriptions = new[]
        {
            Of(false, (0, 0), (1, 2)),
            Of(false, (0, 0), (1, 2.5)),
            Of(false, (1, 2), (0, 0)),
            Of(true, (0, 0), (1, 2)),
            Of(true, (0, 0), (2, 4)),
            PointSet
                .FromArray(
                    new double[,]
                    {
                        { 0 },
                        { 0 },
                        { 1 },
                        { 2 },
                    },
                    "n"
                )
                .Description,
        };
        Assert.Equal(descriptions.Length, descriptions.Distinct().Count());
        Assert.Equal(descriptions[0], PointSet.FromArray([(0, 0), (1, 2)], "another name").Description);
    }

    [Fact]
    public void BadPointsAreNamed()
    {
        using var scope = NewDisposeScope();
        void Refused(Action make, params string[] words)
        {
            var error = Assert.ThrowsAny<ArgumentException>(make);
            Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        }
        var freed = zeros(2, 2);
        freed.Dispose();
        Refused(() => PointSet.FromArray((double[,])null!), "points is null");
        Refused(() => PointSet.FromTensor(null!), "points is null");
        Refused(() => PointSet.FromTensor(zeros(4)), "[N, D]", "[4]");
        Refused(() => PointSet.FromTensor(zeros(4, 2, 2)), "[N, D]", "[4, 2, 2]");
        Refused(() => PointSet.FromTensor(zeros([4, 2], ScalarType.ComplexFloat32)), "real numbers", "ComplexFloat32");
        Refused(() => PointSet.FromTensor(freed), "already freed");
        Refused(() => PointSet.FromTensor(zeros(4, 0)), "0 numbers", "at least 1");
        Refused(() => PointSet.FromArray([(1, 2)], "lonely"), "lonely holds 1 points", "at least 2");
        Refused(() => PointSet.FromArray([(1, 2), (3, double.NaN)]), "number 1 of point 1 is NaN", "finite");
        Refused(() => PointSet.FromArray([(1, 2), (1e39, 0)]), "number 0 of point 1", "float32");
        Refused(() => PointSet.FromArray([(1, 2), (3, 4)], " "), "name");
        Refused(() => PointSet.FromArray([(1, 2), (3, 4)]).InOriginalUnits([1]), "rows of 2 numbers; got 1");
    }

    [Fact]
    public void OwnPointsHaveTrainingFiguresAndTables()
    {
        using var run = Trainer.Train(OnMoons);
        var moments = run.History.Evaluations;
        Assert.Empty(run.Coverage);
        Assert.True(moments[^1].Distances.Average() < 0.5 * moments[0].Distances.Average(), $"{moments[^1].Distances.Average()}");
        foreach (
            var figure in new[]
            {
                run.SampleFigure(1),
                run.SeedsFigure(),
                run.ReplayFigure(),
                run.DiscriminatorFigure(),
                run.LiveFigure(),
                RunFigures.DistanceFigure(run),
                run.NearestFigure((PointSet)OnMoons.Data),
                SampleFigures.DataFigure(OnMoons.Data),
            }
        )
            Assert.Contains("<img", figure.ToHtml(), StringComparison.Ordinal);
        var shorter = OnMoons with { Steps = 20 };
        var board = Kit.Showdown([shorter, shorter with { Name = "none", Stabilizers = [] }]);
        Assert.Equal(["R1 1", "none", "true samples", "one point, the mean"], board.Coverage().Rows.Select(r => r[0]));
    }

    [Fact]
    public void AFigureShowsThePlaceWhereThePointsLie()
    {
        // Far from the origin, and small: the whole plane of the figure is about them, and so is D's landscape.
        var far = PointSet.FromArray([.. Moons().ToArray().Chunk(2).Select(p => (50 + 0.01 * p[0], -3 + 0.01 * p[1]))], "far");
        using var run = Trainer.Train(OnMoons with { Data = far, Steps = 2 });
        var panel = run.SampleFigure().Panels[0];
        Assert.InRange(panel.X.Min!.Value, 49.9, 50);
        Assert.InRange(panel.X.Max!.Value, 50, 50.1);
        Assert.InRange(panel.Y.Max!.Value, -3, -2.9);
        var landscape = panel.Series.OfType<HeatMap>().Single();
        Assert.Equal((panel.X.Min!.Value, panel.Y.Max!.Value), (landscape.XMin, landscape.YMax));
        var drawn = panel.Series.OfType<Points>().Single(s => s.Name == "data");
        Assert.True(drawn.X.Distinct().Count() > 100);

        var named = PointSet.FromArray([(0, 0), (1, 2), (3, 1)], "n", standardise: true);
        Assert.Equal("x (standardised)", SampleFigures.DataFigure(named).Panels[0].X.Label);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void PointsOutsideThePlaneTrainAndAreMeasured(int width)
    {
        var rows = new double[50, width];
        for (var i = 0; i < rows.Length; i++)
            rows[i / width, i % width] = Math.Sin(i);
        var set = PointSet.FromArray(rows, "curve");
        using var run = Kit.Train(OnMoons with { Data = set, Steps = 20 });
        Assert.Equal(2, run.Distances.Count);
        Assert.Equal(["R1 1", "true samples", "one point, the mean"], DistanceTable.Compare(run).Rows.Select(r => r[0]));
        Assert.Contains("<img", run.LiveFigure().ToHtml(), StringComparison.Ordinal);
        Assert.Contains("curve", run.ToText(), StringComparison.Ordinal);
        Assert.Equal(width, run.SampleFigure().Panels.Count);
        Assert.Equal(width, SampleFigures.DataFigure(set).Panels.Count);
        foreach (var make in new Action[] { () => run.NearestFigure(set), () => run.SeedsFigure(), () => run.ReplayFigure() })
            Assert.Contains(
                $"points in the plane; curve has samples of shape [{width}]",
                Assert.Throws<ArgumentException>(make).Message,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void TheNearestPointIsTheNearest()
    {
        using var scope = NewDisposeScope();
        var set = PointSet.FromArray([(0, 0), (10, 0), (10, 1)]);
        var (nearest, distances) = NearestPoints.Of(tensor(new float[] { 3, 4, 10, 0.4f }, [2, 2]), set);
        Assert.Equal([0f, 0, 10, 0], nearest.data<float>().ToArray());
        Assert.Equal([5f, 0.4f], distances.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(
            [10f, 1, 1],
            NearestPoints.Of(tensor(set.ToArray(), [3, 2]), set, butNotItself: true).Distances.data<float>().ToArray()
        );
        Assert.Throws<ArgumentException>(() => NearestPoints.Of(zeros(2, 3), set));

        // A generator that copies: arrows of no length, and a caption that says 0.
        using var run = Trainer.Train(OnMoons with { Steps = 2, Replicas = 1 });
        var copied = PointSet.FromArray([.. run.Samples().Chunk(2).Select(p => ((double)p[0], (double)p[1]))], "copied");
        var figure = run.NearestFigure(copied, count: 50);
        Assert.Contains("Mean distance 0;", figure.Caption, StringComparison.Ordinal);
        Assert.All(figure.Panels[0].Series.OfType<Arrows>().Single().DX, dx => Assert.Equal(0, dx));
    }

    /// <summary>Two half moons, one in the other.</summary>
    private static PointSet Moons()
    {
        var random = new Random(3);
        return PointSet.FromArray(
            [
                .. Enumerable
                    .Range(0, 400)
                    .Select(i =>
                    {
                        var (t, noise) = (Math.PI * random.NextDouble(), 0.05 * (random.NextDouble() - 0.5));
                        return i % 2 == 0
                            ? (Math.Cos(t) - 0.5, Math.Sin(t) - 0.25 + noise)
                            : (0.5 - Math.Cos(t), 0.25 - Math.Sin(t) + noise);
                    }),
            ],
            "two moons"
        );
    }
}
