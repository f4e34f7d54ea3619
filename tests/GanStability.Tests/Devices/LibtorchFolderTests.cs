using Xunit;

namespace GanStability.Tests.Devices;

/// <summary>Which libtorch, CUDA and driver fit together, on folders and drivers that are made up.</summary>
public sealed class LibtorchFolderTests : IDisposable
{
    private readonly string torch = Directory.CreateTempSubdirectory("gs-torch-").FullName;

    private string Lib => Path.Combine(torch, "lib");

    public void Dispose() => Directory.Delete(torch, recursive: true);

    [Theory]
    [InlineData("version.py", "__version__ = '2.9.1+cu126'\ndebug = False\ncuda: Optional[str] = '12.6'", "2.9.1+cu126", "12.6")]
    [InlineData("version.py", "__version__ = '2.10.0+cpu'\ncuda = None", "2.10.0+cpu", null)]
    [InlineData("build-version", "2.10.0+cu128\n", "2.10.0+cu128", "12.8")]
    [InlineData("README", "nothing", null, null)]
    public void AFolderSaysItsVersionAndCuda(string file, string text, string? version, string? cuda)
    {
        Directory.CreateDirectory(Lib);
        File.WriteAllText(Path.Combine(torch, file), text);
        Assert.Equal((version, cuda), (LibtorchFolder.VersionOf(Lib), LibtorchFolder.CudaOf(Lib)));
    }

    [Fact]
    public void AnotherVersionSaysWhatToInstall()
    {
        var advice = LibtorchFolder.Misfit("2.9.1+cu126", "2.10.0");
        Assert.Contains("torch==2.10.*", advice, StringComparison.Ordinal);
        Assert.Contains(NativeLibraries.FolderVariable, advice, StringComparison.Ordinal);
        Assert.NotNull(LibtorchFolder.Misfit("2.1.0", "2.10.0"));
        Assert.Null(LibtorchFolder.Misfit("2.10.1+cu128", "2.10.0"));
        Assert.Null(LibtorchFolder.Misfit(null, "2.10.0"));
    }

    [Theory]
    [InlineData("470.57.02", "12.8", "525.60.13")]
    [InlineData("550.54.15", "13.0", "580.65.06")]
    [InlineData("535.104.05", "12.8", null)]
    [InlineData("570.26", "12.8", null)]
    [InlineData(null, "12.8", null)]
    [InlineData("470.57.02", null, null)]
    public void ADriverThatIsTooOldIsToldTheOldestThatWorks(string? driver, string? cuda, string? oldest)
    {
        var advice = LibtorchFolder.TooOld(driver, cuda);
        Assert.Equal(oldest is null, advice is null);
        Assert.Contains(oldest ?? "", advice ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05  Sat Aug 19 01:15:15 UTC 2023", "535.104.05")]
    [InlineData("NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.26  Release Build", "570.26")]
    [InlineData("GCC version:  gcc version 12.3.0 (Ubuntu)", null)]
    public void TheDriverIsReadFromWhatItSays(string text, string? driver) => Assert.Equal(driver, LibtorchFolder.DriverIn(text));
}
