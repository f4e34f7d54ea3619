using System.CommandLine;
using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Commands;

/// <summary>Prepares copies of the notebooks for a host, or a folder, in which a relative <c>#r</c> does not lead to the library.</summary>
internal sealed class ExportCommand(Terminal terminal, Repository repository)
{
    private const string Verso = "verso",
        Jupyter = "jupyter";

    /// <summary>The verb.</summary>
    public static Command Create(Terminal terminal, string current)
    {
        var host = new Option<string>("--for")
        {
            Description =
                "verso: a host that does not resolve a relative #r; jupyter: copies that work in any folder, such as a home folder on "
                + "a JupyterHub.",
            Required = true,
        };
        host.AcceptOnlyFromAmong(Verso, Jupyter);
        var output = new Option<string>("--out") { Description = "Where the copies go (default: artifacts/verso or artifacts/jupyter)." };
        var command = new Command("export", "Prepares copies of the notebooks that name the library by its full path.") { host, output };
        command.SetAction(parsed =>
        {
            var repository = Repository.Find(current);
            var name = parsed.GetValue(host)!;
            var folder = parsed.GetValue(output) is { } chosen
                ? Path.GetFullPath(chosen, current)
                : Path.Combine(repository.Root, "artifacts", name);
            return new ExportCommand(terminal, repository).Run(name, folder);
        });
        return command;
    }

    private int Run(string host, string folder)
    {
        if (!repository.HasKit)
        {
            terminal.WriteError(
                $"The kit is not built yet, so the copies would not find it. Run in {repository.Root}: dotnet build -c Release"
            );
            return Cli.Failed;
        }
        var sources = NotebookFiles.In(repository.Notebooks);
        if (sources.Count == 0)
            throw new NotebookException($"There are no notebooks in {repository.Notebooks}.");
        if (IsInside(folder, repository.Notebooks))
            throw new NotebookException($"--out {folder}: the copies must not lie in the folder of the originals.");

        var kept = sources.Where(file => !Export(file, folder)).Select(file => NotebookFiles.NameOf(file, repository.Notebooks)).ToList();
        CopyPictures(folder);
        terminal.Out.WriteLine($"Prepared {sources.Count - kept.Count} notebooks in {folder}");
        foreach (var name in kept)
            terminal.Out.WriteLine(
                $"Kept {name} as it is there: its cells were edited. To get a new copy, delete or rename it and export again."
            );
        terminal.Out.WriteLine(
            host == Verso
                ? $"In VS Code with the Verso extension: right-click {Path.Combine(folder, Example(sources))}, Open With…, Verso. "
                    + $"Without an editor: verso run \"{Path.Combine(folder, Example(sources))}\""
                : $"In Jupyter: open {Path.Combine(folder, Example(sources))} and choose the kernel .NET (C#)."
        );
        terminal.Out.WriteLine($"The copies look for the library in {repository.Kit}: after moving the course, export again.");
        return Cli.Ok;
    }

    /// <summary>Writes the copy of one notebook, unless a reader has edited the cells of an earlier copy.</summary>
    private bool Export(string file, string folder)
    {
        var copy = Path.Combine(folder, Path.GetRelativePath(repository.Notebooks, file));
        if (File.Exists(copy) && !Provenance.IsCurrent(NotebookReader.Read(copy)))
            return false;
        var notebook = NotebookReader.Read(file);
        foreach (var cell in notebook.CodeCells)
            cell.Source = ReferencePaths.MakeAbsolute(cell.Source, Path.GetDirectoryName(file)!);
        // Verso chooses its kernel by this language.
        notebook.Metadata["kernelspec"] = NotebookWriter.CSharpKernel();
        Provenance.Stamp(notebook);
        NotebookWriter.Write(notebook, copy);
        return true;
    }

    /// <summary>Copies what notebooks may show from beside them.</summary>
    private void CopyPictures(string folder)
    {
        foreach (
            var file in Directory
                .EnumerateFiles(repository.Notebooks, "*.*", SearchOption.AllDirectories)
                .Where(f => Path.GetExtension(f) is ".png" or ".jpg" or ".svg")
        )
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(repository.Notebooks, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }

    private string Example(IReadOnlyList<string> sources) => Path.GetRelativePath(repository.Notebooks, sources[0]);

    private static bool IsInside(string folder, string other) =>
        (Path.TrimEndingDirectorySeparator(folder) + "/").StartsWith(
            Path.TrimEndingDirectorySeparator(other) + "/",
            StringComparison.Ordinal
        );
}
