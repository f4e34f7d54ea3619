using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using GanStability.Runner.Commands;
using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Tests;

/// <summary>A course of its own in a temporary folder whose name has a space and letters that are not ASCII.</summary>
internal sealed class Course : IDisposable
{
    public Course([CallerMemberName] string name = "")
    {
        Root = Path.Combine(Path.GetTempPath(), "GAN stabilité ", $"{name} {Guid.NewGuid():N}");
        Directory.CreateDirectory(Notebooks);
        File.WriteAllText(Path.Combine(Root, "GanStability.slnx"), "");
        // The real kit, so that notebooks with the usual setup cell run here.
        Directory.CreateDirectory(Path.Combine(Root, "artifacts"));
        Directory.CreateSymbolicLink(Path.Combine(Root, "artifacts", "kit"), Real.Kit);
    }

    [ModuleInitializer]
    internal static void TakeLibraryFromKit() => Library.TakeFromKit();

    /// <summary>The course that is being tested.</summary>
    public static Repository Real { get; } = Repository.Find(AppContext.BaseDirectory);

    public string Root { get; }

    public string Notebooks => Path.Combine(Root, "notebooks");

    public string Book => Path.Combine(Root, "artifacts", "book");

    /// <summary>
    /// Writes a notebook; a cell that starts with <c>md:</c> is Markdown, one that starts with <c>[tag]</c> carries a tag.
    /// </summary>
    public string Add(string name, params string[] cells)
    {
        var path = Path.Combine(Notebooks, name + ".ipynb");
        NotebookWriter.Write(Build(cells), path);
        return path;
    }

    public static Notebook Build(params string[] cells)
    {
        var notebook = new Notebook();
        foreach (var text in cells)
        {
            var id = $"c{notebook.Cells.Count + 1}";
            if (text.StartsWith("md:", StringComparison.Ordinal))
                notebook.Cells.Add(new Cell(CellKind.Markdown, id, text[3..]));
            else if (text.StartsWith('[') && text.IndexOf(']', StringComparison.Ordinal) is var end and > 0)
                notebook.Cells.Add(
                    new Cell(CellKind.Code, id, text[(end + 1)..])
                    {
                        Metadata = new() { ["tags"] = new System.Text.Json.Nodes.JsonArray(text[1..end]) },
                    }
                );
            else
                notebook.Cells.Add(new Cell(CellKind.Code, id, text));
        }
        return notebook;
    }

    /// <summary>Runs a command line in the folder of the course.</summary>
    public async Task<(int Code, string Out, string Error)> RunAsync(params string[] args)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture),
            error = new(CultureInfo.InvariantCulture);
        var code = await Cli.RunAsync(args, new Terminal(output, error, null), Root);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>An executed notebook of the book.</summary>
    public Notebook Executed(string name) => NotebookReader.Read(Path.Combine(Book, name + ".ipynb"));

    /// <summary>What a reader sees of a value: the kernel gives a number as a line of HTML and a text as it is.</summary>
    public static string Seen(IReadOnlyDictionary<string, string> content) =>
        content.TryGetValue(MimeTypes.PlainText, out var text)
            ? text
            : WebUtility
                .HtmlDecode(Regex.Replace(content[MimeTypes.Html], "<style>.*?</style>|<[^>]*>", "", RegexOptions.Singleline))
                .Trim();

    /// <summary>What a reader sees of an output.</summary>
    public static string Seen(Output output) => Seen(((ShownOutput)output).Content);

    /// <summary>What an editor shows in red below cells that ran: text on stderr.</summary>
    public static IEnumerable<string> Red(Notebook notebook) =>
        notebook.CodeCells.SelectMany(cell =>
            cell.Outputs.OfType<StreamOutput>().Where(o => o.Name == "stderr").Select(o => $"{cell.Source}\n{o.Text}")
        );

    /// <summary>A page of the book.</summary>
    public string Page(string name) => File.ReadAllText(Path.Combine(Book, name + ".html"));

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
