using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace GanStability.Tests.NativeCalls;

/// <summary>
/// Garbage collection beside everything the kit does. Longer: set GANSTABILITY_STRESS_SECONDS. How often the package's own TorchSharp
/// fails:
/// <c>
/// artifacts/bin/GanStability.Tests/release/GanStability.Tests -class "*CollectionStressTests" -explicit only -showliveoutput
/// </c>
/// </summary>
public class CollectionStressTests(ITestOutputHelper output)
{
    private const string SecondsVariable = "GANSTABILITY_STRESS_SECONDS";
    private const string PartVariable = "GANSTABILITY_STRESS_PART";

    [Fact]
    public void CollectingGarbageBesideNativeCallsHarmsNothing()
    {
        var part = Environment.GetEnvironmentVariable(PartVariable);
        var stress = new CollectionStress();
        stress.Run(Seconds(30), 2000, part);
        output.WriteLine(stress.ToString());
        Assert.True(stress.Failures.Count == 0, stress.ToString());
        Assert.True(stress.Collections >= 2000);
        Assert.True(part is not null || stress.Trained >= 30, $"only {stress.Trained} kinds of training");
    }

    /// <summary>
    /// Runs the test above in processes of their own, with the TorchSharp.dll of the package in place of the repaired one.
    /// </summary>
    [Fact(Explicit = true)]
    public async Task ThePackagesOwnTorchSharpFails()
    {
        const int processes = 3;
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            foreach (var file in Directory.GetFiles(AppContext.BaseDirectory))
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            var runtimes = Path.Combine(AppContext.BaseDirectory, "runtimes");
            if (Directory.Exists(runtimes))
                Directory.CreateSymbolicLink(Path.Combine(folder, "runtimes"), runtimes);
            var package = (string)AppContext.GetData("GanStability.PackageTorchSharp")!;
            File.Copy(package, Path.Combine(folder, "TorchSharp.dll"), overwrite: true);
            var failed = 0;
            foreach (var part in new[] { "trainings", "digits", "expressions" })
                for (var i = 1; i <= processes; i++)
                {
                    var watch = Stopwatch.StartNew();
                    var start = new ProcessStartInfo(
                        "dotnet",
                        [
                            Path.Combine(folder, "GanStability.Tests.dll"),
                            "-noColor",
                            "-noLogo",
                            "-method",
                            $"*.{nameof(CollectingGarbageBesideNativeCallsHarmsNothing)}",
                        ]
                    )
                    {
                        RedirectStandardOutput = true,
                        RedirectStandardError = true,
                    };
                    start.Environment[SecondsVariable] = Seconds(30).ToString(CultureInfo.InvariantCulture);
                    start.Environment[PartVariable] = part;
                    using var process = Process.Start(start)!;
                    var errors = process.StandardError.ReadToEndAsync();
                    var text = await process.StandardOutput.ReadToEndAsync();
                    await process.WaitForExitAsync();
                    var took = string.Create(CultureInfo.InvariantCulture, $"after {watch.Elapsed.TotalSeconds:0} s");
                    output.WriteLine($"{part}, process {i}: exit code {process.ExitCode} {took}\n{text}{await errors}");
                    if (process.ExitCode != 0)
                        failed++;
                }
            output.WriteLine($"{failed} of {3 * processes} processes failed.");
            Assert.True(
                failed > 0,
                "The package's TorchSharp stood the stress: is it still to be repaired, does this stress still find it?"
            );
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static double Seconds(double otherwise) =>
        double.TryParse(Environment.GetEnvironmentVariable(SecondsVariable), CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : otherwise;
}
