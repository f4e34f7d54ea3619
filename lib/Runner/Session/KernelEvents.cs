using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace GanStability.Runner.Session;

/// <summary>
/// Passes on what the kernel says of one cell, in the words of <see cref="SessionEvent"/> and as the kernel's own Jupyter front does it.
/// </summary>
internal sealed class KernelEvents(string label, string code, Action<SessionEvent> onEvent, CancellationToken cancellation)
    : IObserver<KernelEvent>
{
    private readonly Lock gate = new();

    public void OnNext(KernelEvent happened)
    {
        if (Translate(happened) is not { } told)
            return;
        // Threads of a cell speak at the same time.
        lock (gate)
            onEvent(told);
    }

    public void OnCompleted() { }

    public void OnError(Exception error) => OnNext(new CommandFailed(error, null, error.Message));

    private SessionEvent? Translate(KernelEvent happened) =>
        happened switch
        {
            StandardOutputValueProduced printed => new Printed("stdout", Text(printed)),
            StandardErrorValueProduced printed => new Printed("stderr", Text(printed)),
            ErrorProduced error => new Printed("stderr", error.Message + "\n"),
            DisplayedValueProduced shown => new Displayed(shown.ValueId, Content(shown), IsUpdate: false),
            DisplayedValueUpdated shown => new Displayed(shown.ValueId, Content(shown), IsUpdate: true),
            // The handle of something that is shown already.
            ReturnValueProduced { Value: DisplayedValue or Display } => null,
            ReturnValueProduced returned => new Returned(Content(returned)),
            // Of a cell that does not compile the errors follow with its failure.
            DiagnosticsProduced { FormattedDiagnostics.Count: > 0 } diagnostics
                when diagnostics.Diagnostics.All(d => d.Severity != DiagnosticSeverity.Error) => new Printed(
                "stderr",
                string.Concat(diagnostics.FormattedDiagnostics.Select(d => d.Value + "\n"))
            ),
            CommandFailed { Exception: CodeSubmissionCompilationErrorException { InnerException: CompilationErrorException refused } } =>
                CellError.FromDiagnostics(refused.Diagnostics, code),
            CommandFailed { Exception: { } exception } => CellError.FromException(exception, label),
            // What a cell that was stopped has failed of is for the one to say who stopped it.
            CommandFailed when cancellation.IsCancellationRequested => null,
            CommandFailed failed => new Failed("Error", failed.Message, null, []),
            _ => null,
        };

    private static string Text(DisplayEvent printed) => string.Concat(printed.FormattedValues.Select(v => v.Value));

    private static Dictionary<string, string> Content(DisplayEvent shown) =>
        shown.FormattedValues.DistinctBy(v => v.MimeType).ToDictionary(v => v.MimeType, v => v.Value, StringComparer.Ordinal);
}
