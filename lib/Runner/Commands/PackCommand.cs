using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using GanStability.Runner.Files;
using GanStability.Runner.Notebooks;
using GanStability.Runner.Packing;

namespace GanStability.Runner.Commands;

/// <summary>Makes an archive that trains, reports and measures on a machine without .NET, with a libtorch that is there.</summary>
internal static class PackCommand
{
    /// <summary>The verb.</summary>
    public static Command Create(Terminal terminal, string current)
    {
        var output = new Option<string>("--out") { Description = "The archive (default: artifacts/ganstability.tar.gz)." };
        var noBuild = new Option<bool>("--no-build") { Description = "Takes the benchmarks as they were built last." };
        var command = new Command(
            "pack",
            "Makes an archive with the runtime, the runner, the kit and the benchmarks for a machine without .NET. It brings no libtorch."
        )
        {
            output,
            noBuild,
        };
        command.SetAction(parsed =>
        {
            var repository = Repository.FindCourse(current, "pack");
            var file = parsed.GetValue(output) is { } named
                ? Path.GetFullPath(named, current)
                : Path.Combine(repository.Root, "artifacts", "ganstability.tar.gz");
            return Run(terminal, repository, file, !parsed.GetValue(noBuild));
        });
        return command;
    }

    private static int Run(Terminal terminal, Repository repository, string file, bool build)
    {
        if (Directory.Exists(file))
            throw new NotebookException(
                $"--out {file}: a folder. Name a file in it, for example {Path.Combine(file, "ganstability.tar.gz")}."
            );
        Destination.Try(Path.GetDirectoryName(file)!, "--out");
        if (build && Build(terminal, repository) is var code && code != Cli.Ok)
            return code;
        if (!repository.HasKit)
            throw new NotebookException($"The kit is not built yet. Run in {repository.Root}: dotnet build -c Release");
        var benchmarks = Path.Combine(repository.Root, "artifacts", "bin", "Benchmarks", "release");
        Destination.Write(
            file,
            stream =>
            {
                using var archive = new Archive(stream, Pack.Folder);
                Pack.Write(archive, repository, AppContext.BaseDirectory, benchmarks);
            }
        );
        var megabytes = new FileInfo(file).Length / 1e6;
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Wrote {file} ({megabytes:0.0} MB)."));
        terminal.Out.WriteLine("On the other machine:");
        terminal.Out.WriteLine($"  tar xf {Path.GetFileName(file)}");
        terminal.Out.WriteLine("  export GANSTABILITY_LIBTORCH=/path/to/torch/lib");
        terminal.Out.WriteLine($"  {Pack.Folder}/{Repository.PackedProgram} doctor");
        return Cli.Ok;
    }

    private static int Build(Terminal terminal, Repository repository)
    {
        using var process = Process.Start(
            new ProcessStartInfo(
                "dotnet",
                ["build", "-c", "Release", "-v", "quiet", "-nologo", Path.Combine(repository.Root, "tests", "Benchmarks")]
            )
            {
                WorkingDirectory = repository.Root,
            }
        )!;
        process.WaitForExit();
        if (process.ExitCode != 0)
            terminal.WriteError("The benchmarks could not be built; see above.");
        return process.ExitCode == 0 ? Cli.Ok : Cli.Failed;
    }
}
