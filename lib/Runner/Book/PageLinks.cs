using System.Text.RegularExpressions;

namespace GanStability.Runner.Book;

/// <summary>
/// Leads the links of a notebook to where their targets are from a page: other pages, files of the course, or files that are carried along
/// into the folder of the book, so that it can be handed on.
/// </summary>
/// <param name="root">The folder of the course.</param>
/// <param name="notebooks">The folder of the course's notebooks.</param>
/// <param name="folder">The folder of the pages.</param>
/// <param name="page">The page's name without extension; its carried files lie in a folder of this name.</param>
/// <param name="source">The source notebook; null when it is not known where it lies.</param>
internal sealed partial class PageLinks(string root, string notebooks, string folder, string page, string? source)
{
    private const string Files = "files";

    private readonly string from = source is null ? notebooks : Path.GetDirectoryName(source)!;

    private readonly bool inCourse = source is not null && IsInside(source, root);

    /// <summary>Where a link leads in the page.</summary>
    public string Resolve(string url)
    {
        if (Target(url) is not var (path, target, rest))
            return url;
        if (path.EndsWith(".ipynb", StringComparison.Ordinal) && Path.GetRelativePath(notebooks, target) is var inner && !LeadsOut(inner))
            return BookPage.FileNameOf(Path.ChangeExtension(inner, null)) + rest;
        // Of a reader's own notebooks, those that have been run into this folder have a page.
        if (!inCourse && Path.GetExtension(path) == ".ipynb" && Path.GetFileNameWithoutExtension(path) is var own)
            if (File.Exists(Path.Combine(folder, own + ".ipynb")))
                return BookPage.FileNameOf(own) + rest;
        if (!inCourse && Carried(path, target) is { } carried)
            return carried + rest;
        return source is null ? url : Escaped(Path.GetRelativePath(folder, target)) + rest;
    }

    /// <summary>Where a picture, a film or a sound lies in the page.</summary>
    public string Picture(string url) =>
        Target(url) is not var (path, target, rest) ? url
        : Carried(path, target) is { } carried ? carried + rest
        : Resolve(url);

    /// <summary>The parts of an address that is relative to the notebook; null for any other.</summary>
    private (string Path, string Target, string Tail)? Target(string url)
    {
        var cut = url.AsSpan().IndexOfAny('#', '?');
        var path = cut < 0 ? url : url[..cut];
        if (path.Length == 0 || path[0] is '/' or '\\' || Scheme().IsMatch(path))
            return null;
        path = Uri.UnescapeDataString(path);
        if (path.Contains('\0', StringComparison.Ordinal))
            return null;
        // On Windows, backslashes work in an editor.
        if (path.Contains('\\', StringComparison.Ordinal) && !File.Exists(Path.Combine(from, path)))
            path = path.Replace('\\', '/');
        return (path, Path.GetFullPath(path, from), cut < 0 ? "" : url[cut..]);
    }

    /// <summary>The copy of a file beside the page, made now where the original is there; null when there is neither.</summary>
    private string? Carried(string path, string target)
    {
        var relative = Path.Combine(
            Files,
            page,
            string.Join('/', path.Split('/').Where(part => part is not ("" or ".")).Select(part => part == ".." ? "up" : part))
        );
        var copy = Path.Combine(folder, relative);
        // Nothing of a machine's other folders gets into a book.
        if (source is not null && File.Exists(target) && (IsInside(target, from) || inCourse && IsInside(target, root)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(target, copy, overwrite: true);
        }
        return File.Exists(copy) ? Escaped(relative) : null;
    }

    private static string Escaped(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static bool IsInside(string path, string other) => !LeadsOut(Path.GetRelativePath(other, path));

    private static bool LeadsOut(string relative) => relative == ".." || relative.StartsWith("../", StringComparison.Ordinal);

    [GeneratedRegex(@"\A[a-z][a-z0-9+.-]*:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();
}
