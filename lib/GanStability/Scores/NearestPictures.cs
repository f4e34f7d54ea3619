using GanStability.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability.Scores;

/// <summary>The nearest training picture of each sample, by the Euclidean distance of pixels in [−1, 1]: a check against a generator that only remembers.</summary>
public static class NearestPictures
{
    private const int Block = 2000;

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
        if (samples.dim() != 2 || samples.shape[1] != pixels) throw new ArgumentException($"Give samples [N, {pixels}]; got [{string.Join(", ", samples.shape)}].", nameof(samples));
        using var scope = NewDisposeScope();
        var (best, distances) = (zeros_like(samples), full([samples.shape[0]], float.PositiveInfinity));
        for (var start = 0; start < set.Count; start += Block)
        {
            using var block = NewDisposeScope();
            var known = set.Range(start, Math.Min(Block, set.Count - start), CPU).Images.flatten(1);
            var apart = cdist(samples, known, 2, compute_mode.donot_use_mm_for_euclid_dist);
            if (butNotItself) apart.masked_fill_(apart.eq(0), float.PositiveInfinity);
            var (nearest, which) = apart.min(1);
            var nearer = nearest.lt(distances);
            best.copy_(where(nearer.unsqueeze(1), known.index_select(0, which), best));
            distances.copy_(minimum(distances, nearest));
        }
        return (best.MoveToOuterDisposeScope(), distances.MoveToOuterDisposeScope());
    }
}
