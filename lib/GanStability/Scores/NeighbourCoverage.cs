using TorchSharp;
using static TorchSharp.torch;

namespace GanStability.Scores;

/// <summary>
/// Are all real pictures covered, and are generated ones like real ones? Each real feature vector has a circle that reaches to its k-th nearest real neighbour.
/// Coverage is the share of real circles with a generated sample inside (Naeem et al. 2020, arXiv 2002.09797, §3.2); precision the share of generated samples
/// inside at least one circle (Kynkäänniemi et al. 2019, arXiv 1904.06991, §2). For two samples of one distribution coverage is about 1 − 2^−k.
/// </summary>
public static class NeighbourCoverage
{
    /// <summary>k, as in the paper.</summary>
    public const int Neighbours = 5;

    /// <summary>Measures features.</summary>
    /// <param name="real">[N, D], N above k.</param>
    /// <param name="generated">[M, D], M ≥ 1.</param>
    /// <param name="neighbours">k, at least 1.</param>
    /// <returns>Both shares, between 0 and 1.</returns>
    /// <exception cref="ArgumentException">Sizes that do not fit.</exception>
    public static (double Coverage, double Precision) Measure(Tensor real, Tensor generated, int neighbours = Neighbours)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(generated);
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbours, 1);
        if (real.dim() != 2 || generated.dim() != 2 || real.shape[1] != generated.shape[1] || real.shape[0] <= neighbours || generated.shape[0] < 1)
            throw new ArgumentException(
                $"Give features [N, D] and [M, D] with N above {neighbours}; got [{string.Join(", ", real.shape)}] and [{string.Join(", ", generated.shape)}].", nameof(generated));
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        // The nearest of all is the picture itself, so the k-th neighbour is the (k + 1)-th nearest.
        var radius = Distances(real, real).topk(neighbours + 1, dim: 1, largest: false).values[.., -1];
        var inside = Distances(real, generated).le(radius.unsqueeze(1));
        return (Share(inside.any(1)), Share(inside.any(0)));

        // By differences, not by |x|² + |y|² − 2xy: a picture must have distance 0 to itself.
        static Tensor Distances(Tensor a, Tensor b) => cdist(a, b, 2, compute_mode.donot_use_mm_for_euclid_dist);

        static double Share(Tensor yes) => yes.to(ScalarType.Float64).mean().item<double>();
    }
}
