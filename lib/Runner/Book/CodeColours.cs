using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GanStability.Runner.Book;

/// <summary>
/// C# to HTML with one class per kind of token, read by the compiler's own parser, so every form of the language is known.
/// </summary>
internal static class CodeColours
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    /// <summary>
    /// Keywords <c>k</c>, text <c>s</c>, numbers <c>n</c>, comments <c>c</c>, types <c>t</c>, calls <c>f</c>, directives <c>d</c>.
    /// </summary>
    public static string ToHtml(string code)
    {
        var html = new StringBuilder();
        foreach (var token in CSharpSyntaxTree.ParseText(code, Script).GetRoot().DescendantTokens())
        {
            Append(html, token.LeadingTrivia);
            Append(html, KindOf(token), token.Text);
            Append(html, token.TrailingTrivia);
        }
        return html.ToString();
    }

    private static void Append(StringBuilder html, SyntaxTriviaList list)
    {
        foreach (var trivia in list)
            Append(
                html,
                trivia.IsDirective ? "d"
                    : trivia.ToString().StartsWith('/') ? "c"
                    : null,
                trivia.ToFullString()
            );
    }

    private static void Append(StringBuilder html, string? kind, string text)
    {
        var escaped = WebUtility.HtmlEncode(text);
        html.Append(kind is null || text.Length == 0 ? escaped : $"<span class=\"{kind}\">{escaped}</span>");
    }

    private static string? KindOf(SyntaxToken token)
    {
        switch (token.Kind())
        {
            case SyntaxKind.NumericLiteralToken:
                return "n";
            case SyntaxKind.StringLiteralToken
            or SyntaxKind.CharacterLiteralToken
            or SyntaxKind.SingleLineRawStringLiteralToken
            or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.InterpolatedStringStartToken
            or SyntaxKind.InterpolatedStringEndToken
            or SyntaxKind.InterpolatedVerbatimStringStartToken
            or SyntaxKind.InterpolatedSingleLineRawStringStartToken
            or SyntaxKind.InterpolatedMultiLineRawStringStartToken
            or SyntaxKind.InterpolatedRawStringEndToken:
                return "s";
            case SyntaxKind.IdentifierToken
                when token.Text == "var"
                    && token.Parent
                        is IdentifierNameSyntax
                        {
                            Parent: VariableDeclarationSyntax or DeclarationExpressionSyntax or ForEachStatementSyntax
                        }:
                return "k";
            case SyntaxKind.IdentifierToken:
                return token.Parent switch
                {
                    BaseTypeDeclarationSyntax
                    or DelegateDeclarationSyntax
                    or GenericNameSyntax { Parent: not InvocationExpressionSyntax and not MemberAccessExpressionSyntax } => "t",
                    SimpleNameSyntax
                    {
                        Parent: ObjectCreationExpressionSyntax
                            or VariableDeclarationSyntax
                            or ParameterSyntax
                            or BaseTypeSyntax
                            or TypeArgumentListSyntax
                            or ArrayTypeSyntax
                            or NullableTypeSyntax
                    } => "t",
                    MethodDeclarationSyntax or LocalFunctionStatementSyntax => "f",
                    SimpleNameSyntax { Parent: InvocationExpressionSyntax } => "f",
                    SimpleNameSyntax { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } member } name
                        when call.Expression == member && member.Name == name => "f",
                    _ => null,
                };
            default:
                return token.IsKeyword() ? "k" : null;
        }
    }
}
