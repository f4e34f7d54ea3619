using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GanStability.Runner.Notebooks;

/// <summary>
/// In which language a cell is written, as VS Code with Polyglot Notebooks, .NET Interactive and Jupyter note it: by a first line such as
/// <c>#!fsharp</c> or <c>%%bash</c>, by the cell's metadata, by the notebook's metadata.
/// </summary>
internal static partial class CellLanguage
{
    public const string CSharp = "C#";

    /// <summary>Kernels, editors' language ids and display names → the name that a reader knows.</summary>
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["csharp"] = CSharp,
        ["c#"] = CSharp,
        ["cs"] = CSharp,
        ["fsharp"] = "F#",
        ["f#"] = "F#",
        ["fs"] = "F#",
        ["pwsh"] = "PowerShell",
        ["powershell"] = "PowerShell",
        ["javascript"] = "JavaScript",
        ["js"] = "JavaScript",
        ["typescript"] = "TypeScript",
        ["html"] = "HTML",
        ["svg"] = "SVG",
        ["mermaid"] = "Mermaid",
        ["markdown"] = "Markdown",
        ["sql"] = "SQL",
        ["mssql"] = "SQL",
        ["t-sql"] = "SQL",
        ["kql"] = "KQL",
        ["kusto"] = "KQL",
        ["python"] = "Python",
        ["python2"] = "Python",
        ["python3"] = "Python",
        ["ipython"] = "Python",
        ["r"] = "R",
        ["ir"] = "R",
        ["julia"] = "Julia",
        ["bash"] = "Bash",
        ["sh"] = "Bash",
        ["shell"] = "Bash",
        ["http"] = "HTTP",
        ["value"] = "a stored value",
    };

    /// <summary>The language of a notebook's cells where they do not say otherwise.</summary>
    public static string Of(Notebook notebook)
    {
        var metadata = notebook.Metadata;
        // In this order: what Polyglot Notebooks itself goes by, then what Jupyter goes by. Jupyter rewrites language_info on saving.
        return Named(notebook, Text(metadata, "polyglot_notebook", "kernelInfo", "defaultKernelName"))
            ?? Named(notebook, Text(metadata, "dotnet_interactive", "defaultKernelName"))
            ?? Named(notebook, Text(metadata, "kernelspec", "language"))
            ?? Known(Text(metadata, "kernelspec", "name"))
            ?? Named(notebook, Text(metadata, "language_info", "name"))
            ?? (metadata.ContainsKey("colab") ? "Python" : CSharp);
    }

    /// <summary>The language of a cell.</summary>
    public static string Of(Notebook notebook, Cell cell) =>
        Magic()
            .Matches(cell.Source)
            .Select(magic => Listed(notebook, magic.Groups["name"].Value))
            .FirstOrDefault(found => found is not null)
        ?? Named(notebook, Text(cell.Metadata, "polyglot_notebook", "kernelName"))
        ?? Named(notebook, Text(cell.Metadata, "dotnet_interactive", "language"))
        ?? Named(notebook, Text(cell.Metadata, "vscode", "languageId"))
        ?? Of(notebook);

    /// <summary>Refuses, before a cell is run, a notebook with a cell that is not C#.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="name">Its name in the message.</param>
    /// <exception cref="NotebookException">A cell with code, not tagged to be skipped, is in another language.</exception>
    public static void RequireCSharp(Notebook notebook, string name)
    {
        if (notebook.CodeCells.All(cell => string.IsNullOrWhiteSpace(cell.Source)))
            return;
        if (Of(notebook) is var common && common != CSharp && notebook.CodeCells.All(cell => Of(notebook, cell) == common))
            throw new NotebookException(
                $"{name}: a notebook in {common}, as its metadata says. This program runs C# alone: open the notebook in an editor with a "
                    + $"kernel for {common}."
            );
        var number = 0;
        foreach (var cell in notebook.CodeCells)
        {
            number++;
            if (
                !string.IsNullOrWhiteSpace(cell.Source)
                && !cell.HasTag(CellTags.SkipExecution)
                && Of(notebook, cell) is var language
                && language != CSharp
            )
                throw new NotebookException(
                    $"{name}, cell {number}: the cell is marked as {language}, and this program runs C# alone. Run the notebook in VS Code "
                        + $"with Polyglot Notebooks, or tag the cell '{CellTags.SkipExecution}' and leave it out here."
                );
        }
    }

    /// <summary>The language of what the metadata call <paramref name="kernel"/>, or that name itself; null when nothing is said.</summary>
    private static string? Named(Notebook notebook, string? kernel) =>
        kernel is null or "" || IsHost(kernel) ? null : Listed(notebook, kernel) ?? kernel;

    /// <summary>
    /// The language of a kernel that is well known or that the notebook lists: a kernel of its own, such as a connected database.
    /// </summary>
    private static string? Listed(Notebook notebook, string kernel)
    {
        if (Known(kernel) is { } known)
            return known;
        var info = (notebook.Metadata["polyglot_notebook"] as JsonObject)?["kernelInfo"] as JsonObject;
        var item = (info?["items"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(item => Text(item, "name") == kernel);
        return item is not null && Text(item, "languageName") is { Length: > 0 } language ? Known(language) ?? language : null;
    }

    private static string? Known(string? kernel)
    {
        if (kernel is null)
            return null;
        // ".net-fsharp", "polyglot-notebook.fsharp", "dotnet-interactive.fsharp" and "fsharp" are one; "sql-sales" and "julia-1.9" too.
        var name = Prefix().Replace(kernel.Trim(), "");
        return Names.GetValueOrDefault(name) ?? Names.GetValueOrDefault(Suffix().Replace(name, ""));
    }

    /// <summary>The host itself, which speaks several languages.</summary>
    private static bool IsHost(string name) =>
        name is "polyglot-notebook" or "dotnet-interactive" or "dotnet" or ".net" or "text" or "plaintext";

    private static string? Text(JsonObject node, params string[] path)
    {
        JsonNode? at = node;
        foreach (var key in path)
            at = (at as JsonObject)?[key];
        return at is JsonValue value && value.TryGetValue(out string? text) ? text : null;
    }

    [GeneratedRegex(@"^[ \t]*#!(?<name>[\w#.-]+)|\A\s*%%(?<name>\w+)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Magic();

    [GeneratedRegex(@"\A(\.net-|polyglot-notebook\.|dotnet-interactive\.)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Prefix();

    [GeneratedRegex(@"[-_ ].*\z", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Suffix();
}
