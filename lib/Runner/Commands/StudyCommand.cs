using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GanStability.Runner.Files;
using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Commands;

/// <summary>
/// Large studies without a notebook: <c>train</c> adds seeds to a results file, <c>report</c> makes its tables and figures.
/// </summary>
internal sealed class StudyCommand(Terminal terminal, Repository repository)
{
    /// <summary>Trains the seeds that the file lacks, one recipe after the other.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> TrainAsync(
        Func<IReadOnlyList<Recipe>> recipes,
        long firstSeed,
        int seeds,
        int steps,
        string device,
        string file,
        bool fresh,
        CancellationToken cancellation
    )
    {
        TryResults(file);
        return ExecuteAsync(
            () =>
            {
                foreach (var recipe in recipes().TakeWhile(_ => !cancellation.IsCancellationRequested))
                    Study.Train(recipe, firstSeed, seeds, steps, device, file, fresh, terminal.Out, cancellation);
            },
            cancellation
        );
    }

    /// <summary>Prints the tables of a results file and writes them, with the figures, as a page beside it.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> ReportAsync(string file, CancellationToken cancellation)
    {
        var page = PageOf(file);
        Destination.RefuseSource(page, [file], "report");
        if (File.Exists(file))
            Destination.Try(Path.GetDirectoryName(page)!, "report: its page goes to");
        return ExecuteAsync(
            () =>
            {
                var html = new StringBuilder(Head(Path.GetFileName(file)));
                foreach (var (table, figure) in Study.Report(file, terminal.Out))
                {
                    terminal.Out.WriteLine(table.ToText());
                    html.Append(table.ToHtml()).Append(figure.ToHtml());
                }
                Destination.Write(page, html.Append("</body></html>").ToString());
                PlotlyScript.Save(Path.Combine(Path.GetDirectoryName(page)!, PlotlyScript.FileName));
                terminal.Out.WriteLine($"Open {page}");
            },
            cancellation
        );
    }

    /// <summary>Before any training: results can be added to the file, and it is not somebody's other file.</summary>
    private static void TryResults(string file)
    {
        const string Option = "--out";
        if (Directory.Exists(file))
            throw new NotebookException(
                $"{Option} {file}: a folder. Name a file in it, for example {Path.Combine(file, "results.jsonl")}."
            );
        if (PageOf(file) == file)
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
            if (first is { Length: > 0 } && !IsResult(first))
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
            return line.StartsWith("{\"recipe\"", StringComparison.Ordinal);
        }
    }

    private static string PageOf(string file) => Path.ChangeExtension(file, ".html");

    private Task<int> ExecuteAsync(Action study, CancellationToken cancellation) =>
        Library.RunAsync(
            terminal,
            repository,
            () =>
            {
                if (!Kit.Start().Healthy)
                    throw new InvalidOperationException("This machine is not ready; see what doctor says.");
                study();
                return Cli.Ok;
            },
            cancellation
        );

    private static string Head(string title) =>
        new StringBuilder("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
            .Append(WebUtility.HtmlEncode(title))
            .Append(
                "</title><style>body{font:16px sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem}td,th{padding:.2em "
                    + ".7em}</style></head><body><h1>"
            )
            .Append(WebUtility.HtmlEncode(title))
            .Append("</h1>")
            .ToString();
}
