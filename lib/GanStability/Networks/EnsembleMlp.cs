using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanStability;

/// <summary>
/// R multilayer perceptrons side by side, outside any game: a classifier or a regressor to measure. [R, B, in] to [R, B, out]; linear
/// layers with a nonlinearity between them, optional normalisation before each nonlinearity, linear output.
/// </summary>
public sealed class EnsembleMlp : Module<Tensor, Tensor>
{
    private readonly HiddenLayers hidden;
    private readonly EnsembleLinear output;

    /// <summary>Makes the network.</summary>
    /// <param name="name">The network's name; also names the random streams of its layers.</param>
    /// <param name="inputs">Features in.</param>
    /// <param name="hidden">Widths of the hidden layers; may be empty.</param>
    /// <param name="outputs">Features out.</param>
    /// <param name="streams">Replicas, device and random numbers.</param>
    /// <param name="activation">The nonlinearity of hidden layers.</param>
    /// <param name="initialisation">How the weights start.</param>
    /// <param name="normalisation">Normalisation of hidden layers; null for none.</param>
    /// <exception cref="ArgumentException">A width below 1, or a normalisation that makes no sense here.</exception>
    public EnsembleMlp(
        string name,
        long inputs,
        IReadOnlyList<int> hidden,
        long outputs,
        InitialisationStreams streams,
        Activation activation = Activation.ReLU,
        Initialisation initialisation = Initialisation.Uniform,
        Normalisation? normalisation = null
    )
        : base(name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(hidden);
        ArgumentNullException.ThrowIfNull(streams);
        normalisation ??= Normalisation.None;
        if (normalisation.Reference > 0)
            throw new ArgumentException(
                $"{normalisation.Title} needs a reference batch, which only the players of a game draw: "
                    + "use it in a generator or a discriminator.",
                nameof(normalisation)
            );
        this.hidden = new HiddenLayers(name, inputs, hidden, activation, initialisation, normalisation, streams);
        output = new EnsembleLinear($"{name}/output", this.hidden.Outputs, outputs, initialisation, streams);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => output.call(hidden.call(input));
}
