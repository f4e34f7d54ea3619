using GanStability.Runner.Session;
using GanStability.Runner.Session.Child;

namespace GanStability.Runner.Commands;

/// <summary>Asks the library for its device report, in a session like that of a notebook, and prints it.</summary>
internal static class DoctorCommand
{
    /// <summary>Prints the report.</summary>
    /// <returns>The exit code: whether this machine is ready.</returns>
    public static async Task<int> RunAsync(Terminal terminal, Repository repository, bool json, CancellationToken cancellation)
    {
        if (!File.Exists(Path.Combine(repository.Kit, "GanStability.dll")))
        {
            terminal.WriteError($"The kit is not built yet. Run in {repository.Root}: dotnet build -c Release");
            return Cli.Failed;
        }
        var code = $"""
            #r "artifacts/kit/GanStability.dll"
            var report = GanStability.Kit.Start();
            Console.WriteLine(report.{(json ? "ToJson" : "ToText")}());
            report.Healthy ? "ready" : "not ready"
            """;
        var healthy = false;
        void Show(SessionEvent happened)
        {
            if (happened is Printed { Stream: "stdout" } printed) terminal.Out.Write(printed.Text);
            else if (happened is Printed complaint) terminal.Error.Write(complaint.Text);
            else if (happened is Failed failed) terminal.WriteError(failed.Message);
            else if (happened is Returned returned) healthy = returned.Content["text/plain"] == "ready";
        }
        try
        {
            await using var session = new SessionProcess(repository.Root);
            await session.ExecuteAsync("doctor", code, Show, cancellation).ConfigureAwait(false);
        }
        catch (SessionEndedException e)
        {
            terminal.WriteError(e.Message);
            return Cli.Failed;
        }
        return healthy ? Cli.Ok : Cli.Failed;
    }
}
