using GanStability;
using Xunit;

namespace GanStability.Tests.Showdowns;

public sealed class StoredTests : IDisposable
{
    private static readonly Recipe Start = Presets.Rotating with { Name = "baseline", Seed = 300, Replicas = 3, Steps = 4, Device = "cpu" };
    private readonly string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".jsonl");

    public void Dispose() => File.Delete(file);

    [Fact]
    public void WhatWasStoredIsShownWhateverTheBuild()
    {
        var stored = Made();
        Assert.Equal(["baseline", "R1 1", "hinge loss"], stored.Methods);
        Assert.Equal((300, 3, 4, "baseline"), (stored.Recipe.Seed, stored.Recipe.Replicas, stored.Recipe.Steps, stored.Recipe.Name));
        var comparison = stored.Compare("R1 1");
        Assert.Equal(["baseline", "R1 1"], comparison.All.Select(m => m.Name));
        // Only two of its seeds are stored.
        Assert.All(comparison.All, m => Assert.Equal([300L, 301], m.Seeds.Select(r => r.Seed)));
        var table = comparison.Table();
        Assert.Contains(
            "2026-01-31 with build of another day",
            Assert.Single(table.Notes, n => n.StartsWith("Stored", StringComparison.Ordinal)),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "'R1' is not among the stored results 'rotating'; there are: baseline, R1 1, hinge loss",
            Assert.Throws<ArgumentException>(() => stored.Compare("R1")).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "There are no stored results 'moon'",
            Assert.Throws<ArgumentException>(() => Stored.Results("moon")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void ARowOfYourOwnStandsBesideTheStoredOne()
    {
        var stored = Made();
        var board = Kit.Showdown(stored, ["hinge loss"]);
        Assert.Equal(["baseline", "hinge loss"], board.Methods.Select(m => m.Name));
        var mine = stored.Recipe with { Name = "hinge loss", Objective = new Hinge(), Replicas = 2 };
        board.Train(mine, mine with { Name = "R1 1", Objective = stored.Recipe.Objective, Stabilizers = [new R1()] });
        Assert.Equal(["baseline", "hinge loss", "hinge loss, yours", "R1 1, yours"], board.Methods.Select(m => m.Name));
        Assert.StartsWith("hinge loss, yours", board.Coverage().Rows[2][0], StringComparison.Ordinal);
        Assert.EndsWith(", 2 seeds", board.Coverage().Rows[2][0], StringComparison.Ordinal);
        // Again: the row of one's own is replaced, the stored one never.
        board.Train(mine with { Replicas = 1 });
        Assert.Equal([3, 3, 1, 2], board.Methods.Select(m => m.Seeds.Count));
        Assert.Contains(
            "A paired comparison needs the same",
            Assert.Throws<ArgumentException>(() => board.Train(mine with { Seed = 100 })).Message,
            StringComparison.Ordinal
        );
    }

    /// <summary>Names stand beside the dots, so that there is room for as many methods as there are.</summary>
    [Fact]
    public void TheBestMethodComesFirstInLongTablesAndOnTopAmongTheDots()
    {
        var made = Made().Compare();
        Method With(string name, int held) =>
            made.Baseline with { Name = name, Seeds = [.. made.Baseline.Seeds.Select(r => r with { Held = held })] };
        Comparison all = new(With("baseline", 2), [.. Enumerable.Range(0, 9).Select(i => With($"a method of {i} modes", i))]);
        var best = all.BestFirst();
        Assert.Equal("baseline", best.Baseline.Name);
        Assert.Equal(Enumerable.Range(0, 9).Reverse().Select(i => $"a method of {i} modes"), best.Others.Select(m => m.Name));
        var panel = all.Seeds().Panels[0];
        Assert.Equal("a method of 8 modes", panel.Y.Categories![^1]);
        Assert.Equal([9.0, 8, 7], panel.Series.OfType<Points>().Single(s => s.Name == "median").Y.Take(3));
        var (few, many) = (made.Seeds(), all.Seeds());
        Assert.True(many.Size!.Value.Height > few.Size!.Value.Height + 200);
    }

    [Fact]
    public void EverySeedIsADotAndEveryMethodACloud()
    {
        var comparison = Made().Compare("hinge loss");
        var seeds = comparison.Seeds();
        Assert.Equal(2, seeds.Panels.Count);
        Assert.All(seeds.Panels, p => Assert.Equal(6, p.Series.OfType<Points>().First().Y.Count));
        Assert.Equal(["true samples", "thin ring"], seeds.Panels[1].Series.OfType<Rule>().Select(r => r.Name));
        var clouds = comparison.Clouds();
        Assert.Equal(2, clouds.Panels.Count);
        Assert.All(clouds.Panels, p => Assert.Equal(150, p.Series.OfType<Points>().Single(s => s.Name == "generated").X.Count));
        var old = new Comparison(comparison.Baseline with { Seeds = [.. comparison.Baseline.Seeds.Select(r => r with { Points = [] })] });
        Assert.Contains("keep no points", Assert.Throws<ArgumentException>(old.Clouds).Message, StringComparison.Ordinal);
    }

    /// <summary>On the grid a thin ring passes through modes.</summary>
    [Fact]
    public void TheCaptionSaysHowManyModesAThinRingHolds()
    {
        Assert.Contains("holds no mode;", Made().Compare("hinge loss").Seeds().Caption, StringComparison.Ordinal);
        using var run = Trainer.Train(Presets.Grid with { Steps = 2, EvaluateEvery = 2, Replicas = 1 });
        var thin = ModeCoverage.OfThinRing((GaussianMixture)run.Recipe.Data, 1).Held;
        Assert.InRange(thin, 1, 25);
        var figure = new Comparison(new Method("baseline", SeedResult.Of(run)), []).Seeds();
        Assert.Contains($"holds {thin} of 25 modes;", figure.Caption, StringComparison.Ordinal);
    }

    /// <summary>A preset that changes leaves what was stored behind: then the results must be trained anew.</summary>
    [Fact]
    public void WhatShipsBelongsToThePresetsOfToday()
    {
        var folder = Path.Combine(Paths.Root, "notebooks", "results");
        foreach (var path in Directory.EnumerateFiles(folder, "*.jsonl"))
        {
            var stored = Stored.Results(Path.GetFileNameWithoutExtension(path));
            var (was, now) = (stored.Compare().Baseline.Seeds[0].Description!, Identity.Of(stored.Recipe).Settings);
            Assert.Empty(Identity.Differing(was, now).Select(name => $"{path}: {name}"));
            // So the commands of the README find them, and train what is missing only.
            Assert.Equal(Identity.Of(stored.Recipe).Hash, stored.Compare().Baseline.Seeds[0].Settings);
        }
    }

    [Fact]
    public void StudiesBelongToThePresetsOfToday()
    {
        static Recipe Frozen(Initialisation start, GaussianMixture data) =>
            Presets.Frozen with
            {
                Data = data,
                Generator = new MlpGenerator(64, 64, 64) { Latent = 16, Initialisation = start },
                Discriminator = new MlpDiscriminator(64, 64, 64) { Initialisation = start },
            };
        static GaussianMixture Ring(int modes, double sigma) => GaussianMixture.Ring(modes, 1, sigma);
        var recipes = new Dictionary<string, Recipe>
        {
            ["He, σ = 0.05"] = Frozen(Initialisation.He, Ring(8, 0.05)),
            ["uniform, σ = 0.02"] = Frozen(Initialisation.Uniform, Ring(8, 0.02)),
            ["uniform, σ = 0.05"] = Frozen(Initialisation.Uniform, Ring(8, 0.05)),
            ["frozen, σ = 0.1"] = Frozen(Initialisation.He, Ring(8, 0.1)),
            ["frozen, 32 modes"] = Frozen(Initialisation.He, Ring(32, 0.02)),
            ["rotating, σ = 0.2"] = Presets.Rotating with { Data = Ring(8, 0.2) },
            ["rotating, 32 modes"] = Presets.Rotating with { Data = Ring(32, 0.05) },
        };
        var seeds = Stored.Seeds("two-causes").Concat(Stored.Seeds("diverse-data")).ToLookup(r => r.Recipe);
        foreach (var (name, recipe) in recipes)
        {
            Assert.Equal(Enumerable.Range(100, 10).Select(s => (long)s), seeds[name].Select(r => r.Seed));
            var now = Identity.Of(recipe).Settings;
            Assert.All(seeds[name], r => Assert.Empty(Identity.Differing(r.Description!, now)));
        }
        var thousand = Stored.Seeds("thousand-modes");
        Assert.Equal("300 1000", string.Join(' ', thousand.Select(r => r.Steps).Distinct()));
        Assert.All(thousand.GroupBy(r => r.Steps), g => Assert.Equal("100 101 102", string.Join(' ', g.Select(r => r.Seed))));
        var preset = Identity.Of(Presets.ThousandModes with { Steps = 2000 }).Settings;
        Assert.All(thousand, r => Assert.Empty(Identity.Differing(r.Description!, preset)));
    }

    [Fact]
    public void EveryRunThatShipsOpensAndIsLongerThanAClassHasTimeFor()
    {
        var folder = Path.Combine(Paths.Root, "notebooks", "results", "runs");
        string[] names = [.. Directory.EnumerateFiles(folder, "*.run").Select(f => Path.GetFileNameWithoutExtension(f))];
        Assert.Contains("thousand-modes", names);
        foreach (var name in names)
        {
            using var run = Stored.Run(name);
            Assert.InRange(run.History.Steps, 2000, run.Recipe.Steps);
            Assert.All(run.Samples(0), v => Assert.True(float.IsFinite(v)));
        }
        var unknown = Assert.Throws<ArgumentException>(() => Stored.Run("moon")).Message;
        Assert.Contains("thousand-modes", unknown, StringComparison.Ordinal);
    }

    private Stored Made()
    {
        (Recipe, int)[] trained =
        [
            (Start, 3),
            (Study.Recipe("rotating", "", ["r1"]), 2),
            (Study.Recipe("rotating", "hinge", []), 3),
        ];
        foreach (var (recipe, seeds) in trained)
            Study.Train(Study.Asked(recipe, 300, seeds, 4, "cpu"), 0, file, false, TextWriter.Null, CancellationToken.None);
        var results = new ResultFile(file).Read();
        return Stored.Of("rotating", [.. results.Select(r => r with { Build = "of another day", Day = new DateOnly(2026, 1, 31) })]);
    }
}
