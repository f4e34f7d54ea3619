using System.Globalization;

namespace GanStability;

/// <summary>
/// The Inception Score exp(E_x[KL(p(y|x) ‖ p(y))]) of class probabilities p(y|x), where p(y) is their average: e to the mutual
/// information of image and class. Between 1 (all images look alike to the classifier) and K (sure of every image, and all K
/// classes equally often). It sees nothing that happens inside a class.
/// </summary>
/// <remarks>
/// Salimans et al. 2016, arXiv:1606.03498, section 4. In three steps: the marginal p(y), the divergence of each image from it, the
/// exponential of the mean. Batches are added as they come and memory does not grow with N, because
/// E[KL(p(y|x)‖p(y))] = H(p(y)) − E[H(p(y|x))] needs only sums. Splits are dealt by random Latin squares, see <see cref="Dealer"/>: the
/// original code cuts the list into S runs, which on shuffled images is the same and on images in any order of their own is not fair.
/// </remarks>
public sealed class InceptionScore
{
    /// <summary>
    /// How far a row may be from summing to one: what a softmax in single precision needs. Rows are then rescaled to sum to one.
    /// </summary>
    private const double SumTolerance = 1e-4;

    private readonly double[][] marginals; // Σ p(y|x) per split
    private readonly double[] negativeEntropies; // Σ Σ p ln p per split
    private readonly long[] counts;
    private readonly Dealer dealer;
    private long added;

    /// <summary>An empty score.</summary>
    /// <param name="classes">K, at least 2.</param>
    /// <param name="splits">S, at least 1; published scores use 10.</param>
    /// <param name="seed">Decides which image belongs to which split.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 2 classes or than 1 split.</exception>
    public InceptionScore(int classes, int splits = 1, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(splits, 1);
        Classes = classes;
        marginals = [.. Enumerable.Range(0, splits).Select(_ => new double[classes])];
        negativeEntropies = new double[splits];
        counts = new long[splits];
        dealer = new Dealer(splits, seed);
    }

    /// <summary>K.</summary>
    public int Classes { get; }

    /// <summary>N so far.</summary>
    public long Count => added;

    /// <summary>The score of one matrix of class probabilities.</summary>
    /// <param name="probabilities">p(y|x), one row per image, one column per class.</param>
    /// <param name="splits">S, at least 1 and at most N.</param>
    /// <param name="seed">Decides which image belongs to which split.</param>
    /// <returns>Mean and standard deviation over the splits.</returns>
    /// <exception cref="ArgumentException">A row is no distribution, or there are fewer rows than splits.</exception>
    public static InceptionScoreResult Of(double[,] probabilities, int splits = 1, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        var score = new InceptionScore(probabilities.GetLength(1), splits, seed);
        score.Add(probabilities);
        return score.Result();
    }

    /// <summary>Adds a batch.</summary>
    /// <param name="probabilities">p(y|x), one row per image, K columns.</param>
    /// <exception cref="ArgumentException">Another number of columns, or a row with negative mass, NaN, or a sum other than
    /// one.</exception>
    public void Add(double[,] probabilities) => Add(Rows.Of(probabilities, Classes, nameof(probabilities)));

    /// <summary>Adds a batch in single precision, rows one after the other, as a classifier gives them.</summary>
    /// <param name="probabilities">p(y|x), a multiple of K numbers.</param>
    /// <exception cref="ArgumentException">No multiple of K, or a row with negative mass, NaN, or a sum other than one.</exception>
    public void Add(ReadOnlySpan<float> probabilities) => Add(Rows.Widen(probabilities).AsSpan());

    /// <summary>Adds a batch, rows one after the other.</summary>
    /// <param name="probabilities">p(y|x), a multiple of K numbers.</param>
    /// <exception cref="ArgumentException">No multiple of K, or a row with negative mass, NaN, or a sum other than one.</exception>
    public void Add(ReadOnlySpan<double> probabilities)
    {
        var rows = Rows.Count(probabilities.Length, Classes, nameof(probabilities));
        for (var r = 0; r < rows; r++)
            Validate(probabilities, r); // all or nothing is added
        for (var r = 0; r < rows; r++)
        {
            var row = probabilities.Slice(r * Classes, Classes);
            var split = dealer.Next();
            added++;
            var sum = 0.0;
            foreach (var p in row)
                sum += p;
            for (var k = 0; k < row.Length; k++)
            {
                var p = row[k] / sum;
                marginals[split][k] += p;
                if (p > 0)
                    negativeEntropies[split] += p * Math.Log(p);
            }
            counts[split]++;
        }
    }

