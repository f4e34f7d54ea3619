using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using GanStability.Runner.Notebooks;

namespace GanStability.Runner.Commands;

/// <summary>Tells Jupyter to start the .NET kernel through a launcher, so that its stop button stops a cell and not the kernel.</summary>
internal sealed class KernelCommand(Terminal terminal)
{
    private const string Name = ".net-csharp",
        Tool = "dotnet-interactive",
        Launcher = "launch.sh";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The verb.</summary>
    public static Command Create(Terminal terminal, string current)
    {
        var user = new Option<bool>("--user") { Description = "For this user alone; what happens when nothing is said." };
        var prefix = new Option<string>("--prefix")
        {
            Description = "For everyone who uses the Jupyter in this folder, as in /opt/jupyter.",
        };
        var install = new Command(
            "install",
            "Installs the kernel .NET (C#) for Jupyter and VS Code's Jupyter extension, with a launcher that lets the stop button stop "
                + "a cell."
        )
        {
            user,
            prefix,
        };
        install.Validators.Add(result =>
        {
            if (result.GetValue(user) && result.GetValue(prefix) is not null)
                result.AddError("Give --user or --prefix, not both.");
        });
        install.SetAction(parsed =>
        {
            Repository.RefusePacked("kernel");
            return new KernelCommand(terminal).Install(
                parsed.GetValue(prefix) is { } folder ? Path.Combine(Path.GetFullPath(folder, current), "share", "jupyter") : UserFolder
            );
        });
        return new Command("kernel", "The kernel that Jupyter runs notebooks in.") { install };
    }

    /// <summary>Where Jupyter looks for what a user has installed.</summary>
    private static string UserFolder =>
        Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } chosen ? chosen
        : Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data ? Path.Combine(data, "jupyter")
        : Path.Combine(Home, ".local", "share", "jupyter");

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private int Install(string jupyter)
    {
        if (!OperatingSystem.IsLinux())
            throw new NotebookException("The launcher is for Linux; on Windows use WSL 2.");
        var searched = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append(Path.Combine(Home, ".dotnet", "tools"));
        if (!searched.Any(folder => File.Exists(Path.Combine(folder, Tool))))
        {
            terminal.WriteError(
                "The kernel itself is not on this machine. Get it: dotnet tool install --global Microsoft.dotnet-interactive"
            );
            return Cli.Failed;
        }
        var folder = Path.Combine(jupyter, "kernels", Name);
        try
        {
            Directory.CreateDirectory(folder);
            var launcher = Path.Combine(folder, Launcher);
            using (var script = typeof(KernelCommand).Assembly.GetManifestResourceStream(Launcher)!)
            using (var file = File.Create(launcher))
                script.CopyTo(file);
            File.WriteAllText(Path.Combine(folder, "kernel.json"), Specification(launcher).ToJsonString(Indented) + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            terminal.WriteError($"{folder} cannot be written: {e.Message}");
            return Cli.Failed;
        }
        terminal.Out.WriteLine($"Installed the kernel .NET (C#) in {folder}");
        terminal.Out.WriteLine("Kernels that run already go on without the launcher: restart them.");
        return Cli.Ok;
    }

    /// <summary>What <c>dotnet interactive jupyter install</c> writes, but started by the launcher.</summary>
    private static JsonObject Specification(string launcher) =>
        new()
        {
            ["argv"] = new JsonArray("bash", launcher, Tool, "jupyter", "--default-kernel", "csharp", "{connection_file}"),
            ["display_name"] = ".NET (C#)",
            ["language"] = "C#",
            ["metadata"] = new JsonObject
            {
                ["vscode"] = new JsonObject { ["extension_id"] = "ms-dotnettools.dotnet-interactive-vscode", ["kernel_id"] = Tool },
            },
        };
}
