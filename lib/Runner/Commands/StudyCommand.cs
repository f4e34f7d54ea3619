using System.Net;
using System.Text;

namespace GanStability.Runner.Commands;

/// <summary>
/// Large studies without a notebook: <c>train</c> adds seeds to a results file, <c>report</c> makes its tables and figures.
/// </summary>
internal sealed class StudyCommand(Terminal terminal, Repository repository)
{
    /// <summary>Trains the seeds that the file lacks.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> TrainAsync(
        string preset,
        IReadOnlyList<string> stabilizers,
        long firstSeed,
        int seeds,
        int steps,
        string device,
        string file,
        bool fresh,
        CancellationToken cancellation
    ) =>
        ExecuteAsync(
            () => Study.Train(preset, stabilizers, firstSeed, seeds, steps, device, file, fresh, terminal.Out, cancellation),
            cancellation
        );

    /// <summary>Prints the tables of a results file and writes them, with the figures, as a page beside it.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> ReportAsync(string file, CancellationToken cancellation) =>
        ExecuteAsync(
            () =>
            {
                var page = Path.ChangeExtension(file, ".html");
                var html = new StringBuilder(Head(Path.GetFileName(file)));
                foreach (var (table, figure) in Study.Report(file, terminal.Out))
                {
                    terminal.Out.WriteLine(table.ToText());
                    html.Append(table.ToHtml()).Append(figure.ToHtml());
                }
                File.WriteAllText(page, html.Append("</body></html>").ToString());
                PlotlyScript.Save(Path.Combine(Path.GetDirectoryName(page)!, PlotlyScript.FileName));
                terminal.Out.WriteLine($"Open {page}");
            },
            cancellation
        );

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
