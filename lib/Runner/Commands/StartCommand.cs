using GanStability.Runner.Book;
using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Commands;

/// <summary>
/// The first minute: looks at this machine, trains the comparison that opens the course, and writes the book: this fresh film on its first
/// page, and the stored outputs of every notebook behind it.
/// </summary>
/// <param name="terminal">Where to write.</param>
/// <param name="repository">The course.</param>
internal sealed class StartCommand(Terminal terminal, Repository repository)
{
    /// <summary>What is trained.</summary>
    public IReadOnlyList<Recipe>? Recipes { get; init; }

    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        terminal.Out.WriteLine("1  This machine");
        var ready = await DoctorCommand.RunAsync(terminal, repository, json: false, cancellation).ConfigureAwait(false);
        // A book can be read on any machine.
        if (ready != Cli.Ok)
            return Math.Max(ready, await BookAsync().ConfigureAwait(false));

        terminal.Out.WriteLine();
        terminal.Out.WriteLine("2  Three GANs learn a ring of eight islands, while the book is written");
        var book = BookAsync();
        var film = "";
        var trained = await Library
            .RunAsync(
                terminal,
                repository,
                () =>
                {
                    film = Opening.Train(Recipes ?? Opening.Recipes, terminal.Out, cancellation);
                    return Cli.Ok;
                },
                cancellation
            )
            .ConfigureAwait(false);
        var code = Math.Max(trained, await book.ConfigureAwait(false));
        if (film.Length > 0)
            FrontPage.Show(repository.Book, film);

        terminal.Out.WriteLine();
        terminal.Out.WriteLine("3  What to do next");
        terminal.Out.WriteLine($"   Open {Path.Combine(repository.Book, BookWriter.Index)} in a browser.");
        terminal.Out.WriteLine("   Teach with it: P on any page starts the slides.");
        terminal.Out.WriteLine("   Change it: open a notebook of the folder notebooks in VS Code or Jupyter (README, Open the notebooks).");
        terminal.Out.WriteLine("   Run the whole course: dotnet run -c Release --project lib/Runner -- run notebooks");
        return code;
    }

    private Task<int> BookAsync() => Task.Run(() => BookCommand.Run(terminal, repository, repository.Book));
}