    /// <summary>The score of everything added so far; more may be added afterwards.</summary>
    /// <returns>Mean and standard deviation over the splits.</returns>
    /// <exception cref="InvalidOperationException">Fewer images than splits were added.</exception>
    public InceptionScoreResult Result()
    {
        if (added < counts.Length)
            throw new InvalidOperationException(
                FormattableString.Invariant(
                    $"{added} images were added and there are {counts.Length} splits; each split needs at least one image."
                )
            );
        var scores = new double[counts.Length];
        for (var s = 0; s < scores.Length; s++)
        {
            var n = counts[s];
            var information = negativeEntropies[s] / n - marginals[s].Sum(m => m > 0 ? m / n * Math.Log(m / n) : 0);
            scores[s] = Math.Clamp(Math.Exp(information), 1, Classes); // outside only by rounding
        }
        var mean = scores.Average();
        return new InceptionScoreResult(mean, Math.Sqrt(scores.Average(x => (x - mean) * (x - mean))), scores, added, Classes);
    }

    private void Validate(ReadOnlySpan<double> probabilities, int index)
    {
        var row = probabilities.Slice(index * Classes, Classes);
        var sum = 0.0;
        for (var k = 0; k < row.Length; k++)
        {
            if (!double.IsFinite(row[k]) || row[k] < 0)
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"probabilities: row {index}, class {k} is {row[k]}; a probability lies between 0 and 1. Logits need a softmax "
                            + $"first."
                    ),
                    nameof(probabilities)
                );
            sum += row[k];
        }
        if (Math.Abs(sum - 1) > SumTolerance)
            throw new ArgumentException(
                FormattableString.Invariant($"probabilities: row {index} sums to {sum:g9}; it must sum to 1. Logits need a softmax first."),
                nameof(probabilities)
            );
    }

    /// <summary>
    /// Deals images to S splits. S² images at a time fill a square, row by row; a random Latin square says which split each belongs to. So
    /// every S images in a row, and every S images that are S apart, go to S different splits, and otherwise it is chance: no order of the
    /// images, sorted or periodic, can leave a split without a class.
    /// </summary>
    private sealed class Dealer(int splits, int seed)
    {
        private readonly Random random = new(seed);
        private readonly int[] rows = [.. Enumerable.Range(0, splits)];
        private readonly int[] columns = [.. Enumerable.Range(0, splits)];
        private int row;
        private int column;

        public int Next()
        {
            if (row == 0 && column == 0)
            {
                random.Shuffle(rows);
                random.Shuffle(columns);
            }
            var split = (rows[row] + columns[column]) % splits;
            if (++column == splits)
                (row, column) = ((row + 1) % splits, 0);
            return split;
        }
    }
}

/// <summary>An Inception Score with what is needed to compare it: N, K and the splits.</summary>
/// <param name="Mean">The mean of the scores of the splits.</param>
/// <param name="StandardDeviation">
/// Their standard deviation (dividing by S, as in published code); 0 for one split. It is the spread of scores of N/S images, not the
/// standard error of the mean, and does not show the bias: smaller splits score lower.
/// </param>
/// <param name="Splits">The score of each split.</param>
/// <param name="Count">N, images in all.</param>
/// <param name="Classes">K, the largest possible score.</param>
public sealed record InceptionScoreResult(double Mean, double StandardDeviation, IReadOnlyList<double> Splits, long Count, int Classes)
{
    /// <summary>Such as <c>IS 8.09 ± 0.07 of at most 10 (N = 50000 in 10 splits)</c>.</summary>
    /// <returns>Text in the invariant culture.</returns>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"IS {Mean:0.####} ± {StandardDeviation:0.####} of at most {Classes} (N = {Count} in {Splits.Count} "
                + $"split{(Splits.Count == 1 ? "" : "s")})"
        );
}
