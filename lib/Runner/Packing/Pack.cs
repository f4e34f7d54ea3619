using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using GanStability.Runner.Commands;
using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Packing;

/// <summary>
/// What an archive for a machine without .NET holds: the runtime that runs this program, in the layout of a .NET installation, and flat in
/// one folder the kit, the runner and the benchmarks, with two scripts that start them. The kit's folder and <c>data</c> lie to each other
/// as in the course.
/// </summary>
internal static class Pack
{
    /// <summary>The folder in the archive.</summary>
    public const string Folder = "ganstability";

    private const string Kit = "artifacts/kit",
        Runner = "GanStability.Runner",
        Benchmarks = "GanStability.Benchmarks",
        Configuration = ".runtimeconfig.json";

    /// <summary>The kit's own native libraries; every other one is libtorch's, which is not packed.</summary>
    private static readonly string[] Natives = ["libLibTorchSharp.so", "libSkiaSharp.so", "libHarfBuzzSharp.so"];

    /// <summary>What the runner needs to train and report. The kernel, the compiler and what writes the book stay behind.</summary>
    private static readonly string[] OfTheRunner = [Runner, "System.CommandLine", "Spectre.Console", "Spectre.Console.Ansi"];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes everything.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="repository">The course, built.</param>
    /// <param name="runner">The folder of the runner's build.</param>
    /// <param name="benchmarks">The folder of the benchmarks' build.</param>
    /// <exception cref="NotebookException">A file is missing.</exception>
    public static void Write(Archive archive, Repository repository, string runner, string benchmarks)
    {
        AddRuntime(archive);
        foreach (var file in Directory.GetFiles(repository.Kit, "*.dll").Concat(Natives.Select(name => Path.Combine(repository.Kit, name))))
            archive.Add($"{Kit}/{Path.GetFileName(file)}", Present(file));
        foreach (var name in OfTheRunner)
            archive.Add($"{Kit}/{name}.dll", Present(Path.Combine(runner, name + ".dll")));
        foreach (var file in (string[])[Benchmarks + ".dll", "peer.py"])
            archive.Add($"{Kit}/{file}", Present(Path.Combine(benchmarks, file)));
        foreach (var (folder, program) in ((string, string)[])[(runner, Runner), (benchmarks, Benchmarks)])
            archive.AddText($"{Kit}/{program}{Configuration}", Packed(Present(Path.Combine(folder, program + Configuration))));
        archive.AddText(Repository.PackedProgram, Starts(Runner), executable: true);
        archive.AddText("benchmarks", Starts(Benchmarks), executable: true);
        foreach (var file in (string[])["manifest.json", "digit-classifier.json", "digit-classifier.weights"])
            archive.Add($"data/{file}", Present(Path.Combine(repository.Root, "data", file)));
        var cluster = Path.Combine(repository.Root, "lib", "Runner", "Cluster");
        foreach (var file in Directory.GetFiles(cluster))
            archive.Add($"cluster/{Path.GetFileName(file)}", file, Path.GetExtension(file) == ".sh");
        archive.Add("LICENSE", Present(Path.Combine(repository.Root, "LICENSE")));
    }

    /// <summary>The runtime of this process, as an installation of .NET has it: dotnet, host/fxr, shared.</summary>
    private static void AddRuntime(Archive archive)
    {
        var shared = Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory());
        var root = Path.GetFullPath(Path.Combine(shared, "..", "..", ".."));
        var version = Path.GetFileName(shared);
        archive.Add("dotnet/dotnet", Present(Path.Combine(root, "dotnet")), executable: true);
        foreach (var file in Directory.GetFiles(shared).Append(Path.Combine(root, "host", "fxr", version, "libhostfxr.so")))
            archive.Add($"dotnet/{Path.GetRelativePath(root, Present(file))}", file);
        foreach (var file in ((string[])["LICENSE.txt", "ThirdPartyNotices.txt"]).Select(name => Path.Combine(root, name)))
            if (File.Exists(file))
                archive.Add($"dotnet/{Path.GetFileName(file)}", file);
    }

    /// <summary>
    /// The settings of a program as they are in the archive: it says that it is packed, the kit lies beside it, and no library of languages
    /// (ICU) is needed, which nodes of a cluster often lack.
    /// </summary>
    private static string Packed(string configuration)
    {
        var json = JsonNode.Parse(File.ReadAllText(configuration))!;
        var options = json["runtimeOptions"]!;
        options["framework"]!["version"] = Environment.Version.ToString();
        var properties = options["configProperties"]!.AsObject();
        properties.Remove("GanStability.Kit");
        properties["System.Globalization.Invariant"] = true;
        properties["System.Globalization.PredefinedCulturesOnly"] = false;
        properties[Repository.PackedSwitch] = true;
        return json.ToJsonString(Indented);
    }

    /// <summary>A script that starts a program with the runtime beside it, whatever .NET the machine has.</summary>
    private static string Starts(string program) =>
        $"""
            #!/bin/sh
            here=$(dirname "$(readlink -f "$0")")
            exec "$here/dotnet/dotnet" "$here/{Kit}/{program}.dll" "$@"

            """;

    private static string Present(string file) =>
        File.Exists(file) ? file : throw new NotebookException($"{file} is not there. Build first: dotnet build -c Release");
}
