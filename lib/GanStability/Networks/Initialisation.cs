using static TorchSharp.torch;

namespace GanStability;

/// <summary>How the weights of a layer start. Whether a GAN collapses can hang on this one choice (notebook 04).</summary>
public enum Initialisation
{
    /// <summary>Weights and biases uniform in ±1/√fan-in, as <c>nn.Linear</c> does.</summary>
    Uniform,

    /// <summary>Weights N(0, 2/fan-in), biases 0 (He et al. 2015, arXiv 1502.01852).</summary>
    He,

    /// <summary>Weights uniform in ±√(6/(fan-in + fan-out)), biases 0 (Glorot and Bengio 2010).</summary>
    Xavier,
}

/// <summary>
/// Where a network under construction gets its random numbers: one stream per layer name, so that adding a layer leaves the start of every
/// other layer as it was.
/// </summary>
/// <param name="seed">Seed of replica 0.</param>
/// <param name="replicas">R.</param>
/// <param name="device">Where the parameters live.</param>
/// <param name="data">What real samples for a discriminator's reference batch are drawn from; null where there is no such thing.</param>
public sealed class InitialisationStreams(long seed, int replicas, Device device, IDataSource? data = null)
{
    /// <summary>R, the number of replicas.</summary>
    public int Replicas => replicas;

    /// <summary>Where the parameters live.</summary>
    public Device Device => device;

    /// <summary>Draws with the stream of one layer.</summary>
    /// <param name="layer">The layer's name, unique in the run, such as <c>discriminator/hidden1</c>.</param>
    /// <param name="draw">Makes the tensor from the stream.</param>
    /// <returns>The tensor, in the caller's dispose scope.</returns>
    public Tensor Draw(string layer, Func<ReplicaStream, Tensor> draw)
    {
        ArgumentNullException.ThrowIfNull(draw);
        using var stream = new ReplicaStream(seed, replicas, $"initialisation/{layer}", device);
        return draw(stream);
    }

    /// <summary>Draws real samples with the stream of one layer.</summary>
    /// <param name="layer">The layer's name, unique in the run.</param>
    /// <param name="count">How many.</param>
    /// <returns>The samples [R, count, ·], in the caller's dispose scope.</returns>
    /// <exception cref="InvalidOperationException">There is no data to draw them from.</exception>
    public Tensor Real(string layer, int count)
    {
        if (data is null)
            throw new InvalidOperationException(
                "A discriminator with a reference batch needs real samples: "
                    + "give the data source, as in new InitialisationStreams(seed, replicas, device, data)."
            );
        return Draw(layer, s => s.Draw(generator => data.Sample(count, generator, device)));
    }

    /// <summary>The same streams for what is made on another device.</summary>
    internal InitialisationStreams On(Device other) => new(seed, replicas, other, data);

    /// <summary>The same streams for a network that is given the data in another form.</summary>
    internal InitialisationStreams Seeing(Func<IDataSource, IDataSource> form) =>
        data is null ? this : new(seed, replicas, device, form(data));
}
