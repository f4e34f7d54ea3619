using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GanStability.Runner.Notebooks;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>
/// Every chapter has an order for the class: which cell begins a slide, which comes as a step, which is left out. What the slides look like
/// is seen in <see cref="BrowserTests"/>.
/// </summary>
public partial class SlideOrderTests
{
    public static TheoryData<string> Chapters =>
        [
            .. NotebookFiles
                .In(Course.Real.Notebooks)
                .Select(file => NotebookFiles.NameOf(file, Course.Real.Notebooks))
                .Where(name => char.IsDigit(name[0]) && name[0] != '9'),
        ];

    [Theory, MemberData(nameof(Chapters))]
    public void AChapterHasAnOrderOfSlides(string name)
    {
        var cells = NotebookReader.Read(NotebookFiles.Find(name, Course.Real.Notebooks, Course.Real.Notebooks).Single()).Cells;
        string[] allowed = ["slide", "subslide", "fragment", "skip", "notes", "-"];
        Assert.All(cells, cell => Assert.Contains(Kind(cell), allowed));
        Assert.Equal("slide", Kind(cells[0]));
        Assert.InRange(cells.Count(cell => Kind(cell) is "slide" or "subslide"), 10, 60);
        for (var i = 1; i < cells.Count; i++)
        {
            var (cell, kind) = (cells[i], Kind(cells[i]));
            // The machinery, and the marks of exercises that nobody has answered yet, are no slides.
            if (cell.HasTag(CellTags.Parameters) || cell.Source.StartsWith("#r ", StringComparison.Ordinal) || IsCheck(cell))
                Assert.True(kind == "skip", $"{cell.Id} is for the editor, not for a slide");
            // The class predicts before it sees: what answers a prediction waits for a slide of its own.
            if (cell.Kind == CellKind.Markdown && Prediction().IsMatch(cell.Source) && Next(cells, i) is { } answer && Shows(answer))
                Assert.True(Kind(answer) is "slide" or "subslide", $"{answer.Id} answers the prediction of {cell.Id} on the same slide");
            // A reading comes after what it reads, on the same slide.
            if (cell.Kind == CellKind.Markdown && cell.Source.StartsWith("**Read the", StringComparison.Ordinal))
                Assert.True(kind == "fragment", $"{cell.Id} reads a figure and is a {kind}, not a step");
        }
    }

    [GeneratedRegex(@"\*\*Predict[^\n]*\n?[^\n]*$")]
    private static partial Regex Prediction();

    private static string Kind(Cell cell) =>
        (cell.Metadata["slideshow"] as JsonObject)?["slide_type"]?.ToString() ?? "-";

    private static Cell? Next(IReadOnlyList<Cell> cells, int i) => cells.Skip(i + 1).FirstOrDefault(cell => Kind(cell) != "skip");

    private static bool IsCheck(Cell cell) =>
        cell.Kind == CellKind.Code && cell.Source.Contains("Exercise.Of(", StringComparison.Ordinal);

    private static bool Shows(Cell cell) =>
        cell
            .Outputs.OfType<ShownOutput>()
            .Any(o => o.Content.GetValueOrDefault(MimeTypes.Html, "").Contains("gs-figure", StringComparison.Ordinal));
}

/// <summary>Stored figures stay small: a page of ten must open at once, and a notebook must stay one that Git can hold.</summary>
public partial class FigureSizeTests
{
    private const int Largest = 300_000;

    public static TheoryData<string> Names => EveryNotebookTests.Names;

    [Theory, MemberData(nameof(Names))]
    public void NoFigureIsLargerThan300Kilobytes(string name)
    {
        var notebook = NotebookReader.Read(NotebookFiles.Find(name, Course.Real.Notebooks, Course.Real.Notebooks).Single());
        var faults =
            from cell in notebook.Cells
            from output in cell.Outputs.OfType<ShownOutput>()
            where output.Content.ContainsKey(MimeTypes.Html)
            from figure in Begin().Split(output.Content[MimeTypes.Html]).Skip(1)
            let size = System.Text.Encoding.UTF8.GetByteCount(figure)
            where size > Largest
            select $"{cell.Id}: a figure of {size} bytes; at most {Largest} are allowed";
        Assert.Empty(faults);
    }

    [GeneratedRegex("(?=<figure class=\"gs-figure\")")]
    private static partial Regex Begin();
}
