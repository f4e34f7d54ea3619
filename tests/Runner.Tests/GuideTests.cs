using System.Globalization;
using System.Text.RegularExpressions;
using GanStability.Runner.Book;
using GanStability.Runner.Notebooks;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>The instructor guide keeps to the chapters that it speaks of.</summary>
public partial class GuideTests
{
    private static readonly string Folder = Course.Real.Notebooks;

    /// <summary>What the guide says of each chapter, by the chapter's file.</summary>
    private static IEnumerable<(BookPage Chapter, string Text)> Speeches() =>
        from cell in NotebookReader.Read(Path.Combine(Folder, "91-instructor-guide.ipynb")).Cells
        let heading = Heading().Match(cell.Source)
        where cell.Kind == CellKind.Markdown && heading.Success
        let file = heading.Groups["file"].Value
        select (new BookPage(Path.ChangeExtension(file, null), NotebookReader.Read(Path.Combine(Folder, file))), cell.Source);

    [Fact]
    public void EveryChapterIsSpokenOfUnderItsOwnNumber()
    {
        var chapters = Directory.EnumerateFiles(Folder, "*.ipynb").Select(file => Path.GetFileNameWithoutExtension(file));
        Assert.Equal(
            chapters.Where(name => name[0] != '9').Order(StringComparer.Ordinal),
            Speeches().Select(speech => speech.Chapter.Name)
        );
        Assert.All(Speeches(), speech => Assert.StartsWith($"## {speech.Chapter.Number} ", speech.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void EverySectionThatIsNamedExists()
    {
        var missing =
            from speech in Speeches()
            let numbers = Sections.Of(speech.Chapter).Select(section => section.Number).ToHashSet()
            from line in speech.Text.Split('\n')
            where !line.Contains("notebook ", StringComparison.OrdinalIgnoreCase)
            from named in Sections.Named(line)
            where !numbers.Contains(named.Number)
            select $"{speech.Chapter.Name}: section {named.Number} in: {line}";
        Assert.Empty(missing);
        Assert.True(Speeches().Sum(speech => Sections.Named(speech.Text).Count()) > 50, "The test reads nothing.");
    }

    [Fact]
    public void TheTimingLeavesNoSectionOut()
    {
        var left =
            from speech in Speeches()
            let sections = Sections.Of(speech.Chapter)
            let planned = Planned(speech.Text)
            from section in sections
            where
                !section.Heading.Contains("detour", StringComparison.Ordinal)
                && !section.Heading.Contains("xercise", StringComparison.Ordinal)
            where planned.Count > 0 && !planned.Contains(section.Number)
            select $"{speech.Chapter.Name}: {section.Heading}";
        Assert.Empty(left);
    }

    [Fact]
    public void EveryNumberThatIsQuotedStandsInItsChapter()
    {
        var missing = new List<string>();
        foreach (var (chapter, text) in Speeches())
        {
            var read = new Notebook { Cells = [.. chapter.Notebook.CodeCells, new Cell(CellKind.Markdown, "guide", text)] };
            var derived = string.Concat(chapter.Notebook.Cells.Where(cell => cell.Kind == CellKind.Markdown).Select(cell => cell.Source));
            missing.AddRange(
                from number in ProseNumbers.Missing(read)
                where !derived.Contains(number.Split(' ')[0], StringComparison.Ordinal)
                select $"{chapter.Name}: {number}"
            );
        }
        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    /// <summary>The sections for which the guide plans time, or which it leaves to reading.</summary>
    private static HashSet<int> Planned(string text)
    {
        var timing = text.Split('\n').FirstOrDefault(line => line.StartsWith("**Timing.**", StringComparison.Ordinal)) ?? "";
        var numbers = Sections.Named(timing).Select(named => named.Number).ToHashSet();
        // Only where the guide goes by sections at all; some chapters have no numbers.
        if (numbers.Count == 0)
            return [];
        foreach (Match range in Timed().Matches(timing))
        {
            var from = int.Parse(range.Groups["from"].Value, CultureInfo.InvariantCulture);
            var to = range.Groups["to"] is { Success: true } end ? int.Parse(end.Value, CultureInfo.InvariantCulture) : from;
            numbers.UnionWith(Enumerable.Range(from, to - from + 1));
        }
        return numbers;
    }

    [GeneratedRegex(@"\A## \d\d \[[^\]]+\]\((?<file>[^)]+\.ipynb)\)")]
    private static partial Regex Heading();

    // "2–3: 25", "6 (the algorithm): 25", "6–8 (pictures): to reading".
    [GeneratedRegex(@"\b(?<from>\d{1,2})(–(?<to>\d{1,2}))?( \([^)]*\))?: ")]
    private static partial Regex Timed();
}
