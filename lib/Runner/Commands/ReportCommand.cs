using System.CommandLine;
using System.Net;
using System.Text;
using GanStability.Runner.Files;
using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Commands;

/// <summary>Tables and figures of results files, several of them as one.</summary>
internal sealed class ReportCommand(Terminal terminal, Repository repository)
{
    private const string Ending = ".jsonl";

    /// <summary>The verb.</summary>
    public static Command Create(Terminal terminal, string current)
    {
        var files = new Argument<string[]>("results")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "Results files made by train or study, folders of them, or patterns such as 'results/*.jsonl'.",
        };
        var output = new Option<string>("--out")
        {
            Description = "The page (default: beside a single file, under its name; else report.html beside the first file).",
        };
        var command = new Command("report", "Makes tables and figures from results files.") { files, output };
        command.SetAction(
            (parsed, cancellation) =>
                new ReportCommand(terminal, Repository.Find(current)).RunAsync(
                    Find(parsed.GetValue(files)!, current),
                    parsed.GetValue(output) is { } page ? Path.GetFullPath(page, current) : null,
                    cancellation
                )
        );
        return command;
    }

    /// <summary>Where the page of a results file goes.</summary>
    public static string PageOf(string file) => Path.ChangeExtension(file, ".html");

    /// <summary>Prints the tables of results files and writes them, with the figures, as a page.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(IReadOnlyList<string> files, string? output, CancellationToken cancellation)
    {
        var page = output ?? (files.Count == 1 ? PageOf(files[0]) : Path.Combine(Path.GetDirectoryName(files[0])!, "report.html"));
        Destination.RefuseSource(page, files, output is null ? "report" : "--out");
        if (File.Exists(files[0]))
            Destination.Try(Path.GetDirectoryName(page)!, "report: its page goes to");
        var title = files.Count == 1 ? Path.GetFileName(files[0]) : FormattableString.Invariant($"{files.Count} results files");
        return Library.RunReadyAsync(
            terminal,
            repository,
            () =>
            {
                var html = new StringBuilder(Head(title));
                foreach (var (table, figure) in Study.Report(files, terminal.Out))
                {
                    terminal.Out.WriteLine(table.ToText());
                    html.Append(table.ToHtml()).Append(figure.ToHtml());
                }
                Destination.Write(page, html.Append("</body></html>").ToString());
                PlotlyScript.Save(Path.Combine(Path.GetDirectoryName(page)!, PlotlyScript.FileName));
                terminal.Out.WriteLine($"Open {page}");
                return Cli.Ok;
            },
            cancellation
        );
    }

    /// <summary>The files that the words of a command line mean, each once.</summary>
    /// <exception cref="NotebookException">A folder or a pattern without results files.</exception>
    private static IReadOnlyList<string> Find(IEnumerable<string> words, string current) =>
        [.. words.SelectMany(word => Find(Path.GetFullPath(word, current))).DistinctBy(FullPath.Resolve)];

    private static IEnumerable<string> Find(string path)
    {
        if (File.Exists(path))
            return [path];
        var (folder, pattern) = Directory.Exists(path) ? (path, $"*{Ending}") : (Path.GetDirectoryName(path)!, Path.GetFileName(path));
        if (folder != path && pattern.AsSpan().IndexOfAny('*', '?') < 0)
            // The library says what to do about a file that is not there.
            return [path];
        var found = Directory.Exists(folder) ? Directory.GetFiles(folder, pattern) : [];
        return found.Length > 0
            ? found.Order(StringComparer.Ordinal)
            : throw new NotebookException($"There are no results files {Path.Combine(folder, pattern)}. Make some with train or study.");
    }

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
