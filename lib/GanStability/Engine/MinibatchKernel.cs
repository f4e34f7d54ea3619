using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability.Engine;

/// <summary>
/// Σ_{j≠i} exp(−‖M_i − M_j‖₁) and its gradient on the CPU without the tensor [R, n, n, B, C]: each pair i &lt; j is walked once, a vector
/// of partners at a time, and its similarity is kept for the way back. With K_ij = exp(−‖M_i − M_j‖₁), the gradient of Σ_i g_i o_i in
/// M_{i,c} is −Σ_j K_ij (g_i + g_j) sign(M_{i,c} − M_{j,c}).
/// </summary>
/// <remarks>
/// Loads and stores are not checked against the bounds, and the walk back uses the similarities of the walk there. Both are compiled once
/// and fully, so that their speed does not depend on what the first calls looked like (tests/Benchmarks/RESULTS.md, levers).
/// </remarks>
internal static class MinibatchKernel
{
    private const float FarAway = 1e30f;

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
            var (replicas, kernels, c, n) = ((int)rows.shape[0], (int)rows.shape[1], (int)rows.shape[2], (int)rows.shape[3]);
            var similarities = empty([replicas * kernels, Similarities(n)]);
            var totals = empty([replicas, kernels, n]);
            ctx.save_for_backward([rows, similarities]);
            Slices from = new(rows, replicas * kernels),
                kept = new(similarities, replicas * kernels),
                to = new(totals, replicas * kernels);
            // Slices share nothing: all processors, whatever libtorch uses.
            AllCores.Do(replicas * kernels, s => Totals(from[s], kept[s], to[s], n, c));
            return totals;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var saved = ctx.get_saved_variables();
            var (rows, similarities) = (saved[0], saved[1]);
            // A gradient penalty will want the gradient of this gradient: torch can only follow its own operations.
            if (is_grad_enabled())
                return [Gradient(rows, grad_output)];
            var (slices, c, n) = ((int)similarities.shape[0], (int)rows.shape[2], (int)rows.shape[3]);
            using var outer = grad_output.contiguous();
            var gradient = empty_like(rows);
            Slices from = new(rows, slices),
                kept = new(similarities, slices),
                given = new(outer, slices),
                to = new(gradient, slices);
            AllCores.Do(slices, s => Gradients(from[s], kept[s], given[s], to[s], n, c));
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

    /// <summary>The memory of a contiguous float32 tensor on the CPU, in equal parts.</summary>
    private readonly unsafe struct Slices
    {
        private readonly float* start;
        private readonly int size;

        public Slices(Tensor tensor, int count)
        {
            fixed (byte* bytes = tensor.bytes)
                start = (float*)bytes;
            size = (int)(tensor.numel() / count);
        }

        public Span<float> this[int slice] => new(start + (long)slice * size, size);
    }

