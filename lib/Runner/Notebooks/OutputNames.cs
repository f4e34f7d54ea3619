namespace GanStability.Runner.Notebooks;

/// <summary>
/// The names under which the notebooks of one run are shown and written. All outputs lie in one folder, so no two may share a file, also
/// on disks that do not tell large letters from small ones.
/// </summary>
internal static class OutputNames
{
    /// <summary>Gives each file a name: the short one, with as many folders before it as it takes to tell it from the others.</summary>
    /// <param name="files">The notebooks.</param>
    /// <param name="notebooks">The folder of the course's notebooks; names in it are fixed, since pages link to them.</param>
    /// <param name="fileOf">The file that is written for a name.</param>
    /// <returns>Names in the order of the files.</returns>
    /// <exception cref="NotebookException">Two files come to one name whatever is put before it.</exception>
    public static IReadOnlyList<string> For(IReadOnlyList<string> files, string notebooks, Func<string, string> fileOf)
    {
        var names = files.Select(file => NotebookFiles.NameOf(file, notebooks)).ToArray();
        for (var folders = 1; Clashes(names, fileOf).ToList() is { Count: > 0 } clashes; folders++)
        {
            var changed = false;
            foreach (var i in clashes.SelectMany(clash => clash))
                if (Longer(files[i], notebooks, folders) is { } longer && longer != names[i])
                    (names[i], changed) = (longer, true);
            if (!changed)
            {
                var both = clashes[0].Take(2).Select(i => files[i]).ToList();
                throw new NotebookException(
                    $"{both[0]} and {both[1]} would both be written as {fileOf(names[clashes[0].First()])}. Rename one of them."
                );
            }
        }
        return names;
    }

    private static IEnumerable<IGrouping<string, int>> Clashes(string[] names, Func<string, string> fileOf) =>
        Enumerable
            .Range(0, names.Length)
            .GroupBy(i => fileOf(names[i]), StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1);

    /// <summary>The name with so many folders before it; null for a notebook of the course, or when there are no more folders.</summary>
    private static string? Longer(string file, string notebooks, int folders)
    {
        if (!Path.GetRelativePath(notebooks, file).StartsWith("..", StringComparison.Ordinal))
            return null;
        var parts = Path.ChangeExtension(Path.GetFullPath(file), null).Split('/', StringSplitOptions.RemoveEmptyEntries);
        return folders < parts.Length ? string.Join('/', parts[^(folders + 1)..]) : null;
    }
}
