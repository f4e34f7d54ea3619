using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanStability;

/// <summary>
/// R linear layers side by side: y[r] = x[r] W[r] + b[r], one batched matrix product for all replicas.
/// Input [R, B, in], output [R, B, out]; parameters W [R, in, out] and b [R, out].
/// </summary>
public sealed class EnsembleLinear : Module<Tensor, Tensor>, IReweightedLayer
{
#pragma warning disable CA1051 // fields, not properties: a parameter is named after its field, in lists and in files
    /// <summary>Weights [R, in, out].</summary>
    public readonly Parameter weight;

    /// <summary>Biases [R, out]; null for a layer without.</summary>
    public readonly Parameter? bias;
#pragma warning restore CA1051

    Parameter IReweightedLayer.weight => weight;

    /// <summary>
    /// What the input is really multiplied with, as a function of the weights [R, in, out]; the weights themselves unless a stabilizer
    /// divides them by something.
    /// </summary>
    public Func<Tensor, Tensor> Reweight { get; set; } = weight => weight;

    /// <summary>
    /// Tensors to use for a moment in place of the parameters, such as parameters some steps ahead with the graph of those steps; null for
    /// the parameters themselves.
    /// </summary>
    public (Tensor Weight, Tensor? Bias)? Substitute { get; set; }

    /// <summary>Makes the layers.</summary>
    /// <param name="name">The layer's name; also names its random stream.</param>
    /// <param name="inputs">Features in.</param>
    /// <param name="outputs">Features out.</param>
    /// <param name="initialisation">How the parameters start.</param>
    /// <param name="streams">Where the random numbers come from.</param>
    /// <param name="fanIn">What the initialisation counts as inputs, where this layer is only a part of one; null for
    /// <paramref name="inputs"/>.</param>
    /// <param name="hasBias">False to leave the bias out.</param>
    public EnsembleLinear(
        string name,
        long inputs,
        long outputs,
        Initialisation initialisation,
        InitialisationStreams streams,
        long? fanIn = null,
        bool hasBias = true
    )
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(streams);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        var fan = fanIn ?? inputs;
        using var scope = NewDisposeScope();
        var w = initialisation switch
        {
            Initialisation.Uniform => streams.Draw(name, s => s.Uniform(1 / Math.Sqrt(fan), inputs, outputs)),
            Initialisation.He => streams.Draw(name, s => s.Normal(inputs, outputs).mul_(Math.Sqrt(2.0 / fan))),
            Initialisation.Xavier => streams.Draw(name, s => s.Uniform(Math.Sqrt(6.0 / (fan + outputs)), inputs, outputs)),
            _ => throw new ArgumentOutOfRangeException(nameof(initialisation), initialisation, "Unknown initialisation."),
        };
        weight = new Parameter(w.DetachFromDisposeScope());
        if (hasBias)
        {
            var b =
                initialisation == Initialisation.Uniform
                    ? streams.Draw($"{name}/bias", s => s.Uniform(1 / Math.Sqrt(fan), outputs))
                    : zeros([streams.Replicas, outputs], device: streams.Device);
            bias = new Parameter(b.DetachFromDisposeScope());
        }
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        var (w, b) = Substitute ?? (weight, bias);
        w = Reweight(w);
        var product = input.bmm(w);
        // In place; baddbmm would first copy the bias to every row.
        return b is null ? product : product.add_(b.unsqueeze(1));
    }
}
