using TorchSharp;
using static TorchSharp.torch;

namespace GanStability.Engine;

/// <summary>
/// The 4×4 patches of pictures at every second pixel, with one pixel of zeros around: <c>unfold</c> takes them out, <c>fold</c> adds them
/// up, and each is the other's gradient. In float32 on the CPU a row of pixels is split into its even and its odd ones once; every row of
/// patches is then a plain copy of one of them, where torch goes pixel by pixel (tests/Benchmarks/RESULTS.md, levers). The same bits:
/// overlapping patches are added in the order of torch.
/// </summary>
internal static class PatchKernel
{
    private const int Kernel = 4;

    /// <summary>[B, C, H, W] with even H and W to [B, 16 C, H/2 · W/2].</summary>
    public static Tensor Unfold(Tensor pictures) =>
        Here(pictures) ? Unfolding.apply(pictures) : nn.functional.unfold(pictures, (Kernel, Kernel), (1, 1), (1, 1), (2, 2));

    /// <summary>[B, 16 C, H/2 · W/2] to [B, C, H, W].</summary>
    public static Tensor Fold(Tensor patches, long height, long width) =>
        Here(patches)
            ? Folding.apply(patches, height, width)
            : nn.functional.fold(patches, (height, width), (Kernel, Kernel), (1, 1), (1, 1), (2, 2));

    private static bool Here(Tensor x) => x.device_type == DeviceType.CPU && x.dtype == ScalarType.Float32;

    private sealed class Unfolding : autograd.SingleTensorFunction<Unfolding>
    {
        public override string Name => $"{nameof(PatchKernel)}.{nameof(Unfold)}";

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var pictures = (Tensor)vars[0];
            ctx.save_for_backward([pictures]);
            using var from = pictures.contiguous();
            var (shape, channels) = (pictures.shape, (int)(pictures.shape[0] * pictures.shape[1]));
            var patches = empty([shape[0], Kernel * Kernel * shape[1], shape[2] / 2 * (shape[3] / 2)]);
            Slices pixels = new(from, channels),
                to = new(patches, channels);
            AllCores.Do(channels, s => TakeOut(pixels[s], to[s], (int)shape[2], (int)shape[3]));
            return patches;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var shape = ctx.get_saved_variables()[0].shape;
            return [Fold(grad_output, shape[2], shape[3])];
        }
    }

    private sealed class Folding : autograd.SingleTensorFunction<Folding>
    {
        public override string Name => $"{nameof(PatchKernel)}.{nameof(Fold)}";

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (patches, height, width) = ((Tensor)vars[0], (long)vars[1], (long)vars[2]);
            using var from = patches.contiguous();
            var channels = (int)(patches.shape[0] * patches.shape[1] / (Kernel * Kernel));
            var pictures = empty([patches.shape[0], patches.shape[1] / (Kernel * Kernel), height, width]);
            Slices given = new(from, channels),
                to = new(pictures, channels);
            AllCores.Do(channels, s => AddUp(given[s], to[s], (int)height, (int)width));
            return pictures;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [Unfold(grad_output), null!, null!];
    }

    /// <summary>One channel [H, W] to its patches [4, 4, H/2, W/2].</summary>
    private static void TakeOut(ReadOnlySpan<float> pixels, Span<float> patches, int height, int width)
    {
        var (rows, columns) = (height / 2, width / 2);
        // Even and odd pixels of a row, with the zeros around the picture: even[j] is pixel 2j, odd[j] is pixel 2j − 1.
        Span<float> even = stackalloc float[columns + 1],
            odd = stackalloc float[columns + 1];
        for (var y = -1; y <= height; y++)
        {
            var inside = y >= 0 && y < height;
            (even[columns], odd[0]) = (0, 0);
            for (var j = 0; j < columns; j++)
                (even[j], odd[j + 1]) = inside ? (pixels[y * width + 2 * j], pixels[y * width + 2 * j + 1]) : (0, 0);
            // Patch row i starts at pixel row 2i − 1: this row is its row y + 1 − 2i.
            for (var v = (y + 1) % 2; v < Kernel; v += 2)
            {
                var i = (y + 1 - v) / 2;
                if (y + 1 - v < 0 || i >= rows)
                    continue;
                for (var u = 0; u < Kernel; u++)
                    (u % 2 == 0 ? odd : even).Slice(u / 2, columns).CopyTo(patches[(((v * Kernel + u) * rows + i) * columns)..]);
            }
        }
    }

    /// <summary>The patches [4, 4, H/2, W/2] of one channel to [H, W]: what lies on a pixel is added.</summary>
    private static void AddUp(ReadOnlySpan<float> patches, Span<float> pixels, int height, int width)
    {
        var (rows, columns) = (height / 2, width / 2);
        Span<float> even = stackalloc float[columns + 1],
            odd = stackalloc float[columns + 1];
        for (var y = 0; y < height; y++)
        {
            even.Clear();
            odd.Clear();
            for (var v = (y + 1) % 2; v < Kernel; v += 2)
            {
                var i = (y + 1 - v) / 2;
                if (y + 1 - v < 0 || i >= rows)
                    continue;
                for (var u = 0; u < Kernel; u++)
                {
                    var from = patches.Slice(((v * Kernel + u) * rows + i) * columns, columns);
                    var to = (u % 2 == 0 ? odd : even)[(u / 2)..];
                    for (var j = 0; j < from.Length; j++)
                        to[j] += from[j];
                }
            }
            for (var j = 0; j < columns; j++)
                (pixels[y * width + 2 * j], pixels[y * width + 2 * j + 1]) = (even[j], odd[j + 1]);
        }
    }
}
