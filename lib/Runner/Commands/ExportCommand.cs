using System.CommandLine;
using GanStability.Runner.Files;
using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Commands;

/// <summary>Prepares copies of the notebooks for a host, or a folder, in which a relative <c>#r</c> does not lead to the library.</summary>
internal sealed class ExportCommand(Terminal terminal, Repository repository)
{
    private const string Verso = "verso",
        Jupyter = "jupyter",
        Option = "--out";

    /// <summary>How many files could not be copied.</summary>
    private int failed;

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
        var output = new Option<string>(Option) { Description = "Where the copies go (default: artifacts/verso or artifacts/jupyter)." };
        var command = new Command("export", "Prepares copies of the notebooks that name the library by its full path.") { host, output };
        command.SetAction(parsed =>
        {
            var repository = Repository.FindCourse(current, "export");
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
        if (FullPath.IsInside(FullPath.Resolve(folder), FullPath.Resolve(repository.Notebooks)))
            throw new NotebookException($"{Option} {folder}: the copies must not lie in the folder of the originals.");
        var pictures = Pictures();
        var read = sources.Concat(pictures).ToList();
        foreach (var file in read)
            Destination.RefuseSource(CopyOf(file, folder), read, Option);
        Destination.Try(folder, Option);

        var kept = new List<string>();
        foreach (var file in sources)
            Guard(file, () => Export(file, folder, kept));
        var prepared = sources.Count - kept.Count - failed;
        foreach (var file in pictures)
            Guard(file, () => Copy(file, folder));
        terminal.Out.WriteLine($"Prepared {prepared} notebooks in {folder}");
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
        return failed == 0 ? Cli.Ok : Cli.BadUsage;
    }

    /// <summary>What goes wrong with one file costs its copy alone.</summary>
    private void Guard(string file, Action copy)
    {
        try
        {
            copy();
        }
        catch (Exception e) when (e is NotebookException || FileErrors.IsOne(e))
        {
            failed++;
            terminal.WriteError(e is NotebookException ? e.Message : $"{file}: no copy could be made ({FileErrors.Reason(e)}).");
        }
    }

    /// <summary>Writes the copy of one notebook, unless a reader has edited the cells of an earlier copy.</summary>
    private void Export(string file, string folder, List<string> kept)
    {
        var name = NotebookFiles.NameOf(file, repository.Notebooks);
        var notebook = NotebookReader.Read(file, name + ".ipynb");
        var copy = CopyOf(file, folder);
        if (File.Exists(copy) && !Provenance.IsCurrent(NotebookReader.Read(copy, copy)))
        {
            kept.Add(name);
            return;
        }
        foreach (var cell in notebook.CodeCells)
            cell.Source = ReferencePaths.MakeAbsolute(cell.Source, Path.GetDirectoryName(file)!);
        // Verso chooses its kernel by this language.
        if (CellLanguage.Of(notebook) == CellLanguage.CSharp)
            notebook.Metadata["kernelspec"] = NotebookWriter.CSharpKernel();
        Provenance.Stamp(notebook);
        NotebookWriter.Write(notebook, copy);
    }

    /// <summary>What notebooks may show from beside them.</summary>
    private List<string> Pictures() =>
        [
            .. Directory
                .EnumerateFiles(
                    repository.Notebooks,
                    "*.*",
                    new EnumerationOptions
                    {
                        RecurseSubdirectories = true,
                        IgnoreInaccessible = true,
                        AttributesToSkip = FileAttributes.ReparsePoint,
                    }
                )
                .Where(f => Path.GetExtension(f) is ".png" or ".jpg" or ".svg"),
        ];

    private void Copy(string picture, string folder)
    {
        var copy = CopyOf(picture, folder);
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        File.Copy(picture, copy, overwrite: true);
    }

    private string CopyOf(string file, string folder) => Path.Combine(folder, Path.GetRelativePath(repository.Notebooks, file));

    private string Example(IReadOnlyList<string> sources) => Path.GetRelativePath(repository.Notebooks, sources[0]);
}