    /// <summary>How many similarities are kept per slice: for each sample those to the later ones, in whole vectors.</summary>
    private static int Similarities(int n) =>
        Enumerable.Range(0, n).Sum(later => (later + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count);

    /// <summary>M of one replica and kernel [C, n] to its sums [n] and the similarities of its pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Totals(ReadOnlySpan<float> source, Span<float> similarities, Span<float> totals, int n, int dimensions)
    {
        using var memory = new Padded(n, dimensions + 1);
        ref var rows = ref memory.Start;
        var (width, sum) = (memory.Width, memory.Row(dimensions));
        memory.Fill(source, dimensions);
        ref var kept = ref MemoryMarshal.GetReference(similarities);
        nuint pair = 0;
        for (nuint i = 0; i < (nuint)n; i++)
        {
            // Dimension by dimension, and the exponentials last: all at once the compiler runs out of registers.
            var first = pair;
            for (var c = 0; c < dimensions; c++)
            {
                var row = (nuint)c * width;
                var mine = All(ref rows, row + i);
                pair = first;
                for (var j = i + 1; j < (nuint)n; j += (nuint)Vector<float>.Count, pair += (nuint)Vector<float>.Count)
                {
                    var distance = c == 0 ? Vector<float>.Zero : Vector.LoadUnsafe(ref kept, pair);
                    distance += Vector.Abs(mine - Vector.LoadUnsafe(ref rows, row + j));
                    distance.StoreUnsafe(ref kept, pair);
                }
            }
            var own = Vector<float>.Zero;
            pair = first;
            for (var j = i + 1; j < (nuint)n; j += (nuint)Vector<float>.Count, pair += (nuint)Vector<float>.Count)
            {
                var similarity = InlineExponential.OfNegative(-Vector.LoadUnsafe(ref kept, pair));
                similarity.StoreUnsafe(ref kept, pair);
                own += similarity;
                (Vector.LoadUnsafe(ref rows, sum + j) + similarity).StoreUnsafe(ref rows, sum + j);
            }
            memory[sum + i] += Vector.Sum(own);
        }
        memory.Copy(sum, totals);
    }

    /// <summary>M [C, n], the similarities of its pairs and g [n] to the gradient [C, n].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gradients(
        ReadOnlySpan<float> source,
        ReadOnlySpan<float> similarities,
        ReadOnlySpan<float> outer,
        Span<float> gradient,
        int n,
        int dimensions
    )
    {
        using var memory = new Padded(n, 2 * dimensions + 2);
        ref var rows = ref memory.Start;
        var (width, sums, given, weights) = (
            memory.Width,
            memory.Row(dimensions),
            memory.Row(2 * dimensions),
            memory.Row(2 * dimensions + 1)
        );
        memory.Fill(source, dimensions);
        memory.Set(given, outer);
        ref var kept = ref MemoryMarshal.GetReference(similarities);
        var sign = new Vector<float>(-0f);
        nuint pair = 0;
        for (nuint i = 0; i < (nuint)n; i++)
        {
            var ours = All(ref rows, given + i);
            for (var j = i + 1; j < (nuint)n; j += (nuint)Vector<float>.Count, pair += (nuint)Vector<float>.Count)
                (Vector.LoadUnsafe(ref kept, pair) * (ours + Vector.LoadUnsafe(ref rows, given + j))).StoreUnsafe(ref rows, weights + j);
            // Dimension by dimension, so that what sample i gathers stays in a register.
            for (var c = 0; c < dimensions; c++)
            {
                var (row, sum) = ((nuint)c * width, sums + (nuint)c * width);
                var (mine, own) = (All(ref rows, row + i), Vector<float>.Zero);
                for (var j = i + 1; j < (nuint)n; j += (nuint)Vector<float>.Count)
                {
                    var difference = mine - Vector.LoadUnsafe(ref rows, row + j);
                    // weight · sign(difference), and sign(0) = 0.
                    var pull = Vector.AndNot(
                        Vector.LoadUnsafe(ref rows, weights + j) ^ (difference & sign),
                        Vector.Equals(difference, Vector<float>.Zero).As<int, float>()
                    );
                    own -= pull;
                    (Vector.LoadUnsafe(ref rows, sum + j) + pull).StoreUnsafe(ref rows, sum + j);
                }
                memory[sum + i] += Vector.Sum(own);
            }
        }
        for (var c = 0; c < dimensions; c++)
            memory.Copy(sums + (nuint)c * width, gradient.Slice(c * n, n));
    }

    private static Vector<float> All(ref float start, nuint index) => new(Unsafe.Add(ref start, index));

    /// <summary>
    /// Rows of zeros, each a vector longer than n. The first hold M, padded with samples so far away that their similarity is zero: pairs
    /// are then walked without a remainder.
    /// </summary>
    private readonly ref struct Padded : IDisposable
    {
        private readonly float[] memory;
        private readonly int n;

        public Padded(int n, int rows)
        {
            this.n = n;
            Width = (nuint)(n + Vector<float>.Count);
            memory = ArrayPool<float>.Shared.Rent(rows * (int)Width);
            memory.AsSpan(0, rows * (int)Width).Clear();
        }

        /// <summary>Length of a row.</summary>
        public nuint Width { get; }

        /// <summary>The first number of the first row.</summary>
        public ref float Start => ref MemoryMarshal.GetArrayDataReference(memory);

        public ref float this[nuint index] => ref memory[index];

        /// <summary>Where a row begins.</summary>
        public nuint Row(int row) => (nuint)row * Width;

        /// <summary>Fills the first rows.</summary>
        public void Fill(ReadOnlySpan<float> source, int rows)
        {
            for (var r = 0; r < rows; r++)
            {
                Set(Row(r), source.Slice(r * n, n));
                memory.AsSpan((int)Row(r) + n, Vector<float>.Count).Fill(FarAway);
            }
        }

        /// <summary>Puts numbers from a place on.</summary>
        public void Set(nuint at, ReadOnlySpan<float> numbers) => numbers.CopyTo(memory.AsSpan((int)at));

        /// <summary>Takes n numbers from a place on.</summary>
        public void Copy(nuint at, Span<float> to) => memory.AsSpan((int)at, n).CopyTo(to);

        public void Dispose() => ArrayPool<float>.Shared.Return(memory);
    }
}
