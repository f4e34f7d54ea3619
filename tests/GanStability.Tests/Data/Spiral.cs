using GanStability;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability.Tests.Data;

/// <summary>A learner's own data, as short as it can be: points on a spiral, without modes and without a description.</summary>
internal class Spiral(double noise = 0.03) : IDataSource
{
    public string Name => "spiral";

    public IReadOnlyList<long> SampleShape => [2];

    public Tensor Sample(int count, torch.Generator generator, Device device)
    {
        using var scope = NewDisposeScope();
        var t = rand([count, 1], device: device, generator: generator);
        var angle = t * (3 * Math.PI);
        return (
            cat([t * angle.cos(), t * angle.sin()], 1) + randn([count, 2], device: device, generator: generator) * noise
        ).MoveToOuterDisposeScope();
    }
}

/// <summary>The same, described.</summary>
internal sealed class DescribedSpiral(double noise = 0.03) : Spiral(noise), IDataSource
{
    public string Description { get; } = FormattableString.Invariant($"spiral, 1.5 turns, noise {noise:R}");
}

/// <summary>A learner's own data with modes: two Gaussians, as short as it can be.</summary>
internal sealed class TwoModes : IHasModes
{
    public string Name => "two modes";

    public IReadOnlyList<long> SampleShape => [2];

    public IReadOnlyList<(double X, double Y)> Centres { get; } = [(-1, 0), (1, 0)];

    public double Sigma => 0.1;

    public Tensor Sample(int count, torch.Generator generator, Device device)
    {
        using var scope = NewDisposeScope();
        var side = randint(0, 2, [count, 1], device: device, generator: generator).to(ScalarType.Float32) * 2 - 1;
        return (
            cat([side, zeros_like(side)], 1) + randn([count, 2], device: device, generator: generator) * Sigma
        ).MoveToOuterDisposeScope();
    }
}
