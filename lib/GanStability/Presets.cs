namespace GanStability;

/// <summary>
/// Settings of class size that behave reliably, each with the reason for its numbers. Two collapse, in two different ways; two are healthy
/// by numbers, without any stabilizer: on every seed of their test every mode is held (see <see cref="ModeCoverage"/>), the shares are
/// right to a total variation of .10, and of the samples more than 90 % (ring) or 85 % (grid) are of high quality; on other seeds the grid
/// holds every mode three times in four. What makes them healthy are a latent vector as long as the data's, a discriminator that is nowhere
/// flat, Adam without momentum (β1 = 0) and learning rates that fall to nothing at the end. All train with one discriminator step per
/// generator step and batch 128.
/// </summary>
public static class Presets
{
    /// <summary>
    /// The rotating collapse: all samples lie in one small cloud that circles the ring at an even pace, mode after mode and always in one
    /// direction, once in about 200 steps; it neither rests nor jumps. A small network and a latent vector of 64 make it easy for the
    /// generator to move all its samples at once.
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
    /// The frozen collapse: one mode for ever. It takes its time: the samples first spread as wide as the ring, then the discriminator wins
    /// (by step 600 no mode is held), the cloud contracts onto one or two modes, chosen by about step 700, and from 1000 to 1250 on nothing
    /// moves. Both He initialisation, with which the discriminator is steep and certain early, and narrow modes (σ = .02), which leave no
    /// bridge from one to the next, are needed for it.
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
    /// A ring that is learned and kept, without a stabilizer: both losses settle where theory puts them, at 2 ln 2 and ln 2. A latent
    /// vector of 2, LeakyReLU in the discriminator and β1 = 0 are each needed: with 16, ReLU or β1 = .5 modes starve. The learning rates
    /// fall over the last 40 %, so that the last picture is not an accident of the last step. Measured on seeds 100–109, 600–609 and
    /// 2100–2109: all modes held on 30 of 30 seeds, high quality 91.6 to 96.2 %; at twice the steps (first two blocks) 95.8 % and more.
    /// </summary>
    public static Recipe Healthy { get; } =
        new()
        {
            Name = "healthy ring",
            Data = GaussianMixture.Ring(8, 1, 0.05),
            Generator = new MlpGenerator(64, 64, 64) { Latent = 2 },
            Discriminator = new MlpDiscriminator(64, 64, 64) { Activation = Activation.LeakyReLU },
            GeneratorAdam = new(1e-3, Beta1: 0),
            DiscriminatorAdam = new(1e-3, Beta1: 0),
            DecayFrom = 0.6,
            Steps = 3500,
        };

