namespace GanStability.Runner.Session.Child;

/// <summary>The process of a session ended while a cell was running.</summary>
internal sealed class SessionEndedException(int exitCode) : Exception(Explain(exitCode))
{
    private static string Explain(int exitCode) =>
        exitCode switch
        {
            134 => "The process that runs the cells was aborted (SIGABRT): native code met a fatal error, or the cell called "
                + "Environment.FailFast. "
                + "What it printed stands in the cell's output.",
            137 => "The process that runs the cells was killed (SIGKILL): most often the machine ran out of memory. Use --size smoke, or "
                + "fewer replicas.",
            139 => "The process that runs the cells crashed in native code (SIGSEGV): most often a tensor was used after it was disposed.",
            > 128 => $"The process that runs the cells was ended by signal {exitCode - 128}.",
            _ => $"The cell ended the process with exit code {exitCode} (Environment.Exit, or native code that gave up). A cell must "
                + $"not end its process.",
        };
}
