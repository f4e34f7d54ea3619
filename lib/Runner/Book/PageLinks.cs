namespace GanStability.Runner.Book;

/// <summary>Leads the links of a notebook to where their targets are from a page: other pages, or files of the course.</summary>
/// <param name="root">The folder of the course.</param>
/// <param name="notebooks">The folder of the notebooks.</param>
/// <param name="page">The folder of the page.</param>
/// <param name="source">The source notebook relative to <paramref name="root"/>; null when it lies elsewhere.</param>
internal sealed class PageLinks(string root, string notebooks, string page, string? source)
{
    /// <summary>Where <paramref name="url"/> leads in the page.</summary>
    public string Resolve(string url)
    {
        if (url.Length == 0 || url[0] is '#' or '/' || url.Contains(':', StringComparison.Ordinal))
            return url;
        var cut = url.IndexOf('#', StringComparison.Ordinal);
        var (path, anchor) = cut < 0 ? (url, "") : (url[..cut], url[cut..]);
        var folder = source is null ? notebooks : Path.GetDirectoryName(Path.GetFullPath(source, root))!;
        var target = Path.GetFullPath(Uri.UnescapeDataString(path), folder);
        var inNotebooks = Path.GetRelativePath(notebooks, target);
        if (path.EndsWith(".ipynb", StringComparison.Ordinal) && !inNotebooks.StartsWith("..", StringComparison.Ordinal))
            return BookPage.FileNameOf(Path.ChangeExtension(inNotebooks, null)) + anchor;
        if (source is null)
            return url;
        var relative = Path.GetRelativePath(page, target).Split('/').Select(Uri.EscapeDataString);
        return string.Join('/', relative) + anchor;
    }
}
