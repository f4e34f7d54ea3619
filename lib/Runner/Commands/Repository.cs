using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Commands;

/// <summary>Where the course lies: the folder that holds <c>GanStability.slnx</c>.</summary>
internal sealed record Repository(string Root)
{
    private const string Mark = "GanStability.slnx";

    public string Notebooks => Path.Combine(Root, "notebooks");

    public string Kit => Path.Combine(Root, "artifacts", "kit");

    public string Book => Path.Combine(Root, "artifacts", "book");

    /// <summary>Walks up from the current folder, then from this program.</summary>
    /// <exception cref="NotebookException">Neither lies inside the course.</exception>
    public static Repository Find(string current)
    {
        foreach (var start in new[] { current, AppContext.BaseDirectory })
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, Mark))) return new Repository(folder.FullName);
        throw new NotebookException($"No folder with {Mark} was found above '{current}'. Change into the folder of the course and try again.");
    }
}
