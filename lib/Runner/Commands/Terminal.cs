using Spectre.Console;

namespace GanStability.Runner.Commands;

/// <summary>Where a command writes: rich on a terminal, plain lines into a file or a pipe.</summary>
/// <param name="Out">Progress and results.</param>
/// <param name="Error">What went wrong.</param>
/// <param name="Rich">A console that can redraw; null for plain lines.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, IAnsiConsole? Rich)
{
    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess() =>
        new(
            Console.Out,
            Console.Error,
            !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive ? AnsiConsole.Console : null
        );

    /// <summary>Writes an error, in red where there are colours.</summary>
    public void WriteError(string message)
    {
        if (Rich is null || Console.IsErrorRedirected)
            Error.WriteLine(message);
        else
            Rich.MarkupLineInterpolated($"[red]{message}[/]");
    }
}
