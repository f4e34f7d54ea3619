using System.Runtime.InteropServices;

namespace GanStability.Scores;

/// <summary>The two shapes in which batches arrive: a matrix, or its rows one after the other (as tensors give them).</summary>
internal static class Rows
{
    /// <summary>The elements of a matrix, row by row, without a copy.</summary>
    internal static ReadOnlySpan<double> Of(double[,] matrix, int columns, string name)
    {
        ArgumentNullException.ThrowIfNull(matrix, name);
        if (matrix.GetLength(1) != columns)
            throw new ArgumentException(
                FormattableString.Invariant($"{name} has {matrix.GetLength(1)} columns; this score was set up for {columns}."), name);
        return matrix.Length == 0 ? [] : MemoryMarshal.CreateReadOnlySpan(ref matrix[0, 0], matrix.Length);
    }

    /// <summary>How many rows a flat batch holds.</summary>
    internal static int Count(int length, int columns, string name) =>
        length % columns == 0
            ? length / columns
            : throw new ArgumentException(
                FormattableString.Invariant($"{name} holds {length} numbers, which is no multiple of {columns}: a batch is whole rows, one after the other."), name);

    /// <summary>Single-precision rows as doubles.</summary>
    internal static double[] Widen(ReadOnlySpan<float> rows)
    {
        var wide = new double[rows.Length];
        for (var i = 0; i < rows.Length; i++) wide[i] = rows[i];
        return wide;
    }
}
