using GanStability.Runner.Notebooks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>The directions of the library's rooms, read from the uses of types in its sources.</summary>
public class ArchitectureTests
{
    /// <summary>A room may use itself and the floors below its own. "" is the folder of the library itself.</summary>
    private static readonly string[][] Floors =
    [
        ["Common"],
        ["Divergences", "Games", "Statistics"],
        ["Engine"],
        ["Data"],
        ["Networks"],
        ["the game"],
        ["Scores", "Probes"],
        ["Figures"],
        ["Showdowns"],
        ["Notebooks"],
    ];

    /// <summary>The algorithm, its recipe and its methods know each other.</summary>
    private static readonly string[] TheGame = ["", "Training", "Objectives", "Stabilizers"];

    private static readonly string Library = Path.Combine(Course.Real.Root, "lib", "GanStability");

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    private static readonly List<SyntaxTree> Trees =
    [
        .. Directory
            .EnumerateFiles(Library, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Library, file).Split('/').Intersect(["obj", "bin"]).Any())
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), Options, file)),
    ];

    [Fact]
    public void EveryRoomUsesOnlyFloorsBelow()
    {
        var uses = Uses().ToList();
        Assert.True(uses.Count > 500, $"Only {uses.Count} uses of types were found: the sources were not understood.");
        var wrong = uses.Where(use => !Allowed(use.From, use.To))
            .Select(use => $"{use.From} → {use.To}: {use.Type} in {use.File}")
            .Distinct();
        Assert.Empty(wrong);
    }

    [Fact]
    public void PlainNumericsKnowNothingOfTorch() =>
        Assert.Empty(
            Trees
                .Where(tree => Room(tree.FilePath) is "Divergences" or "Games" or "Statistics" or "Common")
                .Where(tree => tree.ToString().Contains("TorchSharp", StringComparison.Ordinal))
                .Select(tree => Path.GetFileName(tree.FilePath))
        );

    [Fact]
    public void OnlyNotebooksKnowsTheKernel() =>
        Assert.Empty(
            Trees
                .Where(tree =>
                    Room(tree.FilePath) != "Notebooks" && tree.ToString().Contains("Microsoft.DotNet.Interactive", StringComparison.Ordinal)
                )
                .Select(tree => Path.GetFileName(tree.FilePath))
        );

    [Fact]
    public void FilesAreReadInOneSitting() =>
        Assert.Empty(
            Trees
                .Where(tree => tree.GetText().Lines.Count > 301)
                .Select(tree => $"{Path.GetFileName(tree.FilePath)}: {tree.GetText().Lines.Count - 1} lines")
        );

    /// <summary>
    /// Part I is read aloud from a screen 1366 pixels wide, on which about 107 columns fit; the rest follows when it is rewritten.
    /// </summary>
    [Fact]
    public void CellsOfPartOneFitOnTheScreen() =>
        Assert.Empty(
            NotebookFiles
                .In(Course.Real.Notebooks)
                .Where(file => Path.GetFileName(file).StartsWith('0'))
                .SelectMany(file =>
                    NotebookReader
                        .Read(file)
                        .CodeCells.SelectMany(cell => cell.Source.Split('\n').Where(line => line.Length > 100))
                        .Select(line => $"{Path.GetFileName(file)}: {line}")
                )
        );

    [Fact]
    public void TheSetupCellIsTheSameEverywhereAndShort()
    {
        var cells = NotebookFiles
            .In(Course.Real.Notebooks)
            .Select(file => NotebookReader.Read(file).Cells.First(cell => cell.Source.StartsWith("#r", StringComparison.Ordinal)).Source)
            .ToList();
        var setup = Assert.Single(
            cells.Select(cell => cell.Replace("../../artifacts", "../artifacts", StringComparison.Ordinal)).Distinct()
        );
        Assert.InRange(setup.Split('\n').Length, 1, 6);
    }

    private static bool Allowed(string from, string to) => from == to || Floor(to) < Floor(from);

    private static int Floor(string room)
    {
        var floor = Array.FindIndex(Floors, rooms => rooms.Contains(room));
        Assert.True(floor >= 0, $"The folder '{room}' has no floor: say in {nameof(Floors)} what it may use.");
        return floor;
    }

    private static string Room(string file)
    {
        var folder = Path.GetRelativePath(Library, file).Split('/') is [var first, _, ..] ? first : "";
        return TheGame.Contains(folder) ? "the game" : folder;
    }

    private static IEnumerable<(string From, string To, string Type, string File)> Uses()
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Concat(Directory.EnumerateFiles(Course.Real.Kit, "*.dll"))
            .Where(file => Path.GetFileName(file) != "GanStability.dll")
            .DistinctBy(Path.GetFileName)
            .Select(file => MetadataReference.CreateFromFile(file));
        var usings = CSharpSyntaxTree.ParseText(
            "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;"
                + "global using System.Threading; global using System.Threading.Tasks; global using GanStability.Engine;",
            Options
        );
        var compilation = CSharpCompilation.Create(
            "library",
            [.. Trees, usings],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true)
        );
        foreach (var tree in Trees)
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                var symbol = model.GetSymbolInfo(name).Symbol;
                var type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
                while (type?.ContainingType is { } outer)
                    type = outer;
                // A class whose card for notebooks is a part of its own lives where it stands lowest.
                var rooms = (type?.OriginalDefinition.DeclaringSyntaxReferences ?? [])
                    .Select(declared => Room(declared.SyntaxTree.FilePath))
                    .ToList();
                if (rooms.Count > 0)
                    yield return (Room(tree.FilePath), rooms.MinBy(Floor)!, type!.Name, Path.GetFileName(tree.FilePath));
            }
        }
    }
}
