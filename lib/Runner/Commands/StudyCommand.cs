using System.Net;
using System.Text;
using GanStability.Runner.Session;
using GanStability.Runner.Session.Child;
using Microsoft.CodeAnalysis.CSharp;

namespace GanStability.Runner.Commands;

/// <summary>Large studies without a notebook: <c>train</c> adds seeds to a results file, <c>report</c> makes its tables and figures. The library does the work, in a session like that of a notebook.</summary>
internal sealed class StudyCommand(Terminal terminal, Repository repository)
{
    /// <summary>Trains the seeds that the file lacks.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> TrainAsync(string preset, IReadOnlyList<string> stabilizers, long firstSeed, int seeds, int steps, string device, string file, CancellationToken cancellation) =>
        ExecuteAsync($"""
            GanStability.Study.Train({Text(preset)}, new string[] {"{"} {string.Join(", ", stabilizers.Select(Text))} {"}"}, {firstSeed}L, {seeds}, {steps}, {Text(device)}, {Text(file)},
                Microsoft.DotNet.Interactive.KernelInvocationContext.Current.CancellationToken);
            """, cancellation);

    /// <summary>Prints the tables of a results file and writes them, with the figures, as a page beside it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> ReportAsync(string file, CancellationToken cancellation)
    {
        var page = Path.ChangeExtension(file, ".html");
        var code = await ExecuteAsync($$"""
            var html = new System.Text.StringBuilder();
            foreach (var (table, figure) in GanStability.Study.Report({{Text(file)}}))
            {
                Console.WriteLine(table.ToText());
                html.Append(table.ToHtml()).Append(figure.ToHtml());
            }
            System.IO.File.WriteAllText({{Text(page)}}, {{Text(Head(Path.GetFileName(file)))}} + html + "</body></html>");
            GanStability.PlotlyScript.Save(System.IO.Path.Combine(System.IO.Path.GetDirectoryName({{Text(page)}}), "plotly.min.js"));
            """, cancellation).ConfigureAwait(false);
        if (code == Cli.Ok) terminal.Out.WriteLine($"Open {page}");
        return code;
    }

    private async Task<int> ExecuteAsync(string code, CancellationToken cancellation)
    {
        if (!File.Exists(Path.Combine(repository.Kit, "GanStability.dll")))
        {
            terminal.WriteError($"The kit is not built yet. Run in {repository.Root}: dotnet build -c Release");
            return Cli.Failed;
        }
        var failed = false;
        void Show(SessionEvent happened)
        {
            if (happened is Printed { Stream: "stdout" } printed) terminal.Out.Write(printed.Text);
            else if (happened is Printed complaint) terminal.Error.Write(complaint.Text);
            if (happened is not Failed failure) return;
            failed = true;
            terminal.WriteError(failure.Message);
        }
        try
        {
            await using var session = new SessionProcess(repository.Root);
            await session.ExecuteAsync("setup", """
                #r "artifacts/kit/GanStability.dll"
                if (!GanStability.Kit.Start().Healthy) throw new InvalidOperationException("This machine is not ready; see what doctor says.");
                """, Show, cancellation).ConfigureAwait(false);
            if (!failed) await session.ExecuteAsync("study", code, Show, cancellation).ConfigureAwait(false);
        }
        catch (SessionEndedException e)
        {
            terminal.WriteError(e.Message);
            return Cli.Failed;
        }
        return failed ? Cli.Failed : Cli.Ok;
    }

    private static string Text(string value) => SymbolDisplay.FormatLiteral(value, quote: true);

    private static string Head(string title) => new StringBuilder("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>").Append(WebUtility.HtmlEncode(title))
        .Append("</title><style>body{font:16px sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem}td,th{padding:.2em .7em}</style></head><body><h1>")
        .Append(WebUtility.HtmlEncode(title)).Append("</h1>").ToString();
}
