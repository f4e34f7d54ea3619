using System.Text.RegularExpressions;

namespace GanStability.Runner.Notebooks;

/// <summary>Finds the notebooks that a command line names.</summary>
internal static class NotebookFiles
{
    private const string Extension = ".ipynb";

    /// <summary>Every notebook under a folder, sorted; none where there is no such folder.</summary>
    public static IReadOnlyList<string> In(string folder) =>
        !Directory.Exists(folder)
            ? []
            :
            [
                .. Directory
                    .EnumerateFiles(folder, "*" + Extension, SearchOption.AllDirectories)
                    .Where(file => !file.Contains(".ipynb_checkpoints", StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal),
            ];

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
