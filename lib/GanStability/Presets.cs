namespace GanStability;

/// <summary>
/// Settings of class size that behave reliably, each with the reason for its numbers. Two collapse, in two different ways; the healthy one
/// beside them differs from the frozen one in the initialisation alone. All train with Adam (β1 = .5), one discriminator step per generator
/// step, batch 128.
/// </summary>
public static class Presets
{
    /// <summary>
    /// The rotating collapse: the generator sits on one mode and hops round the ring when the discriminator catches up. A small network and
    /// a latent vector of 64 make it easy for the generator to move all its samples at once.
    /// </summary>
    public static Recipe Rotating { get; } =
        new()
        {
            Name = "rotating collapse",
            Data = GaussianMixture.Ring(8, 1, 0.05),
            Generator = new MlpGenerator(64, 64) { Latent = 64 },
            Discriminator = new MlpDiscriminator(64, 64),
            GeneratorAdam = new(5e-4),
            DiscriminatorAdam = new(5e-4),
            Steps = 2000,
        };

    /// <summary>
    /// The frozen collapse: one mode for ever. With He initialisation the output layers start large, the generator is driven onto one mode
    /// in the first steps and the narrow modes (σ = .05) give it no reason to leave.
    /// </summary>
    public static Recipe Frozen { get; } =
        new()
        {
            Name = "frozen collapse",
            Data = GaussianMixture.Ring(8, 1, 0.02),
            Generator = new MlpGenerator(64, 64, 64) { Latent = 16, Initialisation = Initialisation.He },
            Discriminator = new MlpDiscriminator(64, 64, 64) { Initialisation = Initialisation.He },
            GeneratorAdam = new(1e-3),
            DiscriminatorAdam = new(1e-3),
            Steps = 2500,
        };

    /// <summary>
    /// A ring that is learned and kept: <see cref="Frozen"/> with modes of σ = .05, 2000 steps and the initialisation of <c>nn.Linear</c>
    /// instead of He's.
    /// </summary>
    public static Recipe Healthy { get; } =
        new()
        {
            Name = "healthy ring",
            Data = GaussianMixture.Ring(8, 1, 0.05),
            Generator = new MlpGenerator(64, 64, 64) { Latent = 16 },
            Discriminator = new MlpDiscriminator(64, 64, 64),
            GeneratorAdam = new(1e-3),
            DiscriminatorAdam = new(1e-3),
            Steps = 2000,
        };

    /// <summary>
    /// The 5 × 5 grid. No collapse: more modes than this network resolves in 2500 steps. A latent vector of 2, like the data, a
    /// discriminator that is nowhere flat (LeakyReLU), and one that learns twice as fast as the generator are what kept most modes alive on
    /// a ring of narrow modes; neighbours lie 1 apart, so that the data is as wide as the networks' first outputs can reach.
    /// </summary>
    public static Recipe Grid { get; } =
        new()
        {
            Name = "grid",
            Data = GaussianMixture.Grid(5, 1, 0.05),
            Generator = new MlpGenerator(64, 64, 64) { Latent = 2 },
            Discriminator = new MlpDiscriminator(64, 64, 64) { Activation = Activation.LeakyReLU },
            GeneratorAdam = new(5e-4),
            DiscriminatorAdam = new(1e-3),
            Steps = 2500,
        };

    /// <summary>
    /// Handwritten-looking digits, 28 × 28. Small convolutional players, so that three seeds train in a few ten seconds on two cores; the
    /// step size and β1 = .5 are DCGAN's (Radford et al. 2015, arXiv 1511.06434, §4) raised for the short training.
    /// </summary>
    public static Recipe Digits { get; } =
        new()
        {
            Name = "digits",
            Data = new SyntheticDigits(),
            Generator = new ConvGenerator(16) { Latent = 32 },
            Discriminator = new ConvDiscriminator(16),
            GeneratorAdam = new(1e-3),
            DiscriminatorAdam = new(5e-4),
            Steps = 400,
            Batch = 64,
            Replicas = 3,
        };
}
