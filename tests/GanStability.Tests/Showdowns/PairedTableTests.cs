using GanStability;
using GanStability.Tests.Training;
using Xunit;

namespace GanStability.Tests.Showdowns;

/// <summary>What a table of a comparison claims, on results that were made up.</summary>
public class PairedTableTests
{
    private static readonly SeedResult Line = new Showdown().Train(TinyRecipes.Ring with { Name = "baseline", Replicas = 1, Steps = 2 })[0];
    private static readonly GaussianMixture Ring = (GaussianMixture)TinyRecipes.Ring.Data;

    [Fact]
    public void BoldIsWhatAnExactTestSays()
    {
        // Ten seeds: all of them better, by 1 or 2 modes; quality goes up and down alike.
        var table = Table(
            Made("baseline", [.. Enumerable.Repeat((1, 0.5), 10)]),
            Made("cure", [.. Enumerable.Range(0, 10).Select(i => (2 + i % 2, i % 2 == 0 ? 0.6 : 0.4))])
        );
        Assert.Equal(["", "modes held", "modes held", "modes held", "high quality, %", "high quality, %"], table.Groups!.Take(6));
        Assert.Equal(["1", "0 of 10 (0–31 %)", ""], table.Rows[0].Skip(1).Take(3));
        // 2 · 2⁻¹⁰ ≈ .002, twice that for two tests.
        Assert.Equal(["2.5 (2–3)", "0 of 10 (0–31 %)", "10 : 0 †"], table.Rows[1].Skip(1).Take(3));
        Assert.Equal("0 ± 8", table.Rows[1][5]);
        Assert.Equal([(1, 3)], table.Marked);
    }

    [Fact]
    public void AFewSeedsAreNeverBoldAndTheTableSaysWhy()
    {
        var table = Table(Made("baseline", [.. Enumerable.Repeat((1, 0.1), 5)]), Made("cure", [.. Enumerable.Repeat((8, 0.9), 5)]));
        Assert.Equal("5 : 0", table.Rows[1][3]);
        Assert.Empty(table.Marked);
        Assert.Contains(table.Notes, n => n.Contains("fewer than 6 seeds", StringComparison.Ordinal));
    }

    [Fact]
    public void AnotherTrainingIsNamed()
    {
        var plain = TinyRecipes.Ring with { Name = "baseline", Replicas = 2, Steps = 4 };
        Recipe[] others =
        [
            plain with
            {
                Name = "longer",
                Steps = 6,
                Generator = new MlpGenerator(8) { Latent = plain.Generator.Latent },
            },
            plain with
            {
                Name = "packs",
                Stabilizers = [new Packing(2)],
            },
            plain with
            {
                Name = "R1",
                Stabilizers = [new R1()],
            },
            plain with
            {
                Name = "slower",
                GeneratorAdam = plain.GeneratorAdam with { LearningRate = 0.0003 },
            },
        ];
        var showdown = new Showdown();
        var table = CoverageTable.Compare(
            Ring,
            new(new("baseline", showdown.Train(plain)), [.. others.Select(r => new Method(r.Name, showdown.Train(r)))])
        );
        var longer = Assert.Single(table.Notes, n => n.StartsWith("longer", StringComparison.Ordinal));
        Assert.Contains("steps 6 (not 4)", longer, StringComparison.Ordinal);
        Assert.Contains("G hidden [8]", longer, StringComparison.Ordinal);
        Assert.Contains(table.Notes, n => n.StartsWith("slower", StringComparison.Ordinal) && n.Contains("G's learning rate 0.0003"));
        Assert.Contains(
            "2 times the real samples",
            Assert.Single(table.Notes, n => n.StartsWith("packs", StringComparison.Ordinal)),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(table.Notes, n => n.StartsWith("R1", StringComparison.Ordinal));
        Assert.DoesNotContain("steps", table.Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void AColumnThatSaysNothingIsLeftOut()
    {
        var unseen = Made("baseline", [(0, 0), (0, 0)]);
        var table = Table(unseen with { Seeds = [.. unseen.Seeds.Select(r => r with { Width = null, TotalVariation = null })] });
        Assert.DoesNotContain("width", table.Headings);
        Assert.DoesNotContain("TV", table.Headings);
        Assert.DoesNotContain("more : fewer", table.Headings);
        Assert.All(table.Rows, r => Assert.Equal(table.Headings.Count, r.Count));
    }

    [Fact]
    public void YourRowIsPairedWithAStoredBaselineOnItsOwnSeeds()
    {
        var stored = Made("baseline", [.. Enumerable.Range(0, 8).Select(i => (i, 0.5))]) with { Origin = "Stored results: made up." };
        var mine = new Method("cure, yours", [.. stored.Seeds.Skip(2).Take(3).Select(r => r with { Held = 8 })]);
        var table = Table(stored, mine);
        Assert.Equal("cure, yours, 3 seeds", table.Rows[1][0]);
        Assert.Equal("3 : 0", table.Rows[1][3]);
        Assert.Contains("Stored results: made up.", table.Notes);
        var strange = mine with { Seeds = [.. mine.Seeds.Select(r => r with { Seed = r.Seed + 100 })] };
        Assert.Contains(
            "A paired comparison needs the same",
            Assert.Throws<ArgumentException>(() => Table(stored, strange)).Message,
            StringComparison.Ordinal
        );
    }

    private static Method Made(string name, (int Held, double Quality)[] seeds) =>
        new(
            name,
            [
                .. seeds.Select(
                    (s, i) => Line with { Recipe = name, Seed = i, Held = s.Held, HighQuality = s.Quality, Width = 1, TotalVariation = 0.1 }
                ),
            ]
        );

    private static Table Table(Method baseline, params Method[] others) => CoverageTable.Compare(Ring, new(baseline, others));
}
