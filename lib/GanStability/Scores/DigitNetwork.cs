using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanStability;

/// <summary>
/// The network of the <see cref="DigitClassifier"/>, from the same layers as the players (one replica): two convolutions that halve the
/// picture, 24 and 48 channels, then 64 features, then 10 logits.
/// </summary>
internal sealed class DigitNetwork : Module<Tensor, (Tensor Logits, Tensor Features)>
{
    public const int Classes = 10;
    public const int Features = 64;
    public const int Size = 28;
    private readonly EnsembleConv first;
    private readonly EnsembleConv second;
    private readonly EnsembleLinear dense;
    private readonly EnsembleLinear output;

    public DigitNetwork(long seed, Device device)
        : base("digits")
    {
        var streams = new InitialisationStreams(seed, 1, device);
        first = new EnsembleConv("digits/first", 1, 24, transposed: false, Initialisation.He, streams);
        second = new EnsembleConv("digits/second", 24, 48, transposed: false, Initialisation.He, streams);
        dense = new EnsembleLinear("digits/dense", 48 * 7 * 7, Features, Initialisation.He, streams);
        output = new EnsembleLinear("digits/output", Features, Classes, Initialisation.Xavier, streams);
        RegisterComponents();
    }

    /// <summary>Pictures [N, 1, 28, 28] to logits [N, 10] and features [N, 64].</summary>
    public override (Tensor Logits, Tensor Features) forward(Tensor pictures)
    {
        var x = functional.relu(second.call(functional.relu(first.call(pictures))));
        var features = functional.relu(dense.call(x.flatten(1).unsqueeze(0)));
        return (output.call(features).squeeze(0), features.squeeze(0));
    }
}

/// <summary>
/// Looks at stacked digits channel by channel: the class of (a, b, c) is 100a + 10b + c with probability p(a)p(b)p(c), the features of the
/// three digits stand side by side.
/// </summary>
internal sealed class StackNetwork(IFeatureNetwork digits) : IFeatureNetwork
{
    public string Name => digits.Name + ", channel by channel";

    public int Classes => digits.Classes * digits.Classes * digits.Classes;

    public int Features => 3 * digits.Features;

    public (Tensor Probabilities, Tensor Features) ExtractFeatures(Tensor pictures)
    {
        if (pictures.dim() != 4 || pictures.shape[1] != 3)
            throw new ArgumentException(
                $"Stacked digits are pictures [N, 3, height, width]; got [{string.Join(", ", pictures.shape)}].",
                nameof(pictures)
            );
        using var scope = NewDisposeScope();
        var (n, s) = (pictures.shape[0], pictures.shape);
        var (p, features) = digits.ExtractFeatures(pictures.reshape(3 * n, 1, s[2], s[3]));
        var each = p.view(n, 3, -1);
        var joint = each[.., 0].unsqueeze(2).unsqueeze(3) * each[.., 1].unsqueeze(1).unsqueeze(3) * each[.., 2].unsqueeze(1).unsqueeze(1);
        return (joint.flatten(1).MoveToOuterDisposeScope(), features.reshape(n, -1).MoveToOuterDisposeScope());
    }

    /// <summary>The network inside belongs to the caller.</summary>
    public void Dispose() { }
}

/// <summary>
/// Looks at grey pictures through a glass: enlarged to 28×28, bilinearly, for a network that knows only pictures of that size.
/// </summary>
internal sealed class EnlargingNetwork(IFeatureNetwork digits) : IFeatureNetwork
{
    public string Name => FormattableString.Invariant($"{digits.Name}, enlarged to {DigitNetwork.Size}×{DigitNetwork.Size}");

    public int Classes => digits.Classes;

    public int Features => digits.Features;

    public (Tensor Probabilities, Tensor Features) ExtractFeatures(Tensor pictures)
    {
        if (pictures.dim() != 4 || pictures.shape[1] != 1)
            throw new ArgumentException(
                $"Grey pictures have shape [N, 1, height, width]; got [{string.Join(", ", pictures.shape)}].",
                nameof(pictures)
            );
        using var scope = NewDisposeScope();
        var large = functional.interpolate(
            pictures,
            size: [DigitNetwork.Size, DigitNetwork.Size],
            mode: InterpolationMode.Bilinear,
            align_corners: false
        );
        var (probabilities, features) = digits.ExtractFeatures(large);
        return (probabilities.MoveToOuterDisposeScope(), features.MoveToOuterDisposeScope());
    }

    /// <summary>Frees the network inside, which was made for it.</summary>
    public void Dispose() => digits.Dispose();
}
