using System.Numerics;
using System.Runtime.InteropServices;
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
            using var outer = grad_output.contiguous();
            var gradient = empty_like(rows);
            ForEachSlice(rows, outer, gradient, (m, g, d, n, c) => Gradients(m, g, d, n, c));
            return [gradient];
        }
    }

    private delegate void Slice(ReadOnlySpan<float> rows, ReadOnlySpan<float> given, Span<float> result, int samples, int dimensions);

    private static unsafe void ForEachSlice(Tensor rows, Tensor given, Tensor result, Slice slice)
    {
        var shape = rows.shape;
        int slices = (int)(shape[0] * shape[1]), c = (int)shape[2], n = (int)shape[3];
        nint m = rows.bytes_pointer(), g = given.bytes_pointer(), r = result.bytes_pointer();
        int givenSize = (int)(given.numel() / slices), resultSize = (int)(result.numel() / slices);
        Parallel.For(0, slices, new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() }, s =>
            slice(new((float*)m + (long)s * c * n, c * n), new((float*)g + (long)s * givenSize, givenSize), new((float*)r + (long)s * resultSize, resultSize), n, c));
    }

    private static nint bytes_pointer(this Tensor tensor)
    {
        unsafe { fixed (byte* start = tensor.bytes) return (nint)start; }
    }

    private static void Totals(ReadOnlySpan<float> rows, Span<float> totals, int n, int dimensions)
    {
        for (var i = 0; i < n; i++)
        {
            var sum = Vector<float>.Zero;
            var j = 0;
            for (; j <= n - Vector<float>.Count; j += Vector<float>.Count) sum += Similarity(rows, i, j, n, dimensions);
            var total = Vector.Sum(sum);
            for (; j < n; j++) total += ScalarSimilarity(rows, i, j, n, dimensions);
            totals[i] = total - 1;
        }
    }

    private static void Gradients(ReadOnlySpan<float> rows, ReadOnlySpan<float> outer, Span<float> gradient, int n, int dimensions)
    {
        Span<Vector<float>> sums = stackalloc Vector<float>[dimensions];
        for (var i = 0; i < n; i++)
        {
            sums.Clear();
            var j = 0;
            for (; j <= n - Vector<float>.Count; j += Vector<float>.Count)
            {
                var weight = Similarity(rows, i, j, n, dimensions) * (new Vector<float>(outer[i]) + new Vector<float>(outer[j..]));
                for (var c = 0; c < dimensions; c++)
                {
                    var difference = new Vector<float>(rows[c * n + i]) - new Vector<float>(rows[(c * n + j)..]);
                    var signed = weight * Vector.CopySign(Vector<float>.One, difference);
                    sums[c] -= Vector.ConditionalSelect(Vector.Equals(difference, Vector<float>.Zero), Vector<float>.Zero, signed);
                }
            }
            for (var c = 0; c < dimensions; c++) gradient[c * n + i] = Vector.Sum(sums[c]);
            for (; j < n; j++)
            {
                var weight = ScalarSimilarity(rows, i, j, n, dimensions) * (outer[i] + outer[j]);
                for (var c = 0; c < dimensions; c++) gradient[c * n + i] -= weight * MathF.Sign(rows[c * n + i] - rows[c * n + j]);
            }
        }
    }

    private static Vector<float> Similarity(ReadOnlySpan<float> rows, int i, int j, int n, int dimensions)
    {
        var distance = Vector<float>.Zero;
        for (var c = 0; c < dimensions; c++)
            distance += Vector.Abs(new Vector<float>(rows[c * n + i]) - new Vector<float>(rows[(c * n + j)..]));
        return Vector.Exp(-distance);
    }

    private static float ScalarSimilarity(ReadOnlySpan<float> rows, int i, int j, int n, int dimensions)
    {
        var distance = 0f;
        for (var c = 0; c < dimensions; c++) distance += MathF.Abs(rows[c * n + i] - rows[c * n + j]);
        return MathF.Exp(-distance);
    }
}
