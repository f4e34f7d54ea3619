using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Commands;

/// <summary>Lists the notebooks with their titles.</summary>
internal static class ListCommand
{
    /// <summary>Prints one line per notebook.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(Terminal terminal, Repository repository)
    {
        var files = NotebookFiles.In(repository.Notebooks);
        if (files.Count == 0)
            throw new NotebookException($"There are no notebooks in {repository.Notebooks}.");
        var names = files.Select(file => NotebookFiles.NameOf(file, repository.Notebooks)).ToList();
        var width = names.Max(name => name.Length);
        var code = Cli.Ok;
        foreach (var (file, name) in files.Zip(names))
        {
            try
            {
                var notebook = NotebookReader.Read(file, name + ".ipynb");
                var language = CellLanguage.Of(notebook) is var found && found == CellLanguage.CSharp ? "" : $" ({found})";
                terminal.Out.WriteLine($"{name.PadRight(width)}  {notebook.CodeCells.Count(), 3} cells  {notebook.Title}{language}");
            }
            catch (NotebookException e)
            {
                terminal.WriteError(e.Message);
                code = Cli.BadUsage;
            }
        }
        return code;
    }
}
