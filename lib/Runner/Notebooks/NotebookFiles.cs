using System.Text.RegularExpressions;
using GanStability.Runner.Files;

namespace GanStability.Runner.Notebooks;

/// <summary>Finds the notebooks that a command line names.</summary>
internal static class NotebookFiles
{
    private const string Extension = ".ipynb";

    /// <summary>Every notebook under a folder, sorted; none where there is no such folder.</summary>
    public static IReadOnlyList<string> In(string folder)
    {
        var found = new List<string>();
        Collect(folder, [], found);
        return [.. found.Order(StringComparer.Ordinal)];
    }

    /// <summary>Folders before links, and each folder once: links may lead back to where the search comes from.</summary>
    private static void Collect(string folder, HashSet<string> seen, List<string> found)
    {
        if (!Directory.Exists(folder) || !seen.Add(FullPath.Resolve(folder)))
            return;
        // A folder that may not be read has no notebooks for this reader; it does not stop the others.
        var readable = new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = 0 };
        found.AddRange(Directory.EnumerateFiles(folder, "*" + Extension, readable));
        foreach (
            var inner in new DirectoryInfo(folder)
                .EnumerateDirectories("*", readable)
                .Where(inner => inner.Name != ".ipynb_checkpoints")
                .OrderBy(inner => inner.LinkTarget is not null)
                .ThenBy(inner => inner.Name, StringComparer.Ordinal)
        )
            Collect(inner.FullName, seen, found);
    }

    /// <summary>
    /// The short name of a notebook: its path under the folder of the notebooks, or else its file name, without extension.
    /// </summary>
    public static string NameOf(string file, string notebooks)
    {
        var relative = Path.GetRelativePath(notebooks, file);
        return relative.StartsWith("..", StringComparison.Ordinal)
            ? Path.GetFileNameWithoutExtension(file)
            : Path.ChangeExtension(relative, null);
    }

    /// <summary>
    /// The notebooks that a path, a folder, a name without extension or a pattern (<c>*</c>, <c>?</c>, <c>**</c>) means, looked
    /// for in <paramref name="current"/> first and then in <paramref name="notebooks"/>.
    /// </summary>
    /// <exception cref="NotebookException">Nothing was found.</exception>
    public static IReadOnlyList<string> Find(string argument, string current, string notebooks)
    {
        foreach (var folder in new[] { current, notebooks })
        {
            var path = Path.GetFullPath(argument, folder);
            if (File.Exists(path))
                return [path];
            if (File.Exists(path + Extension))
                return [path + Extension];
            if (Directory.Exists(path) && In(path) is { Count: > 0 } inside)
                return inside;
            if (argument.AsSpan().ContainsAny('*', '?') && Matching(path) is { Count: > 0 } matches)
                return matches;
        }
        var known = In(notebooks).Select(file => NameOf(file, notebooks));
        throw new NotebookException(
            $"No notebook '{argument}' was found here or in the folder notebooks. There are: {string.Join(", ", known)}."
        );
    }

    private static IReadOnlyList<string> Matching(string pattern)
    {
        // The folder before the first wildcard is where the search starts.
        var start = pattern[..pattern.LastIndexOf('/', pattern.IndexOfAny(['*', '?']))];
        var regex = Regex
            .Escape(pattern)
            .Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal)
            .Replace(@"\*", "[^/]*", StringComparison.Ordinal)
            .Replace(@"\?", "[^/]", StringComparison.Ordinal);
        return [.. In(start).Where(file => Regex.IsMatch(file, $@"\A{regex}(\{Extension})?\z", RegexOptions.CultureInvariant))];
    }
}
