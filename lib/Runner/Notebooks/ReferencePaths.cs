using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GanStability.Runner.Notebooks;

/// <summary>The files that a cell loads with <c>#r</c>.</summary>
internal static class ReferencePaths
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    /// <summary>Replaces relative paths by full ones, and nothing else.</summary>
    /// <param name="source">The source of a cell.</param>
    /// <param name="folder">The folder that relative paths start from.</param>
    /// <exception cref="NotebookException">The full path has a quotation mark in it, which <c>#r</c> cannot express.</exception>
    public static string MakeAbsolute(string source, string folder)
    {
        var tokens = CSharpSyntaxTree
            .ParseText(source, Script)
            .GetCompilationUnitRoot()
            .GetReferenceDirectives()
            .Select(directive => directive.File)
            .Where(file => IsRelative(file.ValueText));
        // From the last to the first, so that places before a replacement stay where they are.
        foreach (var token in tokens.Reverse())
        {
            var full = Path.GetFullPath(token.ValueText, folder);
            if (full.Contains('"', StringComparison.Ordinal))
                throw new NotebookException(
                    $"The path {full} has a quotation mark in it, which #r cannot express. Move the course to another folder."
                );
            source = source[..token.SpanStart] + $"\"{full}\"" + source[token.Span.End..];
        }
        return source;
    }

    /// <summary>
    /// A file named relative to the notebook; not a package (<c>nuget:</c>) and not an assembly of .NET itself (no folder).
    /// </summary>
    private static bool IsRelative(string path) =>
        path.Contains('/', StringComparison.Ordinal) && !Path.IsPathRooted(path) && !path.Contains(':', StringComparison.Ordinal);
}
