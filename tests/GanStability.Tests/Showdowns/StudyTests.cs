using GanStability;
using Xunit;

namespace GanStability.Tests.Showdowns;

public sealed class StudyTests : IDisposable
{
    private readonly string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".jsonl");

    public void Dispose() => File.Delete(file);

    [Fact]
    public void PicturesAreScoredResumedAndReported()
    {
        Study.Train(Study.Recipe("digits", "", []), 100, 1, 2, "cpu", file, false, TextWriter.Null, CancellationToken.None);
        Study.Train(Study.Recipe("digits", "", []), 100, 2, 2, "cpu", file, false, TextWriter.Null, CancellationToken.None);
        Study.Train(
            Study.Recipe("digits", "", ["feature-matching"]),
            100,
            2,
            2,
            "cpu",
            file,
            false,
            TextWriter.Null,
            CancellationToken.None
        );
        Assert.Equal(4, new ResultFile(file).Read().Count);
        var (table, figure) = Assert.Single(Study.Report(file, TextWriter.Null));
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
                .Throws<FileNotFoundException>(() =>
                    Study.Train(Study.Recipe("kmnist", "", []), 1, 1, 1, "cpu", file, false, TextWriter.Null, CancellationToken.None)
                )
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
}
