using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// The nearest training picture of each sample, by the Euclidean distance of pixels in [−1, 1]: a check against a generator that only
/// remembers.
/// </summary>
public static class NearestImages
{
    /// <summary>Searches a set block by block.</summary>
    /// <param name="samples">[N, pixels], on the CPU.</param>
    /// <param name="set">The pictures to search.</param>
    /// <param name="butNotItself">Leaves out pictures at distance 0, for samples that are part of the set.</param>
    /// <returns>The nearest pictures [N, pixels] and their distances [N].</returns>
    /// <exception cref="ArgumentException">Another number of pixels.</exception>
    public static (Tensor Nearest, Tensor Distances) Of(Tensor samples, ImageSet set, bool butNotItself = false)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(set);
        var pixels = set.SampleShape.Aggregate(1L, (a, b) => a * b);
        if (samples.dim() != 2 || samples.shape[1] != pixels)
            throw new ArgumentException($"Give samples [N, {pixels}]; got [{string.Join(", ", samples.shape)}].", nameof(samples));
        return NearestRows.Of(samples, set.Count, (start, count) => set.Range(start, count, CPU).Images.flatten(1), butNotItself);
    }
}

/// <summary>The nearest point of a finite set for each sample, by the Euclidean distance.</summary>
public static class NearestPoints
{
    /// <summary>Searches a set block by block.</summary>
    /// <param name="samples">[N, D], on the CPU, float32.</param>
    /// <param name="set">The points to search.</param>
    /// <param name="butNotItself">Leaves out points at distance 0, for samples that are part of the set.</param>
    /// <returns>The nearest points [N, D] and their distances [N].</returns>
    /// <exception cref="ArgumentException">Points of another length.</exception>
    public static (Tensor Nearest, Tensor Distances) Of(Tensor samples, PointSet set, bool butNotItself = false)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(set);
        if (samples.dim() != 2 || samples.shape[1] != set.Columns.Count)
            throw new ArgumentException($"Give samples [N, {set.Columns.Count}]; got {Shape.Of(samples)}.", nameof(samples));
        using var scope = NewDisposeScope();
        var known = tensor(set.ToArray(), [set.Count, set.Columns.Count]);
        var (nearest, distances) = NearestRows.Of(samples, set.Count, (start, count) => known.narrow(0, start, count), butNotItself);
        return (nearest.MoveToOuterDisposeScope(), distances.MoveToOuterDisposeScope());
    }
}

/// <summary>The search of both.</summary>
file static class NearestRows
{
    private const int Block = 2000;

    public static (Tensor Nearest, Tensor Distances) Of(Tensor samples, int all, Func<int, int, Tensor> rows, bool butNotItself)
    {
        using var scope = NewDisposeScope();
        var interrupt = Interrupt.Token;
        var (best, distances) = (zeros_like(samples), full([samples.shape[0]], float.PositiveInfinity));
        for (var start = 0; start < all; start += Block)
        {
            interrupt.ThrowIfInterrupted($"{start} of {all} were searched");
            using var block = NewDisposeScope();
            var known = rows(start, Math.Min(Block, all - start));
            var apart = cdist(samples, known, 2, compute_mode.donot_use_mm_for_euclid_dist);
            if (butNotItself)
                apart.masked_fill_(apart.eq(0), float.PositiveInfinity);
            var (nearest, which) = apart.min(1);
            var nearer = nearest.lt(distances);
            best.copy_(where(nearer.unsqueeze(1), known.index_select(0, which), best));
            distances.copy_(minimum(distances, nearest));
        }
        return (best.MoveToOuterDisposeScope(), distances.MoveToOuterDisposeScope());
    }
}

/// <summary>
/// Are all real pictures covered, and are generated ones like real ones? Each real feature vector has a circle that reaches to its k-th
/// nearest real neighbour. Coverage is the share of real circles with a generated sample inside (Naeem et al. 2020, arXiv 2002.09797,
/// §3.2); precision the share of generated samples inside at least one circle (Kynkäänniemi et al. 2019, arXiv 1904.06991, §2). For two
/// samples of one distribution coverage is about 1 − 2^−k.
/// </summary>
internal static class NeighbourCoverage
{
    /// <summary>k, as in the paper.</summary>
    public const int Neighbours = 5;

    /// <summary>Real samples at once: memory does not grow with N², and an interruption does not wait for all.</summary>
    private const int Block = 100;

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
        if (
            real.dim() != 2
            || generated.dim() != 2
            || real.shape[1] != generated.shape[1]
            || real.shape[0] <= neighbours
            || generated.shape[0] < 1
        )
            throw new ArgumentException(
                $"Give features [N, D] and [M, D] with N above {neighbours}; got [{string.Join(", ", real.shape)}] and "
                    + $"[{string.Join(", ", generated.shape)}].",
                nameof(generated)
            );
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var interrupt = Interrupt.Token;
        var (covered, precise) = (0L, zeros(generated.shape[0], ScalarType.Bool, generated.device));
        for (var start = 0L; start < real.shape[0]; start += Block)
        {
            interrupt.ThrowIfInterrupted("the neighbours of not all pictures were found, so there is no score");
            using var block = NewDisposeScope();
            var centres = real.narrow(0, start, Math.Min(Block, real.shape[0] - start));
            // The nearest of all is the picture itself, so the k-th neighbour is the (k + 1)-th nearest.
            var radius = Distances(centres, real).topk(neighbours + 1, dim: 1, largest: false).values[.., -1];
            var inside = Distances(centres, generated).le(radius.unsqueeze(1));
            covered += inside.any(1).sum().item<long>();
            precise.logical_or_(inside.any(0));
        }
        return ((double)covered / real.shape[0], precise.to(ScalarType.Float64).mean().item<double>());

        // By differences, not by |x|² + |y|² − 2xy: a picture must have distance 0 to itself.
        static Tensor Distances(Tensor a, Tensor b) => cdist(a, b, 2, compute_mode.donot_use_mm_for_euclid_dist);
    }
}
