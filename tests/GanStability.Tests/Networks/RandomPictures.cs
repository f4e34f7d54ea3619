using GanStability;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability.Tests.Networks;

/// <summary>Pictures of noise, of any shape.</summary>
internal sealed class RandomPictures(params long[] shape) : IDataSource
{
    public string Name => $"noise {string.Join('×', shape)}";

    public IReadOnlyList<long> SampleShape => shape;

    public Tensor Sample(int count, torch.Generator generator, Device device) =>
        rand([count, .. shape], device: device, generator: generator) * 2 - 1;
}
