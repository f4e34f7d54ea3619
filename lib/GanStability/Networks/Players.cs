using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanStability;

/// <summary>What a discriminator says of a batch.</summary>
/// <param name="Logits">One logit per sample [R, B]; D(x) = sigmoid(logit) is the probability that x is real.</param>
/// <param name="Features">The last hidden layer [R, B, A], what feature matching and minibatch discrimination look at.</param>
public sealed record DiscriminatorOutput(Tensor Logits, Tensor Features);

/// <summary>A generator of R replicas: latent vectors [R, B, latent] to samples [R, B, sample shape].</summary>
/// <param name="name">Name of the module.</param>
public abstract class GeneratorNetwork(string name) : Module<Tensor, Tensor>(name);

/// <summary>A discriminator of R replicas: samples [R, B, sample shape] to a <see cref="DiscriminatorOutput"/>.</summary>
/// <param name="name">Name of the module.</param>
public abstract class DiscriminatorNetwork(string name) : Module<Tensor, DiscriminatorOutput>(name)
{
    /// <summary>
    /// Judges each sample as if it stood in the batch <paramref name="company"/>. Only a discriminator that looks at whole batches tells
    /// the difference; for all others this is <c>forward</c>.
    /// </summary>
    /// <param name="samples">Samples [R, N, ·].</param>
    /// <param name="company">The batch [R, B, ·].</param>
    /// <returns>One judgement per sample of <paramref name="samples"/>.</returns>
    public virtual DiscriminatorOutput CallAmong(Tensor samples, Tensor company) => call(samples);

    /// <summary>
    /// Multiplications per sample and replica of one forward pass; null where it is about one per parameter, as without weight sharing.
    /// </summary>
    public virtual long? Multiplications => null;
}

/// <summary>What a generator looks like, as a value in a recipe.</summary>
public abstract record GeneratorSpec
{
    /// <summary>Length of the latent vector z ~ N(0, I).</summary>
    public int Latent { get; init; } = 2;

    /// <summary>Normalisation of hidden layers.</summary>
    public Normalisation Normalisation { get; init; } = Normalisation.None;

    /// <summary>Builds the network.</summary>
    /// <param name="sampleShape">Shape of one sample.</param>
    /// <param name="streams">Replicas, device and random numbers.</param>
    /// <exception cref="ArgumentException">A setting this network does not know.</exception>
    /// <returns>The generator.</returns>
    public abstract GeneratorNetwork Build(IReadOnlyList<long> sampleShape, InitialisationStreams streams);
}

/// <summary>What a discriminator looks like, as a value in a recipe.</summary>
public abstract record DiscriminatorSpec
{
    /// <summary>What is appended to the feature layer before the last linear layer; see <see cref="IFeatureExtension"/>.</summary>
    public IReadOnlyList<IFeatureExtension> Extensions { get; init; } = [];

    /// <summary>Normalisation of hidden layers.</summary>
    public Normalisation Normalisation { get; init; } = Normalisation.None;

    /// <summary>Builds the network.</summary>
    /// <param name="sampleShape">Shape of one sample.</param>
    /// <param name="streams">Replicas, device and random numbers.</param>
    /// <exception cref="ArgumentException">A setting this network does not know.</exception>
    /// <returns>The discriminator.</returns>
    public abstract DiscriminatorNetwork Build(IReadOnlyList<long> sampleShape, InitialisationStreams streams);
}

/// <summary>Further features computed from the feature layer of a batch, given to the last layer of the discriminator beside it.</summary>
public interface IFeatureExtension
{
    /// <summary>How many features are appended per sample.</summary>
    int Outputs { get; }

    /// <summary>Builds the layer.</summary>
    /// <param name="features">A, the width of the feature layer.</param>
    /// <param name="streams">Replicas, device and random numbers.</param>
    /// <returns>The layer.</returns>
    FeatureExtensionLayer Build(long features, InitialisationStreams streams);
}

/// <summary>A layer that sees the features of a whole batch.</summary>
/// <param name="name">Name of the module.</param>
public abstract class FeatureExtensionLayer(string name) : Module<Tensor, Tensor, Tensor>(name)
{
    /// <summary>Computes the further features.</summary>
    /// <param name="features">Features of the samples judged [R, N, A].</param>
    /// <param name="company">Features of the batch they stand in [R, B, A]; the same tensor in training.</param>
    /// <returns>[R, N, outputs].</returns>
    public abstract override Tensor forward(Tensor features, Tensor company);
}

/// <summary>
/// A layer that multiplies its input with weights, linear or convolution, and lets a stabilizer stand between the weights and their use.
/// </summary>
internal interface IReweightedLayer
{
    /// <summary>The weights, the replicas in front: as matrices [R, rows, all other axes together].</summary>
    Parameter weight { get; }

    /// <summary>What is really used, as a function of the weights.</summary>
    Func<Tensor, Tensor> Reweight { get; set; }

    /// <summary>The layer's name, unique in the run.</summary>
    /// <returns>The name.</returns>
    string GetName();
}
