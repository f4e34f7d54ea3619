using System.Globalization;
using System.Text.RegularExpressions;
using GanStability.Runner.Notebooks;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>Every number that a notebook's prose cites must be in its outputs.</summary>
public partial class ProseNumbersTests
{
    public static TheoryData<string> Names => EveryNotebookTests.Names;

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Names))]
    public void OfEveryNotebookAreInItsOutputs(string name)
    {
        var missing = ProseNumbers.Missing(
            NotebookReader.Read(NotebookFiles.Find(name, Course.Real.Notebooks, Course.Real.Notebooks).Single())
        );
        Assert.True(
            missing.Count == 0,
            $"{name} cites numbers that its outputs do not show (after publishing anew, bring the prose up to "
                + $"date):\n{string.Join('\n', missing)}"
        );
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Names))]
    public void CountsAndPercentagesOfAReadingAreInItsSection(string name)
    {
        var missing = ProseNumbers.MissingCounts(
            NotebookReader.Read(NotebookFiles.Find(name, Course.Real.Notebooks, Course.Real.Notebooks).Single())
        );
        Assert.True(missing.Count == 0, $"{name} reads what its section does not show:\n{string.Join('\n', missing)}");
    }

    [Theory]
    [InlineData("8 of 10 seeds hold them.", true)]
    [InlineData("7 of 10 seeds hold them.", false)]
    [InlineData("8 of 12 hold them.", false)]
    [InlineData("41 % of the samples.", true)]
    [InlineData("42 % of the samples.", false)]
    [InlineData("The other section had 99 %.", false)]
    [InlineData("All 1234 seeds of the parameters.", true)]
    [InlineData("From 0 to 60 %, about 5000 steps, in 2016.", true)]
    public void CountsAreHeldToTheirOwnSection(string prose, bool shown)
    {
        var notebook = new Notebook { Cells = { Shown("parameters", "1234"), new Cell(CellKind.Markdown, "one", "## 1. One") } };
        notebook.Cells.Add(Shown("other", "99 %"));
        notebook.Cells.Add(new Cell(CellKind.Markdown, "two", "## 2. Two"));
        notebook.Cells.Add(Shown("here", "8 of 10; 40.6 %"));
        notebook.Cells.Add(new Cell(CellKind.Markdown, "reading", $"**Read the table.** {prose}\n\n## 3. Three\n\n5 of 6 of it."));
        Assert.Equal(shown, ProseNumbers.MissingCounts(notebook).Count == 0);

        static Cell Shown(string id, string text)
        {
            var cell = new Cell(CellKind.Code, id, "Show()");
            cell.Outputs.Add(new StreamOutput("stdout", text));
            return cell;
        }
    }

    [Theory]
    [InlineData("It rises to 0.75.", true)]
    [InlineData("It rises to 0.76.", false)]
    [InlineData("It rises to 0.8.", false)]
    [InlineData("It rises to 3.142, rounded.", true)]
    [InlineData("It rises to 3.141, cut off.", false)]
    [InlineData("The caption says 12.5 %.", true)]
    [InlineData("A coordinate is 7.125.", false)]
    [InlineData("The setting was 0.0005.", true)]
    [InlineData("A formula, $0.76 + 1.23$, and `0.99` of code.", true)]
    [InlineData("See [it](https://example.org/1.23), arXiv 1606.03498, §3.2, section 4.5 and eq. 2.1.", true)]
    [InlineData("The axis is said to end at 0.91.", false)]
    [InlineData("The caption was computed: 0.64.", true)]
    [InlineData("Whole numbers such as 17 are not looked at here.", true)]
    public void AreFoundOrMissed(string prose, bool shown) => Assert.Equal(shown, ProseNumbers.Missing(Of(prose)).Count == 0);

    [Fact]
    public void BeforeTheFirstOutputAndOfPapersAreNotLookedAt()
    {
        var notebook = Of("It is 0.75.");
        notebook.Cells.Insert(0, new Cell(CellKind.Markdown, "before", "We expect 0.99."));
        notebook.Cells.Add(new Cell(CellKind.Markdown, "papers", "## Where this comes from\nThe authors report 8.09."));
        Assert.Empty(ProseNumbers.Missing(notebook));
        notebook.Cells.Insert(2, new Cell(CellKind.Markdown, "after", "**Read the figure.** It is 0.99, and the authors report 8.09."));
        Assert.Equal(["0.99", "8.09"], ProseNumbers.Missing(notebook).Select(m => m.Split(' ')[0]));
    }

    /// <summary>Five numbers of the course's prose, each changed in its last digit: none is taken for what the outputs show.</summary>
    [Fact]
    public void FlippedNumbersOfTheCourseAreFound()
    {
        var flipped = 0;
        foreach (var name in new[] { "00-start-here", "01-divergences", "04-mode-collapse", "06-covariate-shift", "07-scoring-generators" })
        {
            var notebook = NotebookReader.Read(NotebookFiles.Find(name, Course.Real.Notebooks, Course.Real.Notebooks).Single());
            var (cell, number) = notebook
                .Cells.SkipWhile(c => c.Outputs.Count == 0)
                .Where(c => c.Kind == CellKind.Markdown)
                .Select(c => (Cell: c, Number: Cited().Match(c.Source)))
                .First(c => c.Number.Success);
            var digit = number.Value[^1] - '0';
            var changed = $"{number.Value[..^1]}{(digit + 5) % 10}";
            cell.Source = cell.Source.Replace(number.Value, changed, StringComparison.Ordinal);
            Assert.Contains(ProseNumbers.Missing(notebook), m => m.StartsWith(changed, StringComparison.Ordinal));
            flipped++;
        }
        Assert.Equal(5, flipped);
    }

    /// <summary>The counts and percentages of the readings of Part I, each changed by one: a fifth at least is found.</summary>
    [Fact]
    public void ChangedCountsOfTheCourseAreFound()
    {
        var (found, all) = (0, 0);
        foreach (var file in Directory.EnumerateFiles(Course.Real.Notebooks, "0*.ipynb"))
        {
            var notebook = NotebookReader.Read(file);
            foreach (var cell in notebook.Cells.Where(c => c.Source.Contains("**Read the", StringComparison.Ordinal)))
            {
                var source = cell.Source;
                foreach (Match number in Percentage().Matches(source))
                {
                    var changed = int.Parse(number.Value, CultureInfo.InvariantCulture) + 1;
                    cell.Source = source.Remove(number.Index, number.Length).Insert(number.Index, $"{changed}");
                    found += ProseNumbers.MissingCounts(notebook).Any(m => m.StartsWith($"{changed} ", StringComparison.Ordinal)) ? 1 : 0;
                    all++;
                }
                cell.Source = source;
            }
        }
        Assert.True(all > 10 && 5 * found >= all, $"Of {all} changed percentages {found} are found.");
    }

    [GeneratedRegex(@"(?<![\d.,\w])\d{2}(?= %)")]
    private static partial Regex Percentage();

    // Long ones: a shorter number, changed, is easily some other number of the notebook.
    [GeneratedRegex(@"(?<=[a-z] )\d{1,2}\.\d{3,4}(?=[ ,.);])")]
    private static partial Regex Cited();

    private static Notebook Of(string prose)
    {
        const string Source = "Train(learningRate: 0.0005, caption: $\"ends at 0.91, {loss}\")";
        var code = new Cell(CellKind.Code, "code", Source);
        code.Outputs.Add(new StreamOutput("stdout", "0.75 and 3.14159\n"));
        code.Outputs.Add(
            new ShownOutput(
                new Dictionary<string, string>
                {
                    ["text/html"] =
                        "<img alt=\"12.5 % are left; ends at 0.91, 0.64\" src=\"data:image/png;base64,0.76\"><svg><path d=\"M7.125 "
                        + "0.8\"/></svg><script>[7.125]</script>",
                }
            )
        );
        return new Notebook { Cells = { code, new Cell(CellKind.Markdown, "prose", prose) } };
    }
}
