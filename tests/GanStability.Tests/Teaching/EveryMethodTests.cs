using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace GanStability.Tests.Teaching;

/// <summary>Every method of the library is taught in a notebook and named in the glossary.</summary>
public partial class EveryMethodTests
{
    private const string Glossary = "90-glossary.ipynb";

    private static readonly string Notebooks = Path.Combine(Root(), "notebooks");

    /// <summary>The code cells of every notebook that teaches, 00 to 22.</summary>
    private static readonly IReadOnlyDictionary<string, string[]> Taught = Directory
        .EnumerateFiles(Notebooks, "*.ipynb")
        .Where(file => NumberedNotebook().IsMatch(Path.GetFileName(file)))
        .ToDictionary(file => Path.GetFileName(file), file => Cells(file, "code"));

    /// <summary>The terms of the glossary, and the notebook that each is linked to.</summary>
    private static readonly IReadOnlyList<(string Name, string Notebook)> Terms =
    [
        .. Cells(Path.Combine(Notebooks, Glossary), "markdown")
            .SelectMany(cell => Term().Matches(cell))
            .Select(row => (row.Groups["name"].Value, row.Groups["link"].Value)),
    ];

    /// <summary>The words of every method for people, and how code names it: by its type, or as a value that is ready-made.</summary>
    private static readonly IReadOnlyList<(string Words, string[] Code)> Methods =
    [
        .. Stabilizer.All.Select(s => (Words(s.GetType().Name), CodeOf(s))),
        .. Objective.All.Select(o => (o.Name, CodeOf(o))),
        .. Normalisation.All.Where(n => n != Normalisation.None).Select(n => ($"{n.Name} normalisation", CodeOf(n))),
    ];

    public static TheoryData<string> Names { get; } = [.. Methods.Select(m => m.Words).Distinct()];

    [Theory]
    [MemberData(nameof(Names))]
    public void IsTaughtInANotebookAndNamedInTheGlossary(string words)
    {
        var code = Methods.Where(m => m.Words == words).SelectMany(m => m.Code).ToArray();
        Assert.True(
            Taught.Values.Any(cells => Use(cells, code)),
            $"No code of a notebook 00 to 22 uses {string.Join(" or ", code)}: teach it in one."
        );
        var terms = Terms.Where(term => Letters(term.Name).Contains(Letters(words), StringComparison.Ordinal)).ToArray();
        Assert.True(terms.Length > 0, $"{Glossary} has no entry whose term contains '{words}': add one.");
        Assert.True(
            terms.Any(term => Use(Taught.GetValueOrDefault(term.Notebook, []), code)),
            $"{Glossary} links '{words}' to {string.Join(", ", terms.Select(t => t.Notebook))}, where no code uses "
                + $"{string.Join(" or ", code)}: link the notebook that does."
        );
    }

    private static bool Use(string[] cells, string[] code) =>
        cells.Any(cell => code.Any(name => Regex.IsMatch(cell, $@"(?<![\w.]){Regex.Escape(name)}\b")));

    private static string[] Cells(string file, string kind) =>
        [
            .. JsonNode.Parse(File.ReadAllText(file))!["cells"]!
                .AsArray()
                .Where(cell => (string)cell!["cell_type"]! == kind)
                .Select(cell => string.Concat(cell!["source"]!.AsArray())),
        ];

    private static string Root()
    {
        var above = AppContext.BaseDirectory;
        while (above is not null && !File.Exists(Path.Combine(above, "GanStability.slnx")))
            above = Path.GetDirectoryName(above);
        return above
            ?? throw new DirectoryNotFoundException(
                $"{AppContext.BaseDirectory} does not lie in the repository, whose notebooks this test reads."
            );
    }

    private static string[] CodeOf<T>(T method)
        where T : notnull =>
        [
            .. method.GetType().IsPublic ? [method.GetType().Name] : Array.Empty<string>(),
            .. typeof(T)
                .GetProperties(BindingFlags.Public | BindingFlags.Static)
                .Where(p => p.PropertyType == typeof(T) && method.Equals(p.GetValue(null)))
                .Select(p => $"{typeof(T).Name}.{p.Name}"),
        ];

    private static string Words(string type) => WordStart().Replace(type, " $0").ToLowerInvariant();

    /// <summary>Spelling without hyphens, spaces and capitals: <c>WGAN-GP</c> is <c>WganGp</c>.</summary>
    private static string Letters(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    [GeneratedRegex(@"^(0\d|1\d|20|21|22)-.*\.ipynb$")]
    private static partial Regex NumberedNotebook();

    [GeneratedRegex(@"^\| \*\*(?<name>[^*]+)\*\*.*\]\((?<link>[^)#]+)\) \|$", RegexOptions.Multiline)]
    private static partial Regex Term();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex WordStart();
}
