using static TorchSharp.torch;

namespace GanStability.Networks;

/// <summary>
/// Pictures of R replicas in the layout that convolutions want: replica r owns the channels rC to (r + 1)C − 1 of one picture, so that a grouped
/// convolution with R groups treats each replica on its own.
/// </summary>
internal static class ChannelGroups
{
    /// <summary>[R, B, C, H, W] to [B, R·C, H, W].</summary>
    public static Tensor Join(Tensor replicas)
    {
        var s = replicas.shape;
        return replicas.transpose(0, 1).reshape(s[1], s[0] * s[2], s[3], s[4]);
    }

    /// <summary>[B, R·C, H, W] to [R, B, C, H, W].</summary>
    public static Tensor Split(Tensor joined, long replicas)
    {
        var s = joined.shape;
        return joined.reshape(s[0], replicas, s[1] / replicas, s[2], s[3]).transpose(0, 1);
    }
}
