using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Commands;

/// <summary>Where the course lies: the folder that holds <c>GanStability.slnx</c>.</summary>
internal sealed record Repository(string Root)
{
    private const string Mark = "GanStability.slnx";

    public string Notebooks => Path.Combine(Root, "notebooks");

    public string Kit => Path.Combine(Root, "artifacts", "kit");

    /// <summary>Whether the library was built.</summary>
    public bool HasKit => File.Exists(Path.Combine(Kit, "GanStability.dll"));

    public string Book => Path.Combine(Root, "artifacts", "book");

    /// <summary>Where notebooks that are run share what they have trained.</summary>
    public string Trained => Path.Combine(Root, "artifacts", "trained");

    /// <summary>Walks up from the current folder, then from this program.</summary>
    /// <exception cref="NotebookException">Neither lies inside the course.</exception>
    public static Repository Find(string current) =>
        Above(current)
        ?? Above(AppContext.BaseDirectory)
        ?? throw new NotebookException(
            $"No folder with {Mark} was found above '{current}'. Change into the folder of the course and try again."
        );

    /// <summary>Walks up from a folder; null when it does not lie inside the course.</summary>
    public static Repository? Above(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, Mark)))
                return new Repository(folder.FullName);
        return null;
    }
}
