using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Commands;

/// <summary>Where the course lies: the folder that holds <c>GanStability.slnx</c>.</summary>
internal sealed record Repository(string Root)
{
    /// <summary>The setting of a program that lies in an archive made by <c>pack</c>.</summary>
    public const string PackedSwitch = "GanStability.Packed";

    /// <summary>The script that starts the runner of such an archive.</summary>
    public const string PackedProgram = "ganstability";

    private const string Mark = "GanStability.slnx";

    /// <summary>This program lies in an archive made by <c>pack</c>, without notebooks and without the .NET SDK.</summary>
    public static bool IsPacked => AppContext.TryGetSwitch(PackedSwitch, out var packed) && packed;

    /// <summary>How this program is called.</summary>
    public static string Call => IsPacked ? PackedProgram : "dotnet run -c Release --project lib/Runner --";

    public string Notebooks => Path.Combine(Root, "notebooks");

    public string Kit => Path.Combine(Root, "artifacts", "kit");

    /// <summary>Whether the library was built.</summary>
    public bool HasKit => File.Exists(Path.Combine(Kit, "GanStability.dll"));

    public string Book => Path.Combine(Root, "artifacts", "book");

    /// <summary>Where notebooks that are run share what they have trained.</summary>
    public string Trained => Path.Combine(Root, "artifacts", "trained");

    /// <summary>Walks up from the current folder, then from this program; a packed program has its own folder only.</summary>
    /// <exception cref="NotebookException">Neither lies inside the course.</exception>
    public static Repository Find(string current) =>
        Packed
        ?? Above(current)
        ?? Above(AppContext.BaseDirectory)
        ?? throw new NotebookException(
            $"No folder with {Mark} was found above '{current}'. Change into the folder of the course and try again."
        );

    /// <summary>The same, for a command that needs the whole course.</summary>
    /// <param name="current">The current folder.</param>
    /// <param name="command">The command.</param>
    /// <exception cref="NotebookException">There is no course, or this program is packed.</exception>
    public static Repository FindCourse(string current, string command)
    {
        RefusePacked(command);
        return Find(current);
    }

    /// <summary>Refuses a command whose parts an archive leaves out.</summary>
    /// <exception cref="NotebookException">This program is packed.</exception>
    public static void RefusePacked(string command)
    {
        if (IsPacked)
            throw new NotebookException(
                $"{command}: not in this archive. It trains, reports and measures (train, study, report, doctor, data, and the program "
                    + "benchmarks); notebooks and the book need the course itself and the .NET SDK."
            );
    }

    /// <summary>The folder of an archive: two above the kit, where this program lies.</summary>
    private static Repository? Packed =>
        IsPacked ? new(Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", ".."))) : null;

    /// <summary>Walks up from a folder; null when it does not lie inside the course.</summary>
    public static Repository? Above(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, Mark)))
                return new Repository(folder.FullName);
        return null;
    }
}
