using GanStability.Runner.Notebooks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>
/// One number of steps per preset, the preset's own. A frozen collapse read before it has frozen taught conclusions that were wrong: so at
/// class size a notebook takes <c>Presets.Frozen.Steps</c>, or says beside its own number that it is not the preset's, and why.
/// </summary>
public class PresetStepsTests
{
    /// <summary>What a comment must say beside a number of steps that differs: <c>// not the preset's 2000: …</c>.</summary>
    private const string Said = "preset";

    private static readonly CSharpParseOptions Cells = new(LanguageVersion.Preview, kind: SourceCodeKind.Script);

    public static TheoryData<string> Names => EveryNotebookTests.Names;

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Names))]
    public void NoNotebookShortensAPresetInSilence(string name)
    {
        var notebook = NotebookReader.Read(NotebookFiles.Find(name, Course.Real.Notebooks, Course.Real.Notebooks).Single());
        var found = Silent([.. notebook.CodeCells.Select(c => c.Source)]);
        Assert.True(
            found.Count == 0,
            $"{name} trains a preset for other numbers of steps. Take {nameof(Presets)}.<Name>.Steps, or say why in a comment with "
                + $"the word \"{Said}\" on that line:\n{string.Join('\n', found)}"
        );
    }

    [Theory]
    [InlineData(false, "var run = Presets.Frozen with { Steps = 800 };")]
    [InlineData(true, "var run = Presets.Frozen with { Steps = 2 };   // not the preset's 2500: only the start is looked at")]
    [InlineData(true, "var run = Presets.Frozen with { Steps = Presets.Frozen.Steps };")]
    [InlineData(false, "var n = Kit.Sized(size, smoke: 60, atClass: 800, full: 2500);", "var run = Presets.Frozen with { Steps = n };")]
    [InlineData(
        true,
        "var n = Kit.Sized(size, smoke: 60, atClass: Presets.Frozen.Steps, full: 9);",
        "var r = Presets.Frozen with { Steps = n };"
    )]
    [InlineData(false, "var ill = Presets.Frozen with { Seed = 3 };", "var run = ill with { Steps = 800 };")]
    [InlineData(false, "Recipe Ill(int n) => Presets.Frozen with { Seed = n };", "var run = Ill(3) with { Steps = 800 };")]
    [InlineData(true, "var own = new Recipe { Steps = 800 };", "var run = own with { Steps = 80 };")]
    [InlineData(false, "var n = 800;", "var run = Presets.Frozen with { Steps = size == \"smoke\" ? 60 : n };")]
    [InlineData(true, "Recipe All(Recipe preset) => preset with { Steps = size == \"smoke\" ? 100 : preset.Steps };")]
    public void AShorteningIsFoundWhereverItsNumberStands(bool allowed, params string[] cells) =>
        Assert.Equal(allowed, Silent(cells).Count == 0);

    /// <summary>The lines that give a recipe made from a preset a number of steps of their own, without a word.</summary>
    private static List<string> Silent(IReadOnlyList<string> cells)
    {
        var code = CSharpSyntaxTree.ParseText(string.Join('\n', cells), Cells).GetRoot();
        return
        [
            .. code.DescendantNodes()
                .OfType<WithExpressionSyntax>()
                .Where(with => FromPreset(with.Expression, code, depth: 0))
                .SelectMany(with => with.Initializer.Expressions.OfType<AssignmentExpressionSyntax>())
                .Where(set => set.Left.ToString() == nameof(Recipe.Steps))
                .SelectMany(set => Numbers(set.Right, code, depth: 0))
                .Where(number => !Comment(number).Contains(Said, StringComparison.OrdinalIgnoreCase))
                .Select(number => Line(number).Trim())
                .Distinct(),
        ];
    }

    /// <summary>Whether a recipe begins with a preset, by its text or through the names it is made of.</summary>
    private static bool FromPreset(SyntaxNode recipe, SyntaxNode code, int depth) =>
        recipe.ToString().Contains(nameof(Presets) + ".", StringComparison.Ordinal)
        || depth < 5 && NamesIn(recipe).Any(n => Meanings(n, code).Any(m => FromPreset(m, code, depth + 1)));

    /// <summary>The numbers that an expression comes to at class size, as they stand in the notebook.</summary>
    private static IEnumerable<SyntaxNode> Numbers(ExpressionSyntax steps, SyntaxNode code, int depth) =>
        steps switch
        {
            LiteralExpressionSyntax literal => [literal],
            ConditionalExpressionSyntax choice when choice.Condition.ToString().Contains("smoke", StringComparison.Ordinal) => Numbers(
                choice.WhenFalse,
                code,
                depth
            ),
            InvocationExpressionSyntax { ArgumentList.Arguments: var given } sized
                when sized.Expression.ToString() == $"{nameof(Kit)}.{nameof(Kit.Sized)}" => Numbers(
                (given.FirstOrDefault(a => a.NameColon?.Name.ToString() == "atClass") ?? given[2]).Expression,
                code,
                depth
            ),
            IdentifierNameSyntax name when depth < 5 => Meanings(name.ToString(), code)
                .OfType<ExpressionSyntax>()
                .SelectMany(m => Numbers(m, code, depth + 1)),
            _ => [],
        };

    /// <summary>What a variable is set to, and what a function of the notebook returns.</summary>
    private static IEnumerable<SyntaxNode> Meanings(string name, SyntaxNode code) =>
        code.DescendantNodes()
            .Select(node =>
                node switch
                {
                    VariableDeclaratorSyntax v when v.Identifier.Text == name => (SyntaxNode?)v.Initializer?.Value,
                    MethodDeclarationSyntax m when m.Identifier.Text == name => (SyntaxNode?)m.ExpressionBody ?? m.Body,
                    LocalFunctionStatementSyntax f when f.Identifier.Text == name => (SyntaxNode?)f.ExpressionBody ?? f.Body,
                    _ => null,
                }
            )
            .OfType<SyntaxNode>();

    private static IEnumerable<string> NamesIn(SyntaxNode node) =>
        node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(n => n.Identifier.Text).Distinct();

    private static string Comment(SyntaxNode node) =>
        Line(node).IndexOf("//", StringComparison.Ordinal) is var at and >= 0 ? Line(node)[at..] : "";

    private static string Line(SyntaxNode node)
    {
        var at = node.GetLocation().GetLineSpan().StartLinePosition.Line;
        return node.SyntaxTree.GetText().Lines[at].ToString();
    }
}
