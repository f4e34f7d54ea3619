using GanStability;
using Xunit;

namespace GanStability.Tests.Showdowns;

public sealed class StudyTests : IDisposable
{
    private readonly string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".jsonl"),
        other = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".jsonl");

    public void Dispose()
    {
        File.Delete(file);
        File.Delete(other);
    }

    [Fact]
    public void PicturesAreScoredResumedAndReported()
    {
        Train(Study.Recipe("digits", "", []), 100, 1, 2);
        Train(Study.Recipe("digits", "", []), 100, 2, 2);
        Train(Study.Recipe("digits", "", ["feature-matching"]), 100, 2, 2);
        Assert.Equal(4, new ResultFile(file).Read().Count);
        var (table, figure) = Assert.Single(Study.Report([file], TextWriter.Null));
        Assert.Equal(["baseline", "feature matching", "true samples", "noise"], table.Rows.Select(r => r[0]));
        Assert.Contains("FID", table.Groups!);
        Assert.Contains("digit classifier trained on", figure.Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void ADataSetThatIsNotHereSaysHowToGetIt()
    {
        if (DataFolders.Found().Any(f => f.Name == "kmnist"))
            Assert.Skip("The data set is here.");
        Assert.Contains(
            "data get kmnist",
            Assert
                .Throws<FileNotFoundException>(() => Train(Study.Recipe("kmnist", "", []), 1, 1, 1))
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void EveryMethodIsTrainedThatSuitsTheData()
    {
        string[] names = [.. Study.EveryMethod("rotating").Select(r => r.Name)];
        Assert.Equal("baseline", names[0]);
        Assert.Equal(names, names.Distinct());
        foreach (var stabilizer in Stabilizer.All)
            Assert.Equal(!stabilizer.NeedsImages, names.Contains(stabilizer.Name));
        Assert.Contains("hinge loss", names);
        Assert.DoesNotContain("non-saturating loss", names);
        Assert.Equal("relativistic pairing loss + R1 1 + R2 1", Study.Recipe("frozen", "relativistic-pairing", ["r1", "r2"]).Name);
    }

    /// <summary>A block of which a result was lost is trained whole, so that its seeds round as they did.</summary>
    [Fact]
    public void BlocksMakeTheResultsOfASeedTheSameHoweverAStudyWasInterrupted()
    {
        var recipe = Study.Recipe("rotating", "", []);
        Assert.True(Train(recipe, 100, 5, 30, block: 2));
        string[] whole = [.. File.ReadLines(file)];
        Assert.Equal([100, 101, 102, 103, 104], new ResultFile(file).Read().Select(r => r.Seed));

        // A process was killed while it wrote the second block.
        File.WriteAllText(file, string.Join('\n', whole[0], whole[1], whole[2][..90]));
        using var output = new StringWriter();
        Assert.True(Train(recipe, 100, 5, 30, block: 2, output));
        Assert.Contains("2 of 5 seeds are in the file already", output.ToString(), StringComparison.Ordinal);
        File.WriteAllLines(other, whole);
        // The pool refuses results that differ.
        Assert.Equal(5, Pool.Read([other, file], _ => { }).Count);
        // Two whole lines, the torn one, and the three seeds that were trained again.
        Assert.Equal(6, File.ReadLines(file).Count());
    }

    [Fact]
    public void FilesArePooledAndTheSameSeedCountsOnce()
    {
        var recipe = Study.Recipe("rotating", "", []);
        Train(recipe, 100, 4, 20, block: 2);
        string[] lines = [.. File.ReadLines(file)];
        File.WriteAllLines(file, lines[..3]);
        File.WriteAllLines(other, [.. lines[2..], "{\"recipe\":\"torn"]);
        var notes = new List<string>();
        Assert.Equal([100, 101, 102, 103], Pool.Read([file, other], notes.Add).Select(r => r.Seed));
        Assert.Collection(
            notes,
            note => Assert.Matches("^1 line of .* could not be read and left out", note),
            note => Assert.StartsWith("1 seed of 'baseline' on", note, StringComparison.Ordinal)
        );
        var (table, _) = Assert.Single(Study.Report([file, other], TextWriter.Null));
        Assert.Contains("4 seeds (100 to 103)", table.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void FilesThatDisagreeAreRefusedByName()
    {
        Train(Study.Recipe("rotating", "", []), 100, 2, 20);
        var results = new ResultFile(file).Read();
        new ResultFile(other).Append([results[1] with { GeneratorGradient = results[1].GeneratorGradient + 1e-9 }]);
        var refused = Assert.Throws<ArgumentException>(() => Pool.Read([file, other], _ => { })).Message;
        foreach (var named in (string[])[Path.GetFileName(file), Path.GetFileName(other), "seed 101 of 'baseline'"])
            Assert.Contains(named, refused, StringComparison.Ordinal);
        // Of one file the newest counts, as after training anew.
        new ResultFile(file).Append([results[1] with { GeneratorGradient = 0 }]);
        Assert.Equal(0, Pool.Read([file], _ => { })[1].GeneratorGradient);
    }

    private bool Train(Recipe recipe, long firstSeed, int seeds, int steps, int block = 0, TextWriter? output = null) =>
        Study.Train(
            Study.Asked(recipe, firstSeed, seeds, steps, "cpu"),
            block,
            file,
            false,
            output ?? TextWriter.Null,
            CancellationToken.None
        );
}