    /// <summary>
    /// The 5 × 5 grid, learned in full. <see cref="Healthy"/>'s settings with two layers of 128 instead of three of 64, and 9000 steps: 25
    /// modes take longer. Neighbours lie 1 apart, so that the data is as wide as the networks' first outputs can reach. Measured on seeds
    /// 100–109: all modes held on ten of ten, high quality 85.5 to 92.1 %, total variation at most .065. Of the stored seeds 300–319
    /// (<c>notebooks/results/grid.jsonl</c>) 15 of 20 hold all modes, and the others 19 to 24.
    /// </summary>
    public static Recipe Grid { get; } =
        new()
        {
            Name = "grid",
            Data = GaussianMixture.Grid(5, 1, 0.05),
            Generator = new MlpGenerator(128, 128) { Latent = 2 },
            Discriminator = new MlpDiscriminator(128, 128) { Activation = Activation.LeakyReLU },
            GeneratorAdam = new(1e-3, Beta1: 0),
            DiscriminatorAdam = new(1e-3, Beta1: 0),
            DecayFrom = 0.7,
            Steps = 9000,
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

    /// <summary>
    /// A thousand modes: three digits in the colour channels of one picture, see <see cref="StackedDigits"/>. The rates of
    /// <see cref="Digits"/> with small players. A class has time for 300 of the steps; a longer run is stored with the course.
    /// </summary>
    public static Recipe ThousandModes { get; } =
        Digits with
        {
            Name = "thousand modes",
            Data = new StackedDigits(),
            Generator = new ConvGenerator(8) { Latent = 32 },
            Discriminator = new ConvDiscriminator(8),
            Steps = 10_000,
            Replicas = 1,
        };

    /// <summary>
    /// Pictures that collapse: every latent vector gives nearly the same smeared digit. The players of <see cref="Rotating"/> on digits of
    /// 14 × 14 pixels, with a generator four times as fast as its discriminator; at a quarter of that rate, the discriminator's own, the
    /// same players lose only some of the digits. Eight seeds train in six seconds of processor time. Settings were chosen on seeds
    /// 100–102. Measured on seeds 400–407: 3 to 8 of ten classes touched (mean 4.4), coverage 1 to 2 %, Fréchet distance 1438 to 1927;
    /// with feature matching 9 or 10 classes (mean 9.8), coverage 6 to 17 %, distance 348 to 655; with the slower generator 5 to 8 (mean
    /// 6.25). The samples are speckled, and what is cured is the collapse, not their quality.
    /// </summary>
    public static Recipe CollapsingDigits { get; } =
        new()
        {
            Name = "collapsing digits",
            Data = new SmallDigits(14),
            Generator = new MlpGenerator(64, 64) { Latent = 64 },
            Discriminator = new MlpDiscriminator(64, 64),
            GeneratorAdam = new(4e-3),
            DiscriminatorAdam = new(1e-3),
            Steps = 1000,
            Batch = 64,
        };

    /// <summary>
    /// Pictures that are learned: clean strokes, all ten digits, no stabilizer. Small convolutional players on 16 × 16 pixels (a multiple
    /// of 4, as they halve and double), He initialisation and the rates of <see cref="Digits"/>; a seed takes three and a half seconds of
    /// processor time. Settings were chosen on seeds 100–101. Measured on seeds 400–407: ten classes touched and at least nine held on 8 of
    /// 8, Fréchet distance 137 to 217, coverage 15 to 19 %, precision 19 to 29 %: a third to a half can be read at a glance.
    /// </summary>
    public static Recipe HealthyDigits { get; } =
        new()
        {
            Name = "healthy digits",
            Data = new SmallDigits(16),
            Generator = new ConvGenerator(8) { Latent = 16 },
            Discriminator = new ConvDiscriminator(8),
            GeneratorAdam = new(1e-3),
            DiscriminatorAdam = new(5e-4),
            Steps = 1500,
            Batch = 32,
        };

    /// <summary>
    /// Pictures that starve: with the minimax objective and a discriminator eight times as fast, the generator's slope, −D(G(z)) in the
    /// logit, vanishes where the discriminator is certain, and on some seeds nothing is ever painted but snow. Eight seeds
    /// train in two seconds of processor time. Settings were chosen on seeds 100–102. Measured on seeds 400–407: snow
    /// (coverage below 2 %, Fréchet distance above 1800) on 3 of 8 seeds, on 1 with targets .9 and 0, on none with .9 and .1; precision 0
    /// to 35 %, with targets .9 and .1 38 to 50 %.
    /// </summary>
    public static Recipe StarvedDigits { get; } =
        new()
        {
            Name = "starved digits",
            Data = new SmallDigits(14),
            Generator = new MlpGenerator(64, 64) { Latent = 32, Initialisation = Initialisation.He },
            Discriminator = new MlpDiscriminator(64, 64) { Activation = Activation.LeakyReLU, Initialisation = Initialisation.He },
            Objective = Objective.Minimax,
            GeneratorAdam = new(5e-4),
            DiscriminatorAdam = new(4e-3),
            Steps = 300,
            Batch = 64,
        };
}
