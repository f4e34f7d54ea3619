using GanStability.Runner.Book;
using GanStability.Runner.Files;
using GanStability.Runner.Headless;
using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Commands;

/// <summary>Runs notebooks, several at once where there are processors, and writes each as soon as it has ended.</summary>
internal sealed class RunCommand(Terminal terminal, Repository repository)
{
    private static readonly Dictionary<string, string> ClassSize = new() { ["size"] = "class" };

    /// <summary>The source files, in order.</summary>
    public IReadOnlyList<string> Files { get; init; } = NotebookFiles.In(repository.Notebooks);

    /// <summary>Parameters that every notebook must declare.</summary>
    public IReadOnlyDictionary<string, string> Required { get; init; } = new Dictionary<string, string>();

    /// <summary>Parameters set where they are declared.</summary>
    public IReadOnlyDictionary<string, string> Optional { get; init; } = ClassSize;

    /// <summary>Where executed notebooks and pages go.</summary>
    public string Output { get; init; } = repository.Book;

    /// <summary>The longest a cell may take; null for no limit.</summary>
    public TimeSpan? CellTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Run the others after one has failed.</summary>
    public bool KeepGoing { get; init; }

    /// <summary>How many notebooks run at once. Small ensembles train on one thread, so a second processor would stand idle.</summary>
    public int Jobs { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 4);

    /// <summary>Where the notebooks find what was trained before, and leave what they train; null to train everything.</summary>
    public string? Trained { get; init; }

    /// <summary>Runs, and writes executed notebooks, their pages and an index.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> BookAsync(CancellationToken cancellation)
    {
        var names = OutputNames.For(Files, repository.Notebooks, BookPage.FileNameOf);
        var book = new BookWriter(Output, repository.Root, repository.Notebooks, repository.HasKit, terminal.WriteError);
        var code = await RunAllAsync(
                names,
                () => book.Prepare(Files, names),
                run => book.Add(run.Name, run.Path, run.Notebook),
                onlyGood: false,
                cancellation
            )
            .ConfigureAwait(false);
        terminal.Out.WriteLine($"Open {book.WritePages()}");
        return book.Failed ? Cli.BadUsage : code;
    }

    /// <summary>
    /// Runs, and stores the outputs in the source files of the notebooks that ran without a failure. Everything is trained: a reader who
    /// runs the cells sees what is stored, and that a recipe was not trained again would not be among it.
    /// </summary>
    /// <returns>The exit code.</returns>
    public Task<int> PublishAsync(CancellationToken cancellation) =>
        RunAllAsync(
            [.. Files.Select(file => NotebookFiles.NameOf(file, repository.Notebooks))],
            () =>
            {
                foreach (var folder in Files.Select(file => Path.GetDirectoryName(FullPath.Resolve(file))!).Distinct())
                    Destination.Try(folder, "publish");
            },
            run =>
            {
                // The committed sources stay as they are, also where another size was set for the run.
                var source = NotebookReader.Read(run.Path);
                if (source.SourcesHash() != run.SourcesHash)
                    throw new NotebookException(
                        $"{run.Name}: its cells were changed while it ran, so the outputs are not stored. Publish it again."
                    );
                foreach (var (stored, executed) in source.Cells.Zip(run.Notebook.Cells))
                {
                    stored.Outputs.Clear();
                    stored.Outputs.AddRange(executed.Outputs);
                    stored.ExecutionCount = executed.ExecutionCount;
                }
                Provenance.Stamp(source);
                NotebookWriter.Write(source, run.Path);
                terminal.Out.WriteLine($"Stored the outputs in {run.Path}");
            },
            onlyGood: true,
            cancellation
        );

    /// <summary>Runs the notebooks.</summary>
    /// <param name="names">Their names, in the order of <see cref="Files"/>.</param>
    /// <param name="tryDestinations">Throws, before the first cell, where nothing could be stored.</param>
    /// <param name="write">Stores what one has given; what goes wrong in it costs this one alone.</param>
    /// <param name="onlyGood">Whether what has failed is not stored.</param>
    /// <param name="cancellation">Stops them.</param>
    /// <returns>The exit code.</returns>
    private async Task<int> RunAllAsync(
        IReadOnlyList<string> names,
        Action tryDestinations,
        Action<NotebookRun> write,
        bool onlyGood,
        CancellationToken cancellation
    )
    {
        if (Files.Count == 0)
            throw new NotebookException($"There are no notebooks in {repository.Notebooks}.");
        // Every mistake in a path, a file or a parameter is found before the first cell runs.
        var runs = Prepare(names, out var unusable);
        tryDestinations();
        var code = unusable ? Cli.BadUsage : Cli.Ok;
        using var places = new SemaphoreSlim(Jobs);
        var writing = new Lock();
        var stopped = false;
        await RunView
            .WithAsync(
                terminal,
                async view =>
                {
                    await Task.WhenAll(runs.Select(RunAsync)).ConfigureAwait(false);
                    return code;

                    async Task RunAsync(NotebookRun run)
                    {
                        await places.WaitAsync(CancellationToken.None).ConfigureAwait(false);
                        try
                        {
                            if (stopped)
                                return;
                            var result = await view.RunAsync(run, cancellation).ConfigureAwait(false);
                            lock (writing)
                            {
                                if (result.Failure is not null)
                                {
                                    code = Math.Max(code, Cli.Failed);
                                    stopped |= !KeepGoing || cancellation.IsCancellationRequested;
                                }
                                if (result.Failure is null || !onlyGood)
                                    write(run);
                            }
                        }
                        catch (Exception e) when (e is NotebookException || FileErrors.IsOne(e))
                        {
                            lock (writing)
                                code = Cli.BadUsage;
                            terminal.WriteError(e is NotebookException ? e.Message : $"{run.Name}: {FileErrors.Reason(e)}.");
                        }
                        finally
                        {
                            places.Release();
                        }
                    }
                }
            )
            .ConfigureAwait(false);
        return code;
    }

    private List<NotebookRun> Prepare(IReadOnlyList<string> names, out bool unusable)
    {
        unusable = false;
        var runs = new List<NotebookRun>();
        foreach (var (file, name) in Files.Zip(names))
        {
            try
            {
                runs.Add(
                    NotebookRun.Prepare(name, file, Required, Optional, CellTimeout) with
                    {
                        Threads = Jobs > 1 ? Math.Max(1, Environment.ProcessorCount / Jobs) : null,
                        Trained = Trained,
                    }
                );
            }
            catch (NotebookException e) when (KeepGoing)
            {
                unusable = true;
                terminal.WriteError(e.Message);
            }
        }
        return runs;
    }
}
