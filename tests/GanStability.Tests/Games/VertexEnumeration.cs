using GanStability;

namespace GanStability.Tests.Games;

/// <summary>
/// An independent way to all extreme equilibria: the corners of the best-response polytopes {x ≥ 0, Bᵀx ≤ 1} and {y ≥ 0, Ay ≤ 1} with
/// positive payoffs, every choice of binding constraints solved by Gaussian elimination, pairs matched by labels. No supports, no
/// indifference.
/// </summary>
internal static class VertexEnumeration
{
    public static List<(double[] X, double[] Y)> ExtremeEquilibria(double[,] a, double[,] b)
    {
        var (m, n) = (a.GetLength(0), a.GetLength(1));
        // Labels 0..m-1: row i is not played / is a best response; m..m+n-1: the same of column j.
        var xs = Corners(m, n, (i, j) => b[i, j] - Min(b) + 1, own: i => i, other: j => m + j);
        var ys = Corners(n, m, (j, i) => a[i, j] - Min(a) + 1, own: j => m + j, other: i => i);
        return
        [
            .. from x in xs from y in ys where x.Labels.Union(y.Labels).Count() == m + n select (Normalise(x.Point), Normalise(y.Point)),
        ];
    }

    private static List<(double[] Point, HashSet<int> Labels)> Corners(
        int d,
        int others,
        Func<int, int, double> payoff,
        Func<int, int> own,
        Func<int, int> other
    )
    {
        // Constraints as (coefficients, bound, label): -x_i <= 0, then Σ payoff x <= 1.
        var constraints = Enumerable
            .Range(0, d)
            .Select(i => (Row: Enumerable.Range(0, d).Select(c => c == i ? -1.0 : 0).ToArray(), Bound: 0.0, Label: own(i)))
            .Concat(
                Enumerable
                    .Range(0, others)
                    .Select(j => (Row: Enumerable.Range(0, d).Select(c => payoff(c, j)).ToArray(), Bound: 1.0, Label: other(j)))
            )
            .ToArray();
        var corners = new List<(double[] Point, HashSet<int> Labels)>();
        for (var mask = 0; mask < 1 << constraints.Length; mask++)
        {
            var binding = Enumerable.Range(0, constraints.Length).Where(k => (mask >> k & 1) == 1).ToArray();
            if (
                binding.Length != d
                || Eliminate(binding.Select(k => constraints[k].Row.Append(constraints[k].Bound).ToArray()).ToArray()) is not { } point
            )
                continue;
            double Slack(int k) => constraints[k].Bound - constraints[k].Row.Zip(point, (r, p) => r * p).Sum();
            if (point.All(p => Math.Abs(p) < 1e-10) || Enumerable.Range(0, constraints.Length).Any(k => Slack(k) < -1e-10))
                continue;
            if (corners.Exists(c => c.Point.Zip(point, (p, q) => Math.Abs(p - q)).Max() < 1e-8))
                continue;
            corners.Add(
                (point, [.. Enumerable.Range(0, constraints.Length).Where(k => Slack(k) < 1e-10).Select(k => constraints[k].Label)])
            );
        }
        return corners;
    }

    private static double[]? Eliminate(double[][] rows)
    {
        var d = rows.Length;
        for (var c = 0; c < d; c++)
        {
            var pivot = Enumerable.Range(c, d - c).MaxBy(r => Math.Abs(rows[r][c]));
            if (Math.Abs(rows[pivot][c]) < 1e-10)
                return null;
            (rows[c], rows[pivot]) = (rows[pivot], rows[c]);
            for (var r = 0; r < d; r++)
            {
                if (r == c)
                    continue;
                var factor = rows[r][c] / rows[c][c];
                for (var k = c; k <= d; k++)
                    rows[r][k] -= factor * rows[c][k];
            }
        }
        return [.. Enumerable.Range(0, d).Select(c => rows[c][d] / rows[c][c])];
    }

    private static double Min(double[,] matrix) => matrix.Cast<double>().Min();

    private static double[] Normalise(double[] x) => [.. x.Select(v => v / x.Sum())];
}
