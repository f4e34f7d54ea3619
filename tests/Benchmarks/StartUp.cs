using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using GanStability;

namespace GanStability.Benchmarks;

/// <summary>
/// What someone waits who runs the first training of a session: the runtime, the native libraries, two networks, one step.
/// </summary>
internal static class StartUp
{
    /// <summary>The program that runs this runtime, which need not be on the path: dotnet/shared/Microsoft.NETCore.App/version/.</summary>
    private static readonly string Dotnet = Path.GetFullPath(
        Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet")
    );

    /// <summary>Seconds from the start of this process to the end of a first step.</summary>
    public static double ToFirstStep(string device)
    {
        using var run = Trainer.Train(Cases.Ring(1, device) with { Steps = 1 });
        return (DateTime.Now - Process.GetCurrentProcess().StartTime).TotalSeconds;
    }

    /// <summary>The same in new processes.</summary>
    public static IReadOnlyList<double> Measure(string device, int repeats) =>
        [
            .. Enumerable
                .Range(0, repeats)
                .Select(_ =>
                {
                    var start = new ProcessStartInfo(
                        Dotnet,
                        ["exec", typeof(StartUp).Assembly.Location, "--first-step", "--device", device]
                    )
                    {
                        RedirectStandardOutput = true,
                    };
                    using var process = Process.Start(start)!;
                    return double.Parse(process.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture);
                }),
        ];
}
