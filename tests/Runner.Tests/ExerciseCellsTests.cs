using GanStability.Runner.Notebooks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>No answer and no hint of an exercise is on the screen before an attempt, and every stored solution solves its task.</summary>
public class ExerciseCellsTests
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Preview, kind: SourceCodeKind.Script);

    public static TheoryData<string> Exercises =>
        [.. AnswerKeys.All.SelectMany(notebook => notebook.Value.Select(exercise => $"{notebook.Key}.{exercise.Number}"))];

    /// <summary>
    /// The check cell asks for exactly the parts of the key, says nothing of what is right, and is the same where the solution is checked.
    /// </summary>
    [Theory]
    [MemberData(nameof(Exercises))]
    public void ACheckCellHoldsNoAnswerAndTheSolutionMeetsTheSame(string exercise)
    {
        var task = CheckCell(Notebook(exercise, solution: false), exercise);
        Assert.Equal(task.Source, CheckCell(Notebook(exercise, solution: true), exercise).Source);

        var calls = Calls(task).ToList();
        Assert.Equal(
            AnswerKeys.Find(exercise).Parts.Select(part => part.What).Order(StringComparer.Ordinal),
            calls.Select(call => Text(call.ArgumentList.Arguments[0])).Order(StringComparer.Ordinal)
        );
        // A third argument is what the notebook made, never the number itself.
        foreach (var given in calls.SelectMany(call => call.ArgumentList.Arguments.Skip(2)))
            Assert.DoesNotContain(given.DescendantNodes().OfType<LiteralExpressionSyntax>(), literal =>
                literal.IsKind(SyntaxKind.NumericLiteralExpression) && literal.FirstAncestorOrSelf<BracketedArgumentListSyntax>() is null
            );
    }

    /// <summary>What a reader of the book, or a class, sees before anybody has tried.</summary>
    [Theory]
    [MemberData(nameof(Exercises))]
    public void AStoredCheckShowsNeitherHintNorFailure(string exercise)
    {
        var shown = Shown(CheckCell(Notebook(exercise, solution: false), exercise));
        Assert.Contains('○', shown);
        Assert.DoesNotContain('✗', shown);
        Assert.DoesNotContain("hint", shown, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(Exercises))]
    public void AStoredSolutionSolves(string exercise)
    {
        var shown = Shown(CheckCell(Notebook(exercise, solution: true), exercise));
        Assert.Equal(AnswerKeys.Find(exercise).Parts.Count, shown.Count(mark => mark == '✓'));
        Assert.DoesNotContain(shown, mark => mark is '○' or '✗');
    }

    private static Notebook Notebook(string exercise, bool solution)
    {
        var folder = solution ? Path.Combine(Course.Real.Notebooks, "solutions") : Course.Real.Notebooks;
        return NotebookReader.Read(Assert.Single(Directory.EnumerateFiles(folder, $"{exercise[..exercise.IndexOf('.')]}-*.ipynb")));
    }

    private static Cell CheckCell(Notebook notebook, string exercise) =>
        Assert.Single(notebook.CodeCells, cell => cell.Source.Contains($"Exercise.Of(\"{exercise}\")", StringComparison.Ordinal));

    /// <summary>The calls that ask for a part: those of the chain that begins with Exercise.Of.</summary>
    private static IEnumerable<InvocationExpressionSyntax> Calls(Cell cell)
    {
        var tree = CSharpSyntaxTree.ParseText(cell.Source, Script, cancellationToken: TestContext.Current.CancellationToken);
        var start = tree.GetRoot(TestContext.Current.CancellationToken)
            .DescendantNodes()
            .OfType<InvocationExpressionSyntax>()
            .Single(call => call.Expression.ToString() == "Exercise.Of");
        for (SyntaxNode at = start; at.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call }; at = call)
            yield return call;
    }

    private static string Text(ArgumentSyntax argument) =>
        argument.Expression is LiteralExpressionSyntax { Token.Value: string text } ? text : $"no text: {argument}";

    /// <summary>The check among the outputs; training inside the cell shows a line of its own.</summary>
    private static string Shown(Cell cell) =>
        Assert.Single(cell.Outputs.OfType<ShownOutput>().Select(Course.Seen), shown =>
            shown.StartsWith("Exercise", StringComparison.Ordinal)
        );
}
