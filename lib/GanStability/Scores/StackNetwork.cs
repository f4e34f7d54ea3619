using TorchSharp;
using static TorchSharp.torch;

namespace GanStability.Scores;

/// <summary>
/// Looks at stacked digits channel by channel: the class of (a, b, c) is 100a + 10b + c with probability p(a)p(b)p(c), the features of the three digits stand side by side.
/// </summary>
internal sealed class StackNetwork(IFeatureNetwork digits) : IFeatureNetwork
{
    public string Name => digits.Name + ", channel by channel";

    public int Classes => digits.Classes * digits.Classes * digits.Classes;

    public int Features => 3 * digits.Features;

    public (Tensor Probabilities, Tensor Features) Look(Tensor pictures)
    {
        if (pictures.dim() != 4 || pictures.shape[1] != 3)
            throw new ArgumentException($"Stacked digits are pictures [N, 3, height, width]; got [{string.Join(", ", pictures.shape)}].", nameof(pictures));
        using var scope = NewDisposeScope();
        var (n, s) = (pictures.shape[0], pictures.shape);
        var (p, features) = digits.Look(pictures.reshape(3 * n, 1, s[2], s[3]));
        var each = p.view(n, 3, -1);
        var joint = each[.., 0].unsqueeze(2).unsqueeze(3) * each[.., 1].unsqueeze(1).unsqueeze(3) * each[.., 2].unsqueeze(1).unsqueeze(1);
        return (joint.flatten(1).MoveToOuterDisposeScope(), features.reshape(n, -1).MoveToOuterDisposeScope());
    }

    /// <summary>The network inside belongs to the caller.</summary>
    public void Dispose()
    {
    }
}
