namespace GanStability.Runner.Commands;

/// <summary>Asks the library for its device report and prints it.</summary>
internal static class DoctorCommand
{
    /// <summary>Looks at this machine and prints the report.</summary>
    /// <returns>The exit code: whether this machine is ready.</returns>
    public static Task<int> RunAsync(Terminal terminal, Repository repository, bool json, CancellationToken cancellation) =>
        Library.RunAsync(terminal, repository, () => Print(terminal, Kit.Start(), json), cancellation);

    /// <summary>Prints a report.</summary>
    /// <returns>The exit code: whether this machine is ready.</returns>
    public static int Print(Terminal terminal, DeviceReport report, bool json)
    {
        terminal.Out.WriteLine(json ? report.ToJson() : report.ToText());
        return report.Healthy ? Cli.Ok : Cli.Failed;
    }
}
