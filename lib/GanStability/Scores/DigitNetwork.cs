using GanStability.Networks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanStability.Scores;

/// <summary>
/// The network of the <see cref="DigitClassifier"/>, from the same layers as the players (one replica): two convolutions that halve the picture, 24 and 48 channels,
/// then 64 features, then 10 logits.
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

    public DigitNetwork(long seed, Device device) : base("digits")
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
