using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GanStability;

/// <summary>
/// Mean and covariance of feature vectors, accumulated in double precision as batches arrive; memory is d², whatever N.
/// </summary>
/// <remarks>
/// Rows are collected into blocks of fixed size, and each block is merged into the running sums by the pairwise update of Chan,
/// Golub and LeVeque (1979): M ← M_a + M_b + δδᵀ n_a n_b/(n_a + n_b). Deviations are always taken from a mean, so nothing cancels
/// when means are large; and because blocks do not follow batches, the result is the same to the last bit for every batch size.
/// </remarks>
public sealed class FeatureStatistics
{
    private const int BlockRows = 256;

    private readonly double[] means;
    private readonly double[] scatter; // upper triangle of Σ (x − mean)(x − mean)ᵀ, row by row in a d×d array
    private readonly double[] block; // column by column: feature j of the block starts at j · BlockRows
    private int blockCount;
    private long merged;

    /// <summary>Empty statistics.</summary>
    /// <param name="dimensions">d, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than one dimension.</exception>
    public FeatureStatistics(int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        Dimensions = dimensions;
        means = new double[dimensions];
        scatter = new double[checked(dimensions * dimensions)];
        block = new double[checked(dimensions * BlockRows)];
    }

    private FeatureStatistics(FeatureStatistics other)
    {
        Dimensions = other.Dimensions;
        (means, scatter, block) = ([.. other.means], [.. other.scatter], [.. other.block]);
        (blockCount, merged) = (other.blockCount, other.merged);
    }

    /// <summary>d.</summary>
    public int Dimensions { get; }

    /// <summary>N so far.</summary>
    public long Count => merged + blockCount;

    /// <summary>The statistics of one matrix of features.</summary>
    /// <param name="features">One row per sample, one column per feature.</param>
    /// <returns>Statistics to which more may be added.</returns>
    /// <exception cref="ArgumentException">A feature is not finite.</exception>
    public static FeatureStatistics Of(double[,] features)
    {
        ArgumentNullException.ThrowIfNull(features);
        var statistics = new FeatureStatistics(features.GetLength(1));
        statistics.Add(features);
        return statistics;
    }

    /// <summary>Adds a batch.</summary>
    /// <param name="features">One row per sample, d columns.</param>
    /// <exception cref="ArgumentException">Another number of columns, or a feature that is not finite.</exception>
    public void Add(double[,] features) => Add(Rows.Of(features, Dimensions, nameof(features)));

    /// <summary>Adds a batch in single precision, rows one after the other, as a network gives them.</summary>
    /// <param name="features">A multiple of d numbers.</param>
    /// <exception cref="ArgumentException">No multiple of d, or a feature that is not finite.</exception>
    public void Add(ReadOnlySpan<float> features) => Add(Rows.Widen(features).AsSpan());

