using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GanStability.Runner.Notebooks;

/// <summary>
/// The cell tagged <c>parameters</c>: variables with their defaults. A run may give some of them other values; only the
/// initialiser is exchanged, so comments and layout stay and the variable keeps its type.
/// </summary>
internal sealed class ParameterCell
{
    private readonly CompilationUnitSyntax unit;

    private ParameterCell(CompilationUnitSyntax code) => unit = code;

    /// <summary>Reads the source of a parameter cell.</summary>
    public static ParameterCell Parse(string source) =>
        new(
            CSharpSyntaxTree
                .ParseText(source, new CSharpParseOptions(LanguageVersion.Latest, kind: SourceCodeKind.Script))
                .GetCompilationUnitRoot()
        );

    /// <summary>The variables that can be set, in order.</summary>
    public IReadOnlyList<string> Names => [.. Declarators.Select(d => d.Identifier.ValueText)];

    /// <summary>The source.</summary>
    public string Source => unit.ToFullString();

    private IEnumerable<VariableDeclaratorSyntax> Declarators =>
        unit
            .Members.OfType<FieldDeclarationSyntax>()
            .SelectMany(declaration => declaration.Declaration.Variables)
            .Where(variable => variable.Initializer is not null);

    /// <summary>Gives a variable another value.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="value">As typed on the command line: text without quotes, numbers with a decimal point.</param>
    /// <exception cref="NotebookException">The variable does not exist, or the value is of another kind.</exception>
    public ParameterCell With(string name, string value)
    {
        var variable =
            Declarators.FirstOrDefault(d => d.Identifier.ValueText == name)
            ?? throw new NotebookException($"There is no parameter '{name}'. The parameters are: {string.Join(", ", Names)}.");
        var old = variable.Initializer!.Value;
        var replacement = SyntaxFactory
            .ParseExpression(Literal(name, value, KindOf(variable, old)))
            .WithLeadingTrivia(old.GetLeadingTrivia())
            .WithTrailingTrivia(old.GetTrailingTrivia());
        return new ParameterCell(unit.ReplaceNode(old, replacement));
    }

    /// <summary>The declared type, or with <c>var</c> the type of the default.</summary>
    private static string KindOf(VariableDeclaratorSyntax variable, ExpressionSyntax value)
    {
        var declared = ((VariableDeclarationSyntax)variable.Parent!).Type;
        if (!declared.IsVar)
            return declared.ToString();
        if (value is PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax operand })
            value = operand;
        return value is not LiteralExpressionSyntax literal
            ? ""
            : literal.Token.Value switch
            {
                string => "string",
                bool => "bool",
                int => "int",
                long => "long",
                float => "float",
                double => "double",
                _ => "",
            };
    }

    private static string Literal(string name, string value, string kind)
    {
        const NumberStyles Real = NumberStyles.Float;
        var culture = CultureInfo.InvariantCulture;
        switch (kind)
        {
            case "string" or "string?":
                return SymbolDisplay.FormatLiteral(value, quote: true);
            case "bool" when bool.TryParse(value, out var flag):
                return flag ? "true" : "false";
            case "int" when int.TryParse(value, NumberStyles.AllowLeadingSign, culture, out var i):
                return i.ToString(culture);
            case "long" when long.TryParse(value, NumberStyles.AllowLeadingSign, culture, out var l):
                return l.ToString(culture) + "L";
            case "float" when float.TryParse(value, Real, culture, out var f) && float.IsFinite(f):
                return f.ToString("R", culture) + "f";
            case "double" when double.TryParse(value, Real, culture, out var d) && double.IsFinite(d):
                return d.ToString("R", culture) + "d";
            case "bool" or "int" or "long" or "float" or "double":
                throw new NotebookException(
                    $"The parameter '{name}' is of type {kind}; '{value}' is not. For example: --set {name}={Example(kind)}"
                );
        }
        // Any other type (an array, an enumeration): the value is a C# expression.
        var expression = SyntaxFactory.ParseExpression(value);
        if (expression.ContainsDiagnostics || expression.FullSpan.Length != value.Length)
            throw new NotebookException($"The value '{value}' of the parameter '{name}' is not a C# expression.");
        return value;
    }

    private static string Example(string kind) =>
        kind switch
        {
            "bool" => "true",
            "float" or "double" => "0.5",
            _ => "7",
        };
}
