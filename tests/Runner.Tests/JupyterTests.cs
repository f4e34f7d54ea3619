using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>The real kernel, started and interrupted by Jupyter's own client; skipped where either is not installed.</summary>
public class JupyterTests
{
    private const int NotInstalled = 77;

    [Fact]
    public async Task AnInterruptStopsTheCellAndTheKernelLives()
    {
        var start = new ProcessStartInfo("python3", [Path.Combine(Course.Real.Root, "tests", "Jupyter", "interrupt.py")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process python;
        try
        {
            python = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("There is no Python on this machine.");
            throw;
        }
        using (python)
        {
            var (said, complained) = (python.StandardOutput.ReadToEndAsync(), python.StandardError.ReadToEndAsync());
            await python.WaitForExitAsync();
            Assert.SkipWhen(python.ExitCode == NotInstalled, "Needs jupyter_client, Microsoft.dotnet-interactive and a built runner.");
            Assert.True(python.ExitCode == 0, $"{await said}\n{await complained}");
        }
    }
}
