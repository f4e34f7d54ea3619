using System.Globalization;
using System.Text.RegularExpressions;
using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Book;

/// <summary>Leads from an exercise to its worked solution, and back.</summary>
internal static partial class ExerciseLinks
{
    private const string Folder = "solutions/",
        Ending = "-solutions";

    /// <summary>The anchor of an exercise or its solution.</summary>
    public static string Anchor(int number) => string.Create(CultureInfo.InvariantCulture, $"exercise-{number}");

    /// <summary>The number of the exercise that a block of Markdown begins: <c>### Exercise 2 ★</c> or <c>**2.**</c>.</summary>
    public static int? NumberAt(string block) =>
        Beginning().Match(block) is { Success: true } match
            ? int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture)
            : null;

    /// <summary>The page with the solutions of a chapter, or the chapter of a page with solutions.</summary>
    public static BookPage? Partner(BookPage page, IEnumerable<BookPage> pages)
    {
        var name = page.IsInSubfolder
            ? page.Name.StartsWith(Folder, StringComparison.Ordinal) && page.Name.EndsWith(Ending, StringComparison.Ordinal)
                ? page.Name[Folder.Length..^Ending.Length]
                : null
            : Folder + page.Name + Ending;
        return pages.FirstOrDefault(other => other.Name == name);
    }

    /// <summary>The exercises that a page has.</summary>
    public static IReadOnlySet<int> In(BookPage page) =>
        page
            .Notebook.Cells.Where(cell => cell.Kind == CellKind.Markdown)
            .SelectMany(cell => cell.Source.Split('\n'))
            .Select(NumberAt)
            .OfType<int>()
            .ToHashSet();

    [GeneratedRegex(@"\A(#{1,6} +Exercise +(?<number>\d{1,4})\b|\*\*Exercise +(?<number>\d{1,4})\b|\*\*(?<number>\d{1,4})\.\*\*)")]
    private static partial Regex Beginning();
}
