using System.Buffers;
using System.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability.Stabilizers;

/// <summary>
/// Σ_{j≠i} exp(−‖M_i − M_j‖₁) and its gradient on the CPU without the tensor [R, n, n, B, C]: the pairs are walked in registers, a vector of
/// samples at a time.
/// With K_ij = exp(−‖M_i − M_j‖₁), the gradient of Σ_i g_i o_i in M_{i,c} is −Σ_j K_ij (g_i + g_j) sign(M_{i,c} − M_{j,c}).
/// </summary>
internal static class MinibatchKernel
{
    /// <summary>The sums for M [R, n, B, C] in float32 on the CPU; shape [R, n, B].</summary>
    public static Tensor Total(Tensor projected)
    {
        // One row of numbers per replica, kernel and dimension: [R, B, C, n].
        var rows = projected.permute(0, 2, 3, 1).contiguous();
        return Function.apply(rows).permute(0, 2, 1);
    }

    private sealed class Function : autograd.SingleTensorFunction<Function>
    {
        public override string Name => nameof(MinibatchKernel);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var rows = (Tensor)vars[0];
            ctx.save_for_backward([rows]);
            var shape = rows.shape;
            var totals = empty([shape[0], shape[1], shape[3]]);
            ForEachSlice(rows, totals, totals, (m, _, o, n, c) => Totals(m, o, n, c));
            return totals;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var rows = ctx.get_saved_variables()[0];
            // A gradient penalty will want the gradient of this gradient: torch can only follow its own operations.
            if (is_grad_enabled()) return [Gradient(rows, grad_output)];
            using var outer = grad_output.contiguous();
            var gradient = empty_like(rows);
            ForEachSlice(rows, outer, gradient, (m, g, d, n, c) => Gradients(m, g, d, n, c));
            return [gradient];
        }
    }

    /// <summary>The gradient by tensor operations: M [R, B, C, n] and g [R, B, n] to [R, B, C, n].</summary>
    private static Tensor Gradient(Tensor rows, Tensor outer)
    {
        var difference = rows.unsqueeze(4) - rows.unsqueeze(3);
        var weight = difference.abs().sum(2).neg().exp() * (outer.unsqueeze(3) + outer.unsqueeze(2));
        return (weight.unsqueeze(2) * difference.sign()).sum(4).neg();
    }

    private delegate void Slice(ReadOnlySpan<float> rows, ReadOnlySpan<float> given, Span<float> result, int samples, int dimensions);

    private static unsafe void ForEachSlice(Tensor rows, Tensor given, Tensor result, Slice slice)
    {
        var shape = rows.shape;
        int slices = (int)(shape[0] * shape[1]), c = (int)shape[2], n = (int)shape[3];
        nint m = Start(rows), g = Start(given), r = Start(result);
        int givenSize = (int)(given.numel() / slices), resultSize = (int)(result.numel() / slices);
        // Slices share nothing: all processors, whatever libtorch uses, and no waiting for each other in between.
        Parallel.For(0, slices, s =>
            slice(new((float*)m + (long)s * c * n, c * n), new((float*)g + (long)s * givenSize, givenSize), new((float*)r + (long)s * resultSize, resultSize), n, c));
    }

    private static unsafe nint Start(Tensor tensor)
    {
        fixed (byte* start = tensor.bytes) return (nint)start;
    }

    private static void Totals(ReadOnlySpan<float> rows, Span<float> totals, int n, int dimensions)
    {
        using var slice = new PaddedSlice(rows, n, dimensions);
        var sums = slice.Scratch(1);
        for (var i = 0; i < n; i++)
        {
            slice.Choose(i);
            var own = Vector<float>.Zero;
            for (var j = i + 1; j < n; j += Vector<float>.Count)
            {
                var similarity = slice.Similarity(j);
                own += similarity;
                (new Vector<float>(sums[j..]) + similarity).CopyTo(sums[j..]);
            }
            sums[i] += Vector.Sum(own);
        }
        sums[..n].CopyTo(totals);
    }

    private static void Gradients(ReadOnlySpan<float> rows, ReadOnlySpan<float> outer, Span<float> gradient, int n, int dimensions)
    {
        using var slice = new PaddedSlice(rows, n, dimensions);
        var sums = slice.Scratch(dimensions + 1);
        var width = slice.Width;
        var given = sums[(dimensions * width)..];
        outer.CopyTo(given);
        Span<Vector<float>> own = stackalloc Vector<float>[dimensions];
        for (var i = 0; i < n; i++)
        {
            slice.Choose(i);
            own.Clear();
            for (var j = i + 1; j < n; j += Vector<float>.Count)
            {
                var weight = slice.Similarity(j) * (new Vector<float>(given[i]) + new Vector<float>(given[j..]));
                for (var c = 0; c < dimensions; c++)
                {
                    var difference = slice.Difference(c, j);
                    var pull = Vector.ConditionalSelect(Vector.Equals(difference, Vector<float>.Zero), Vector<float>.Zero,
                        weight * Vector.CopySign(Vector<float>.One, difference));
                    own[c] -= pull;
                    var others = sums[(c * width + j)..];
                    (new Vector<float>(others) + pull).CopyTo(others);
                }
            }
            for (var c = 0; c < dimensions; c++) sums[c * width + i] += Vector.Sum(own[c]);
        }
        for (var c = 0; c < dimensions; c++) sums.Slice(c * width, n).CopyTo(gradient[(c * n)..]);
    }

    /// <summary>
    /// M of one replica and kernel, [C, n], with each row padded by one vector of samples so far away that their similarity is zero: pairs i &lt; j
    /// are then walked without a remainder, each pair once.
    /// </summary>
    private ref struct PaddedSlice : IDisposable
    {
        private const float FarAway = 1e30f;
        private readonly float[] rows;
        private readonly int dimensions;
        private readonly Vector<float>[] chosen;
        private float[]? scratch;

        public PaddedSlice(ReadOnlySpan<float> source, int n, int dimensions)
        {
            this.dimensions = dimensions;
            Width = n + Vector<float>.Count;
            rows = ArrayPool<float>.Shared.Rent(dimensions * Width);
            chosen = ArrayPool<Vector<float>>.Shared.Rent(dimensions);
            for (var c = 0; c < dimensions; c++)
            {
                source.Slice(c * n, n).CopyTo(rows.AsSpan(c * Width));
                rows.AsSpan(c * Width + n, Vector<float>.Count).Fill(FarAway);
            }
        }

        /// <summary>Length of a padded row.</summary>
        public int Width { get; }

        /// <summary>Zeros for sums over the padded samples.</summary>
        public Span<float> Scratch(int count)
        {
            scratch = ArrayPool<float>.Shared.Rent(count * Width);
            var span = scratch.AsSpan(0, count * Width);
            span.Clear();
            return span;
        }

        /// <summary>Chooses the sample that the others are compared with.</summary>
        public readonly void Choose(int i)
        {
            for (var c = 0; c < dimensions; c++) chosen[c] = new Vector<float>(rows[c * Width + i]);
        }

        public readonly Vector<float> Difference(int c, int j) => chosen[c] - new Vector<float>(rows, c * Width + j);

        public readonly Vector<float> Similarity(int j)
        {
            var distance = Vector<float>.Zero;
            for (var c = 0; c < dimensions; c++) distance += Vector.Abs(Difference(c, j));
            return Vector.Exp(-distance);
        }

        public readonly void Dispose()
        {
            ArrayPool<float>.Shared.Return(rows);
            ArrayPool<Vector<float>>.Shared.Return(chosen);
            if (scratch is not null) ArrayPool<float>.Shared.Return(scratch);
        }
    }
}
