using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using GanStability.Runner.Downloads;
using Spectre.Console;

namespace GanStability.Runner.Commands;

/// <summary>Lists data sets and fetches them.</summary>
internal sealed class DataCommand(Terminal terminal, Repository repository)
{
    /// <summary>The verb and its two verbs.</summary>
    public static Command Create(Terminal terminal, string current)
    {
        var list = new Command("list", "Lists the data sets and where they are on this machine.");
        list.SetAction((_, cancellation) => Run(command => command.List(), cancellation));

        var names = new Argument<string[]>("names") { Arity = ArgumentArity.OneOrMore, Description = "Names as in 'data list'." };
        var to = new Option<string>("--to")
        {
            Description = "The folder that gets a folder per data set (default: the user's cache folder).",
        };
        var get = new Command("get", "Fetches data sets, verifies them and moves them into place.") { names, to };
        get.SetAction(
            (parsed, cancellation) =>
                Run(
                    command =>
                        command
                            .GetAsync(
                                parsed.GetValue(names)!,
                                parsed.GetValue(to) is { } folder ? Path.GetFullPath(folder, current) : DataFolders.Cache,
                                cancellation
                            )
                            .GetAwaiter()
                            .GetResult(),
                    cancellation
                )
        );

        var classifier = new Command(
            "classifier",
            "Trains the classifier of the synthetic digits again (a minute or two) and writes it to data/."
        );
        classifier.SetAction((_, cancellation) => Run(command => command.TrainClassifier(), cancellation));
        return new Command("data", "Real pictures, and the networks of the scores.") { list, get, classifier };

        Task<int> Run(Func<DataCommand, int> work, CancellationToken cancellation)
        {
            var repository = Repository.Find(current);
            return Library.RunAsync(terminal, repository, () => work(new DataCommand(terminal, repository)), cancellation);
        }
    }

    private int TrainClassifier()
    {
        terminal.Out.WriteLine(DigitClassifier.TrainShipped(terminal.Out.WriteLine).Name);
        return Cli.Ok;
    }

    private int List()
    {
        if (Manifest() is not { } manifest)
            return Cli.BadUsage;
        var width = manifest.DataSets.Max(d => d.Name.Length);
        foreach (var entry in manifest.DataSets)
        {
            var folders = DataFinder.FoldersOf(entry, Places());
            var found = Enum.GetValues<Split>().Select(s => DataFinder.Find(entry, s, folders)).OfType<FoundSplit>().ToList();
            var missing = entry
                .Files.Where(f => DataFinder.Find(f, folders) is null && found.All(s => s.Files.All(there => there.Entry != f)))
                .Select(f => f.Name)
                .ToList();
            var here =
                found.Count == 2 ? "here"
                : missing.Count < entry.Files.Count ? "partly here"
                : "not here";
            terminal.Out.WriteLine($"{entry.Name.PadRight(width)}  {here, -11}  {entry.Title} (licence: {entry.Licence})");
            // Files that belong to no split, such as a network's, are both splits at once.
            foreach (var split in found.DistinctBy(s => string.Join('\n', s.Files.Select(f => f.Path))))
                Say($"{(entry.Classes.Count > 0 ? DataSets.Word(split.Split) + " split " : "")}in {split.Folder}");
            if (here == "partly here")
                Say($"without {string.Join(", ", missing)}");
            foreach (var obstacle in DataFinder.Obstacles(entry, folders))
                Say(obstacle);
        }
        terminal.Out.WriteLine("Fetch one with: dotnet run -c Release --project lib/Runner -- data get mnist");
        return Cli.Ok;

        void Say(string line) => terminal.Out.WriteLine($"{"".PadRight(width)}  {line}");
    }

    private async Task<int> GetAsync(string[] names, string to, CancellationToken cancellation)
    {
        if (Manifest() is not { } manifest)
            return Cli.BadUsage;
        foreach (var name in names)
            if (manifest.Find(name) is null)
            {
                terminal.WriteError(
                    $"There is no data set '{name}'. There are: {string.Join(", ", manifest.DataSets.Select(d => d.Name))}."
                );
                return Cli.BadUsage;
            }
        using var downloader = new Downloader();
        try
        {
            foreach (var name in names.Distinct())
                await GetAsync(downloader, manifest.Find(name)!, Path.Combine(to, name), cancellation).ConfigureAwait(false);
            return Cli.Ok;
        }
        catch (DownloadException e)
        {
            terminal.WriteError(e.Message);
        }
        catch (OperationCanceledException)
        {
            terminal.WriteError("Stopped. What has arrived is kept; the same command continues.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            terminal.WriteError($"{to} cannot be written: {e.Message}");
            return Cli.BadUsage;
        }
        return Cli.Failed;
    }

    private async Task GetAsync(Downloader downloader, DataSetEntry entry, string folder, CancellationToken cancellation)
    {
        terminal.Out.WriteLine($"{entry.Title}. Licence: {entry.Licence}. Card: data/{entry.Name}.md");
        foreach (var file in entry.Files)
        {
            var path = Path.Combine(folder, file.Name);
            if (File.Exists(path) && await Verification.CheckAsync(path, file, cancellation).ConfigureAwait(false) is not { } damage)
            {
                terminal.Out.WriteLine($"  {file.Name}: already there");
                continue;
            }
            var warning = await WithProgressAsync(file.Name, report =>
                    downloader.FetchAsync(file, entry.Addresses, folder, report, cancellation)
                )
                .ConfigureAwait(false);
            terminal.Out.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {file.Name}: {new FileInfo(path).Length / 1e6:0.0} MB, "
                        + $"{(file is { ArchiveMd5: null, ContentSha256: null } ? "no published hash to verify" : "verified")}"
                )
            );
            if (warning is not null)
                terminal.WriteError(warning);
        }
        terminal.Out.WriteLine($"  in {folder}");
    }

    private async Task<string?> WithProgressAsync(string name, Func<Action<long, long?>, Task<string?>> fetch)
    {
        if (terminal.Rich is not { } console)
            return await fetch((_, _) => { }).ConfigureAwait(false);
        return await console
            .Progress()
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new DownloadedColumn(),
                new TransferSpeedColumn(),
                new RemainingTimeColumn()
            )
            .StartAsync(async context =>
            {
                var task = context.AddTask("  " + Markup.Escape(name), maxValue: 1);
                task.IsIndeterminate = true;
                var warning = await fetch(
                        (done, all) =>
                        {
                            task.IsIndeterminate = all is null;
                            task.MaxValue = all ?? done;
                            task.Value = done;
                        }
                    )
                    .ConfigureAwait(false);
                task.StopTask();
                return warning;
            })
            .ConfigureAwait(false);
    }

    private DataManifest? Manifest()
    {
        var path = Path.Combine(repository.Root, "data", "manifest.json");
        try
        {
            using var json = File.OpenRead(path);
            return DataManifest.Read(json);
        }
        catch (Exception e) when (e is IOException or JsonException or InvalidDataException or UnauthorizedAccessException)
        {
            terminal.WriteError($"{path} cannot be read: {e.Message}");
            return null;
        }
    }

    private List<string> Places() =>
        [
            .. Environment.GetEnvironmentVariable(DataFolders.Variable) is { Length: > 0 } named ? new[] { Path.GetFullPath(named) } : [],
            DataFolders.Cache,
            Path.Combine(repository.Root, "data"),
        ];
}