    /// <summary>Adds a batch, rows one after the other.</summary>
    /// <param name="features">A multiple of d numbers.</param>
    /// <exception cref="ArgumentException">No multiple of d, or a feature that is not finite.</exception>
    public void Add(ReadOnlySpan<double> features)
    {
        var rows = Rows.Count(features.Length, Dimensions, nameof(features));
        for (var i = 0; i < features.Length; i++) // all or nothing is added
            if (!double.IsFinite(features[i]))
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"features: row {i / Dimensions}, column {i % Dimensions} is {features[i]}; features must be finite."
                    ),
                    nameof(features)
                );
        for (var r = 0; r < rows; r++)
        {
            for (var j = 0; j < Dimensions; j++)
                block[j * BlockRows + blockCount] = features[r * Dimensions + j];
            if (++blockCount == BlockRows)
                MergeBlock();
        }
    }

    /// <summary>Mean and unbiased covariance (dividing by N − 1) of everything added so far.</summary>
    /// <returns>μ (d numbers) and Σ (d×d).</returns>
    /// <exception cref="InvalidOperationException">Fewer than 2 samples were added.</exception>
    /// <exception cref="ArithmeticException">Features so large that their squares are no numbers any more (above about 1e150).</exception>
    public (double[] Mean, double[,] Covariance) MeanAndCovariance()
    {
        if (Count < 2)
            throw new InvalidOperationException(FormattableString.Invariant($"{Count} samples were added; a covariance needs at least 2."));
        if (blockCount > 0)
        {
            var complete = new FeatureStatistics(this); // a copy, so that looking does not move the edges of the blocks
            complete.MergeBlock();
            return complete.MeanAndCovariance();
        }
        var covariance = new double[Dimensions, Dimensions];
        for (var i = 0; i < Dimensions; i++)
        for (var j = i; j < Dimensions; j++)
            covariance[i, j] = covariance[j, i] = scatter[i * Dimensions + j] / (merged - 1);
        for (var i = 0; i < Dimensions; i++)
            if (!double.IsFinite(means[i]) || !double.IsFinite(covariance[i, i]))
                throw new ArithmeticException(
                    FormattableString.Invariant(
                        $"Feature {i} is so large that its square is no number any more: divide all features by one factor first."
                    )
                );
        return ([.. means], covariance);
    }

    private void MergeBlock()
    {
        var (d, n) = (Dimensions, blockCount);
        var shift = new double[d]; // mean of the block − mean so far
        for (var j = 0; j < d; j++)
        {
            var column = block.AsSpan(j * BlockRows, BlockRows);
            var mean = 0.0;
            for (var i = 0; i < n; i++)
                mean += (column[i] - mean) / (i + 1);
            for (var i = 0; i < n; i++)
                column[i] -= mean;
            column[n..].Clear();
            shift[j] = mean - means[j];
        }
        var weight = (double)merged * n / (merged + n);
        Parallel.For(
            0,
            d,
            i => // each entry is computed by one thread, so the sum does not depend on their number
            {
                for (var j = i; j < d; j++)
                    scatter[i * d + j] +=
                        Dot(block.AsSpan(i * BlockRows, BlockRows), block.AsSpan(j * BlockRows, BlockRows))
                        + (weight == 0 ? 0 : shift[i] * shift[j] * weight);
            }
        );
        for (var j = 0; j < d; j++)
            means[j] += shift[j] * n / (merged + n);
        merged += n;
        blockCount = 0;
    }

    // Four lanes whatever the processor, so that results are the same on every machine.
    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var x = MemoryMarshal.Cast<double, Vector256<double>>(a);
        var y = MemoryMarshal.Cast<double, Vector256<double>>(b);
        var (even, odd) = (Vector256<double>.Zero, Vector256<double>.Zero);
        for (var i = 0; i < x.Length; i += 2)
        {
            even += x[i] * y[i];
            odd += x[i + 1] * y[i + 1];
        }
        return Vector256.Sum(even + odd);
    }
}

/// <summary>The two shapes in which batches arrive: a matrix, or its rows one after the other (as tensors give them).</summary>
internal static class Rows
{
    /// <summary>The elements of a matrix, row by row, without a copy.</summary>
    internal static ReadOnlySpan<double> Of(double[,] matrix, int columns, string name)
    {
        ArgumentNullException.ThrowIfNull(matrix, name);
        if (matrix.GetLength(1) != columns)
            throw new ArgumentException(
                FormattableString.Invariant($"{name} has {matrix.GetLength(1)} columns; this score was set up for {columns}."),
                name
            );
        return matrix.Length == 0 ? [] : MemoryMarshal.CreateReadOnlySpan(ref matrix[0, 0], matrix.Length);
    }

    /// <summary>How many rows a flat batch holds.</summary>
    internal static int Count(int length, int columns, string name) =>
        length % columns == 0
            ? length / columns
            : throw new ArgumentException(
                FormattableString.Invariant(
                    $"{name} holds {length} numbers, which is no multiple of {columns}: a batch is whole rows, one after the other."
                ),
                name
            );

    /// <summary>Single-precision rows as doubles.</summary>
    internal static double[] Widen(ReadOnlySpan<float> rows)
    {
        var wide = new double[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            wide[i] = rows[i];
        return wide;
    }
}
