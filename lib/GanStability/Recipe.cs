namespace GanStability;

/// <summary>
/// Everything that decides what a training run does, as an immutable value. Change one thing with <c>recipe with { Steps = 4000 }</c>;
/// the same recipe on the same machine gives the same run, bit for bit.
/// </summary>
public sealed partial record Recipe
{
    /// <summary>The name of a recipe without stabilizers that was given none.</summary>
    internal const string Plain = "baseline";

    /// <summary>What is learned.</summary>
    public required IDataSource Data { get; init; }

    /// <summary>The generator's shape.</summary>
    public required GeneratorSpec Generator { get; init; }

    /// <summary>The discriminator's shape.</summary>
    public required DiscriminatorSpec Discriminator { get; init; }

    /// <summary>What the players minimise.</summary>
    public Objective Objective { get; init; } = Objective.NonSaturating;

    /// <summary>The discriminator's targets.</summary>
    public Targets Targets { get; init; } = Targets.Hard;

    /// <summary>What is switched on to stabilize the game; nothing by default.</summary>
    public IReadOnlyList<Stabilizer> Stabilizers { get; init; } = [];

    /// <summary>The generator's optimizer.</summary>
    public AdamSettings GeneratorAdam { get; init; } = new(5e-4);

    /// <summary>The discriminator's optimizer.</summary>
    public AdamSettings DiscriminatorAdam { get; init; } = new(5e-4);

    /// <summary>
    /// The share of the steps after which both learning rates fall linearly, to nearly 0 at the last step; 1 (no decay) unless set. A decay
    /// from 0.6 on lets a game that circles come to rest, so that its last picture is not an accident of the last step.
    /// </summary>
    public double DecayFrom { get; init; } = 1;

    /// <summary>Number of steps; in each the discriminator moves, then the generator.</summary>
    public int Steps { get; init; } = 2000;

    /// <summary>k of Algorithm 1: moves of the discriminator per move of the generator, each on a batch of its own.</summary>
    public int DiscriminatorSteps { get; init; } = 1;

    /// <summary>Samples per batch, of each kind.</summary>
    public int Batch { get; init; } = 128;

    /// <summary>R: independent GANs trained side by side.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>Seed of replica 0; replica r has seed <c>Seed + r</c> and sees what a solo run with that seed would see.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Steps between two measurements of the samples; 0 for forty measurements over the run.</summary>
    public int EvaluateEvery { get; init; }

    /// <summary><c>auto</c> (a GPU where there is one), <c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>A short name for tables; the stabilizers' names by default.</summary>
    public string Name
    {
        get => field ?? (Stabilizers.Count == 0 ? Plain : string.Join(" + ", Stabilizers.Select(s => s.Name)));
        init;
    }

    /// <summary>The recipe that is really trained: every stabilizer has reshaped it.</summary>
    /// <returns>The reshaped recipe.</returns>
    /// <exception cref="ArgumentException">A setting outside its range, or a combination that makes no sense.</exception>
    public Recipe Prepare()
    {
        Check();
        var prepared = Composition.Reshape(this);
        foreach (var stabilizer in Stabilizers)
            stabilizer.Check(prepared);
        prepared.Check();
        Composition.RefuseIdle(this);
        return prepared with { EvaluateEvery = EvaluateEvery > 0 ? EvaluateEvery : Math.Max(1, Steps / 40) };
    }

    /// <summary>
    /// The learning rates' share of what was set at a step: min(1, (T − t + 1) / ((1 − f) T)) with f = <see cref="DecayFrom"/>.
    /// </summary>
    /// <param name="step">t, from 1 to T = <see cref="Steps"/>.</param>
    /// <returns>In (0, 1].</returns>
    public double LearningRateShare(int step) => DecayFrom >= 1 ? 1 : Math.Min(1, (Steps - step + 1) / ((1 - DecayFrom) * Steps));

    private void Check()
    {
        CheckedSource.Check(Require.Given(Data, "what is to be learned, such as GaussianMixture.Ring()"));
        if (Data is IHasModes modes)
            Modes.Check(modes);
        Require.Given(Generator, "such as new MlpGenerator(64, 64)");
        Require.Given(Discriminator, "such as new MlpDiscriminator(64, 64)");
        Require.Given(GeneratorAdam, "such as new(5e-4)");
        Require.Given(DiscriminatorAdam, "such as new(5e-4)");
        Require.Given(Objective, "such as Objective.NonSaturating");
        Require.Given(Stabilizers, "a list of stabilizers, [] for none");
        foreach (var stabilizer in Stabilizers)
            Require.Given(stabilizer, "each one a stabilizer, such as new R1()", nameof(Stabilizers));
        Require.AtLeast(1, Steps);
        Require.AtLeast(1, DiscriminatorSteps);
        Require.AtLeast(1, Batch);
        Require.AtLeast(1, Replicas);
        Require.AtLeast(0, EvaluateEvery);
        Require.AtLeast(1, Generator.Latent);
        foreach (var normalisation in new[] { Generator.Normalisation, Discriminator.Normalisation })
        {
            Require.Given(normalisation, "such as Normalisation.None", nameof(Normalisation));
            normalisation.Check(Batch, Data.SampleShape);
        }
        if (!(DecayFrom is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(DecayFrom),
                DecayFrom,
                "DecayFrom is a share of the steps, from 0 to 1 (no decay)."
            );
        GeneratorAdam.Check("generator");
        DiscriminatorAdam.Check("discriminator");
        if (!(Targets.Real is >= 0 and <= 1) || !(Targets.Fake is >= 0 and <= 1) || Targets.Fake >= Targets.Real)
            throw new ArgumentOutOfRangeException(nameof(Targets), Targets, "Targets must satisfy 0 ≤ fake < real ≤ 1.");
        if (Targets != Targets.Hard && !Objective.UsesTargets)
            throw new ArgumentException(
                $"The objective '{Objective}' has no targets that could be smoothed: leave Targets as they are, and label smoothing out.",
                nameof(Targets)
            );
        if (!Objective.TrainsGenerator && !Stabilizers.Any(Composition.HasHooks))
            throw new ArgumentException(
                $"With the objective '{Objective}' the generator has nothing to minimise: add a stabilizer that gives it a cost, such as "
                    + "new FeatureMatching(Only: true), or use another objective.",
                nameof(Objective)
            );
    }
}
