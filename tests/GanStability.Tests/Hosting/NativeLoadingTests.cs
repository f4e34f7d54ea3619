using GanStability;
using TorchSharp;
using Xunit;

namespace GanStability.Tests.Hosting;

public class NativeLoadingTests
{
    [Fact]
    public void TorchComputesFromTheKitFolder()
    {
        Assert.Null(NativeLibraries.Failure);
        Assert.Equal(6f, torch.tensor(new[] { 1f, 2f, 3f }).sum().item<float>());
        Assert.True(File.Exists(Path.Combine(NativeLibraries.LoadedFrom!, "libtorch_cpu.so")));
    }
}
