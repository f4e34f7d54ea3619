using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace GanStability.Runner.Session;

/// <summary>Turns what went wrong in a cell into a message with the line of the cell.</summary>
internal static partial class CellError
{
    /// <summary>A line such as <c>#!time</c> or <c>#r "nuget: …"</c> is for an editor's kernel only; null when there is none.</summary>
    public static Failed? FromDirective(string code)
    {
        var lines = code.Split('\n');
        for (var i = 0; i < lines.Length; i++)
            if (lines[i].StartsWith("#!", StringComparison.Ordinal))
                return new Failed(
                    "Magic",
                    "the cell uses a magic command (#!…). Cells of this course use no magics: they are plain C#.",
                    i + 1,
                    []
                );
            else if (Package().Match(lines[i]) is { Success: true } found)
                return new Failed(
                    "Package",
                    OfTheKit(found.Groups[1].Value)
                        ?? "the runner downloads no packages, so that a notebook that ran once runs again without a network. Open the "
                            + "notebook in an editor, "
                            + "or download the package yourself and name its file: #r \"folder/Name.dll\".",
                    i + 1,
                    []
                );
        return null;
    }

    /// <summary>The compiler refused the cell: all of its errors, each with its line of source.</summary>
    public static Failed FromDiagnostics(IEnumerable<Diagnostic> diagnostics, string code)
    {
        var lines = code.Split('\n');
        var errors = diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
        var messages = errors
            .Select(error =>
            {
                var position = error.Location.GetMappedLineSpan().StartLinePosition;
                var source = position.Line < lines.Length ? lines[position.Line].Trim() : "";
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"line {position.Line + 1}: {error.Id}: {error.GetMessage(CultureInfo.InvariantCulture)}{Advice(error, source)}\n  "
                        + $"  {source}"
                );
            })
            .Distinct();
        return new Failed(
            "CompilationError",
            "the cell does not compile.\n" + string.Join('\n', messages),
            errors[0].Location.GetMappedLineSpan().StartLinePosition.Line + 1,
            []
        );
    }

    /// <summary>The cell threw: the real exception without its wrappers.</summary>
    public static Failed FromException(Exception exception, string label)
    {
        while (
            exception is AggregateException or TargetInvocationException or TypeInitializationException
            && exception.InnerException is { } inner
        )
            exception = inner;
        var frames = new StackTrace(exception, fNeedFileInfo: true).GetFrames();
        var line = frames.FirstOrDefault(frame => CellOf(frame) == label)?.GetFileLineNumber();
        return new Failed(exception.GetType().Name, exception.Message, line is > 0 ? line : null, Stack(frames));
    }

    /// <summary>Frames down to the cell; below it is only the machinery that runs cells.</summary>
    private static List<string> Stack(StackFrame[] frames)
    {
        var stack = new List<string>();
        foreach (var frame in frames)
        {
            var method = frame.GetMethod();
            var inCell =
                method?.Module.Assembly.IsDynamic is not false
                || method.DeclaringType?.FullName?.StartsWith("Submission#", StringComparison.Ordinal) is true;
            if (inCell && CellOf(frame) is { } cell)
                stack.Add(string.Create(CultureInfo.InvariantCulture, $"   at {cell}, line {frame.GetFileLineNumber()}"));
            else if (
                method?.DeclaringType is { } type
                && type.Namespace is not ("System.Runtime.CompilerServices" or "System.Runtime.ExceptionServices")
            )
                if (type.Namespace?.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) is true)
                    break;
                else if (!inCell)
                    stack.Add($"   at {type.FullName}.{method.Name}");
        }
        return stack;
    }

    /// <summary>The cell's label; the compiler has made a path of it.</summary>
    private static string? CellOf(StackFrame frame) => Path.GetFileName(frame.GetFileName());

    /// <summary>Why a package of the kit that this session has loaded is not to be had twice.</summary>
    private static string? OfTheKit(string package) =>
        AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(a => a.GetName().Name == "GanStability") is { } kit
            ? Refusal(package, Path.GetDirectoryName(kit.Location)!)
            : null;

    /// <summary>Asks the library, which must be the notebook's own: not compiled before the notebook has loaded it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? Refusal(string package, string kit) => KitPackages.Refusal(package, kit);

    [GeneratedRegex("""^\s*#[ri]\s+"nuget:\s*([^\s",]*)""")]
    private static partial Regex Package();

    private static string Advice(Diagnostic error, string source) =>
        error.Id switch
        {
            "CS0006" or "CS0009" when source.Contains("GanStability.dll", StringComparison.Ordinal) =>
                ". The kit is not built yet. Run in the folder of the course: dotnet build -c Release",
            "CS0103" or "CS0246" => ". Is it spelled right, and have the cells above been run, the setup cell first?",
            _ => "",
        };
}
