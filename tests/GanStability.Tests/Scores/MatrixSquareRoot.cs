namespace GanStability.Tests.Scores;

/// <summary>
/// The reference for the Fréchet distance: the principal square root of a general matrix by the Denman–Beavers iteration with plain
/// Gauss–Jordan inverses. It shares nothing with the library, which uses eigenvalues of a symmetric matrix.
/// </summary>
internal static class MatrixSquareRoot
{
    internal static double[,] Multiply(double[,] a, double[,] b)
    {
        var c = new double[a.GetLength(0), b.GetLength(1)];
        for (var i = 0; i < a.GetLength(0); i++)
        for (var j = 0; j < b.GetLength(1); j++)
        for (var k = 0; k < b.GetLength(0); k++)
            c[i, j] += a[i, k] * b[k, j];
        return c;
    }

    internal static double[,] Transpose(double[,] a)
    {
        var t = new double[a.GetLength(1), a.GetLength(0)];
        for (var i = 0; i < a.GetLength(0); i++)
        for (var j = 0; j < a.GetLength(1); j++)
            t[j, i] = a[i, j];
        return t;
    }

    internal static double Trace(double[,] a) => Enumerable.Range(0, a.GetLength(0)).Sum(i => a[i, i]);

    /// <summary>Y ← (Y + Z⁻¹)/2, Z ← (Z + Y⁻¹)/2 from Y = A, Z = I: Y → A^½.</summary>
    internal static double[,] Of(double[,] a)
    {
        var d = a.GetLength(0);
        var (y, z) = (a, new double[d, d]);
        for (var i = 0; i < d; i++)
            z[i, i] = 1;
        for (var step = 0; step < 60; step++)
        {
            var (nextY, nextZ) = (Mean(y, Inverse(z)), Mean(z, Inverse(y)));
            var change = Enumerable.Range(0, d * d).Max(k => Math.Abs(nextY[k / d, k % d] - y[k / d, k % d]));
            (y, z) = (nextY, nextZ);
            if (change < 1e-13)
                break;
        }
        return y;
    }

    private static double[,] Mean(double[,] a, double[,] b)
    {
        var d = a.GetLength(0);
        var c = new double[d, d];
        for (var i = 0; i < d; i++)
        for (var j = 0; j < d; j++)
            c[i, j] = (a[i, j] + b[i, j]) / 2;
        return c;
    }

    private static double[,] Inverse(double[,] matrix)
    {
        var d = matrix.GetLength(0);
        var (a, inverse) = ((double[,])matrix.Clone(), new double[d, d]);
        for (var i = 0; i < d; i++)
            inverse[i, i] = 1;
        for (var column = 0; column < d; column++)
        {
            var pivot = Enumerable.Range(column, d - column).MaxBy(r => Math.Abs(a[r, column]));
            for (var j = 0; j < d; j++)
            {
                (a[column, j], a[pivot, j]) = (a[pivot, j], a[column, j]);
                (inverse[column, j], inverse[pivot, j]) = (inverse[pivot, j], inverse[column, j]);
            }
            var scale = a[column, column];
            for (var j = 0; j < d; j++)
            {
                a[column, j] /= scale;
                inverse[column, j] /= scale;
            }
            for (var r = 0; r < d; r++)
            {
                var factor = a[r, column];
                if (r == column || factor == 0)
                    continue;
                for (var j = 0; j < d; j++)
                {
                    a[r, j] -= factor * a[column, j];
                    inverse[r, j] -= factor * inverse[column, j];
                }
            }
        }
        return inverse;
    }
}
