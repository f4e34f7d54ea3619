using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using GanStability.Runner.Files;
using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Commands;

/// <summary>Large studies without a notebook: adds seeds to a results file.</summary>
internal sealed class TrainCommand(Terminal terminal, Repository repository)
{
    /// <summary>How every line of a results file begins.</summary>
    private const string Beginning = "{\"recipe\"";

    /// <summary>The verb.</summary>
    public static Command Create(Terminal terminal, string current)
    {
        var options = new TrainingOptions();
        var output = new Option<string>("--out")
        {
            Description =
                "The results file: one line of JSON per seed. Seeds in it are not run again; several processes may append at once.",
            Required = true,
        };
        var command = new Command("train", "Trains a recipe on many seeds into a results file.") { output };
        options.AddTo(command);
        command.SetAction(
            (parsed, cancellation) =>
                new TrainCommand(terminal, Repository.Find(current)).RunAsync(
                    options.Read(parsed),
                    Path.GetFullPath(parsed.GetValue(output)!, current),
                    cancellation
                )
        );
        return command;
    }

    /// <summary>Trains the seeds that the file lacks, one recipe after the other.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(Training training, string file, CancellationToken cancellation)
    {
        TryResults(file);
        return Library.RunReadyAsync(terminal, repository, () => Train(training, file, terminal.Out, cancellation), cancellation);
    }

    /// <summary>Trains, on a machine that is ready.</summary>
    /// <returns>The exit code: whether all seeds are in the file.</returns>
    public static int Train(Training training, string file, TextWriter output, CancellationToken cancellation)
    {
        foreach (var recipe in training.Recipes())
            if (
                cancellation.IsCancellationRequested
                || !Study.Train(
                    Study.Asked(recipe, training.FirstSeed, training.Seeds, training.Steps, training.Device),
                    training.Block,
                    file,
                    training.Fresh,
                    output,
                    cancellation
                )
            )
                return Cli.Failed;
        return Cli.Ok;
    }

    /// <summary>Before any training: results can be added to the file, and it is not somebody's other file.</summary>
    public static void TryResults(string file)
    {
        const string Option = "--out";
        if (Directory.Exists(file))
            throw new NotebookException(
                $"{Option} {file}: a folder. Name a file in it, for example {Path.Combine(file, "results.jsonl")}."
            );
        if (ReportCommand.PageOf(file) == file)
            throw new NotebookException(
                $"{Option} {file}: report will write its page there. Give the results another ending, such as .jsonl."
            );
        Destination.Try(Path.GetDirectoryName(file)!, Option);
        if (!File.Exists(file))
            return;
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);
            var first = reader.ReadLine()?.Trim();
            // Of one letter or two there are many kinds of files: then what follows must be a result, or nothing at all.
            var next = reader.ReadLine()?.Trim();
            if (first is { Length: > 0 } && !IsResult(first) && !(IsTorn(first) && (next is null || IsResult(next))))
                throw new NotebookException(
                    $"{Option} {file}: not a results file of train. Results are added to a file; name another one."
                );
        }
        catch (Exception e) when (FileErrors.IsOne(e))
        {
            throw new NotebookException($"{Option} {file}: nothing can be added to it ({FileErrors.Reason(e)}).", e);
        }
    }

    /// <summary>A line of JSON with a recipe and a seed, or the beginning of one that a killed process has left.</summary>
    private static bool IsResult(string line)
    {
        try
        {
            return JsonNode.Parse(line) is JsonObject result && result.ContainsKey("recipe") && result.ContainsKey("seed");
        }
        catch (JsonException)
        {
            return line.StartsWith(Beginning, StringComparison.Ordinal);
        }
    }

    /// <summary>So little of a line that it could be the beginning of a result.</summary>
    private static bool IsTorn(string line) => Beginning.StartsWith(line, StringComparison.Ordinal);
}
