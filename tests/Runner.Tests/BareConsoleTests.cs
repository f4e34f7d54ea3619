using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace GanStability.Runner.Tests;

/// <summary>The kit in a process that has none of the kernel's assemblies: a console, and Verso.</summary>
public sealed class BareConsoleTests : IDisposable
{
    private const string Program = """
        using System;
        using System.Linq;
        using System.Reflection;

        var kit = Assembly.LoadFrom(args[0]);
        Console.WriteLine(kit.GetTypes().Length > 100);
        var report = kit.GetType("GanStability.Kit").GetMethod("Start").Invoke(null, null);
        Console.WriteLine(report.GetType().GetMethod("ToText").Invoke(report, null));
        var cells = new[] { new[] { "of the table" } };
        var table = Activator.CreateInstance(kit.GetType("GanStability.Table"), "Caption", new[] { "a" }, cells);
        var shown = kit.GetType("GanStability.Kit").GetMethod("Show").Invoke(null, new object[] { new[] { table } });
        shown.GetType().GetMethod("Update").Invoke(shown, new object[] { new[] { table } });
        var loaded = AppDomain.CurrentDomain.GetAssemblies().Select(a => a.GetName().Name);
        Console.WriteLine(string.Join(", ", loaded.Where(name => name.Contains("Interactive"))));
        """;

    private const string Verso = """
        namespace Verso.Abstractions;
        public static class DisplayExtensions
        {
            public static void Display(this object value, string mimeType = null) => System.Console.WriteLine("Verso shows " +
                "" + value.GetType().GetMethod("ToHtml").Invoke(value, null));
        }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("bare").FullName;

    [Fact]
    public async Task EveryTypeOfTheKitLoadsAndTheKitWorks()
    {
        var text = await RunAsync();
        Assert.StartsWith("True\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Interactive", text, StringComparison.Ordinal);
        Assert.Contains("Notebook host  console", text, StringComparison.Ordinal);
        Assert.Contains("of the table", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VersoIsFoundByItsName()
    {
        Compile("Verso.Abstractions", Verso, OutputKind.DynamicallyLinkedLibrary);
        var text = await RunAsync();
        Assert.Contains("Notebook host  Verso", text, StringComparison.Ordinal);
        Assert.Contains("Verso shows <table", text, StringComparison.Ordinal);
    }

    [Fact]
    public void TheKitShipsPlotlysPackagesAndNoAssemblyOfTheKernel()
    {
        var kit = Directory.GetFiles(Course.Real.Kit, "*.dll").Select(Path.GetFileName).ToList();
        Assert.Contains("Plotly.NET.CSharp.dll", kit);
        Assert.Contains("Plotly.NET.Interactive.dll", kit);
        Assert.DoesNotContain(kit, name => name!.Split('.')[0] is "Microsoft" or "System");
    }

    private async Task<string> RunAsync()
    {
        var program = Compile("bare", Program, OutputKind.ConsoleApplication);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "bare.runtimeconfig.json"),
            """{ "runtimeOptions": { "framework": { "name": "Microsoft.NETCore.App", "version": "10.0.0" } } }"""
        );
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", ["exec", program, Path.Combine(Course.Real.Kit, "GanStability.dll")])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        Assert.Equal("", await error);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    private string Compile(string name, string source, OutputKind kind)
    {
        var file = Path.Combine(folder, name + ".dll");
        var framework = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location));
        var made = CSharpCompilation
            .Create(name, [CSharpSyntaxTree.ParseText(source)], framework.Select(path => MetadataReference.CreateFromFile(path)), new(kind))
            .Emit(file);
        Assert.True(made.Success, string.Join('\n', made.Diagnostics));
        return file;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
