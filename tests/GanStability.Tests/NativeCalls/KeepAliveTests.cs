using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using TorchSharp;
using TorchSharpRepair;
using Xunit;
using static TorchSharp.torch;

namespace GanStability.Tests.NativeCalls;

/// <summary>TorchSharp as the kit brings it keeps alive what a native call uses; as its package brings it, it does not.</summary>
public class KeepAliveTests
{
    private static readonly string Package = (string)AppContext.GetData("GanStability.PackageTorchSharp")!;
    private static readonly string InKit = Path.Combine((string)AppContext.GetData("GanStability.Kit")!, "TorchSharp.dll");

    [Fact]
    public void EveryMethodThatCallsNativeCodeKeepsItsArgumentsAliveUntilItReturns()
    {
        using var kit = new NativeCallScan(InKit);
        Assert.Empty(kit.Faults());
        Assert.True(kit.Methods > 1000, $"only {kit.Methods} methods were found that call native code");
    }

    [Fact]
    public void ThePackageItselfDoesNot()
    {
        using var package = new NativeCallScan(Package);
        var faults = package.Faults();
        Assert.True(faults.Count > 1000, $"{faults.Count} faults");
        Assert.Contains(faults, f => f.StartsWith("Tensor.add ", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.StartsWith("linalg.vector_norm may lose the object whose handle", StringComparison.Ordinal));
    }

    [Fact]
    public void TheTestsRunWithTheKitsTorchSharpAndItIsStillTorchSharp()
    {
        var loaded = typeof(torch).Assembly;
        Assert.Equal(File.ReadAllBytes(InKit), File.ReadAllBytes(loaded.Location));
        Assert.Equal(AssemblyName.GetAssemblyName(Package).FullName, loaded.FullName);
    }

    [Fact]
    public void EveryMethodStillCompiles()
    {
        const BindingFlags all =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var methods = typeof(torch)
            .Assembly.GetTypes()
            .Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetMethods(all).Cast<MethodBase>().Concat(type.GetConstructors(all)))
            .Where(method => !method.ContainsGenericParameters && method.GetMethodBody() is not null)
            .ToList();
        foreach (var method in methods)
            RuntimeHelpers.PrepareMethod(method.MethodHandle);
        Assert.True(methods.Count > 9000, $"{methods.Count} methods");
    }

    [Fact]
    public void ElementsOfALazySequenceLiveUntilTheCallReturns()
    {
        using var stacked = stack(Freed(3));
        using var beside = hstack(Freed(3));
        Assert.Equal([0, 0, 1, 1, 2, 2], stacked.data<float>().ToArray());
        Assert.Equal([0, 0, 1, 1, 2, 2], beside.data<float>().ToArray());

        // Each tensor is free for the collector as soon as the next one is asked for, unless the call keeps it.
        static IEnumerable<Tensor> Freed(int count)
        {
            for (var i = 0; i < count; i++)
            {
                yield return full([2], (float)i);
                GC.Collect();
                GC.WaitForPendingFinalizers();
                using var inItsPlace = full([2], -1f);
            }
        }
    }

    [Fact]
    public void ACopyIsTheSameEachTimeAndOneThatNeedsNoRepairIsLeftAlone()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var (once, again) = (Path.Combine(folder, "once.dll"), Path.Combine(folder, "again.dll"));
            File.WriteAllText(once, "an older copy");
            Assert.True(AssemblyRepair.Copy(Package, once) > 1000);
            Assert.Equal(File.ReadAllBytes(InKit), File.ReadAllBytes(once));
            Assert.Equal(0, AssemblyRepair.Copy(once, again));
            Assert.Equal(File.ReadAllBytes(once), File.ReadAllBytes(again));
            Assert.Equal(["again.dll", "once.dll"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Theory]
    [InlineData("MathNet.Numerics.dll", "it declares no native function")]
    [InlineData("System.Private.CoreLib.dll", "it contains machine code")]
    public void AnAssemblyOfAnotherShapeIsRefusedWithTheWayOut(string name, string reason)
    {
        var file = name.StartsWith("System", StringComparison.Ordinal)
            ? typeof(object).Assembly.Location
            : Path.Combine(AppContext.BaseDirectory, name);
        var written = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var start = new ProcessStartInfo("dotnet", [typeof(AssemblyRepair).Assembly.Location, file, written])
        {
            RedirectStandardError = true,
        };
        using var tool = Process.Start(start)!;
        var said = tool.StandardError.ReadToEnd();
        tool.WaitForExit();
        Assert.Equal(1, tool.ExitCode);
        Assert.False(File.Exists(written));
        Assert.Contains($"error GS0001: {file} is not built as expected: {reason}", said, StringComparison.Ordinal);
        Assert.Contains("set TorchSharp in Directory.Packages.props back", said, StringComparison.Ordinal);
    }
}
