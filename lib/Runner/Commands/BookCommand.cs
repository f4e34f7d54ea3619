using System.CommandLine;
using GanStability.Runner.Book;
using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Commands;

/// <summary>Writes the book from the outputs that are stored in the notebooks: seconds, and no cell is run.</summary>
internal static class BookCommand
{
    /// <summary>The verb.</summary>
    public static Command Create(Terminal terminal, string current)
    {
        var output = new Option<string>("--out") { Description = "Where to write the pages (default: artifacts/book)." };
        var command = new Command("book", "Writes the book from the outputs stored in the notebooks, without running a cell.") { output };
        command.SetAction(parsed =>
        {
            var repository = Repository.FindCourse(current, "book");
            var folder = parsed.GetValue(output) is { } named ? Path.GetFullPath(named, current) : repository.Book;
            var code = Run(terminal, repository, folder);
            terminal.Out.WriteLine($"Open {Path.Combine(folder, BookWriter.Index)}");
            return code;
        });
        return command;
    }

    /// <summary>Writes all pages.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(Terminal terminal, Repository repository, string folder)
    {
        var files = NotebookFiles.In(repository.Notebooks);
        if (files.Count == 0)
            throw new NotebookException($"There are no notebooks in {repository.Notebooks}.");
        var names = OutputNames.For(files, repository.Notebooks, BookPage.FileNameOf);
        var book = new BookWriter(folder, repository.Root, repository.Notebooks, repository.HasKit, terminal.WriteError);
        book.Prepare(files, names);
        var code = Cli.Ok;
        foreach (var (file, name) in files.Zip(names))
        {
            try
            {
                var notebook = NotebookReader.Read(file, name + ".ipynb");
                if (!Provenance.IsCurrent(notebook))
                    terminal.Out.WriteLine($"{name}: the stored outputs are older than the cells. To renew them: publish {name}");
                book.Add(name, file, notebook);
            }
            catch (NotebookException e)
            {
                code = Cli.BadUsage;
                terminal.WriteError(e.Message);
            }
        }
        book.WritePages();
        return book.Failed ? Cli.BadUsage : code;
    }
}
