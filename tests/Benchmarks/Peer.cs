using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace GanStability.Benchmarks;

/// <summary>
/// PyTorch eager doing the same work, in a process of its own that is asked for some steps at a time, so that it can be timed in turn with
/// the kit.
/// </summary>
internal sealed class Peer : IDisposable
{
    private readonly Process process;

    private Peer(Process process, string version) => (this.process, Version) = (process, version);

    /// <summary>Python, PyTorch and BLAS, in words.</summary>
    public string Version { get; }

    /// <summary>Starts the first Python that has torch.</summary>
    /// <param name="pythons">Interpreters to try.</param>
    /// <param name="device"><c>cpu</c> or <c>cuda</c>.</param>
    /// <returns>The peer, or null where there is none.</returns>
    public static Peer? Start(IEnumerable<string> pythons, string device)
    {
        foreach (var python in pythons)
        {
            try
            {
                var start = new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "peer.py"), device])
                {
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                };
                // Its OpenMP threads must not spin while the other side is timed, and it is faster so on two cores.
                start.Environment["OMP_WAIT_POLICY"] = "PASSIVE";
                start.Environment.Remove("OMP_NUM_THREADS");
                var process = Process.Start(start)!;
                if (process.StandardOutput.ReadLine() is { } version)
                    return new Peer(process, version);
                process.Dispose();
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // There is no such interpreter.
            }
        }
        return null;
    }

    /// <summary>One of the peer's cases.</summary>
    /// <param name="name">Its name in the table.</param>
    /// <param name="settings">What the peer is to do; see peer.py.</param>
    public Case Case(string name, object settings) => new(name, steps =>
        {
            process.StandardInput.WriteLine(JsonSerializer.Serialize(new { steps, settings }));
            process.StandardInput.Flush();
            return double.Parse(
                process.StandardOutput.ReadLine()
                    ?? throw new InvalidOperationException($"PyTorch stopped: {process.StandardError.ReadToEnd()}"),
                CultureInfo.InvariantCulture
            );
        });

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit(5000);
        process.Dispose();
    }
}
