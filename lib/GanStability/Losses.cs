using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// What the discriminator is told: real samples are real with probability <paramref name="Real"/>, fake ones with <paramref name="Fake"/>.
/// </summary>
/// <param name="Real">1 unless smoothed.</param>
/// <param name="Fake">0 unless smoothed.</param>
public readonly record struct Targets(double Real = 1, double Fake = 0)
{
    /// <summary>Targets 1 and 0.</summary>
    public static Targets Hard { get; } = new(1, 0);
}

/// <summary>
/// The losses of the course as pure functions of logits [R, B] or features [R, B, A]; each returns one value per replica [R], in nats.
/// </summary>
public static class Loss
{
    /// <summary>
    /// Cross-entropy between a target t and D = sigmoid(l): −t log D − (1 − t) log(1 − D) = softplus(l) − t l, averaged over the batch.
    /// Written in logits it neither overflows nor saturates to log 0.
    /// </summary>
    /// <param name="logits">l, shape [R, B].</param>
    /// <param name="target">t in [0, 1].</param>
    /// <returns>[R].</returns>
    public static Tensor CrossEntropy(Tensor logits, double target)
    {
        ArgumentNullException.ThrowIfNull(logits);
        var each = nn.functional.logsigmoid(logits.neg()).neg();
        // Hard targets are the usual case, and a product with 1 costs as much as any other.
        return (
            target switch
            {
                0 => each,
                1 => each - logits,
                _ => each - logits * target,
            }
        ).mean([1]);
    }

    /// <summary>
    /// The discriminator's cost −E log D(x) − E log(1 − D(G(z))) (Goodfellow et al. 2014, arXiv 1406.2661, eq. 1), with targets that may be
    /// smoothed.
    /// </summary>
    /// <param name="onReal">Logits on real samples [R, B].</param>
    /// <param name="onFake">Logits on generated samples [R, B].</param>
    /// <param name="targets">1 and 0 unless smoothed.</param>
    /// <returns>[R]; 2 ln 2 = 1.386294 at equilibrium with hard targets.</returns>
    public static Tensor Discriminator(Tensor onReal, Tensor onFake, Targets targets) =>
        CrossEntropy(onReal, targets.Real) + CrossEntropy(onFake, targets.Fake);

    /// <summary>
    /// The generator's minimax cost E log(1 − D(G(z))) = −E softplus(l). Its slope in l is −D: it vanishes where D rejects confidently.
    /// </summary>
    /// <param name="onFake">Logits l on generated samples [R, B].</param>
    /// <returns>[R], at most 0.</returns>
    public static Tensor Minimax(Tensor onFake) => -CrossEntropy(onFake, 0);

    /// <summary>
    /// The generator's non-saturating cost −E log D(G(z)) = E softplus(−l) (arXiv 1406.2661, §3). Its slope in l is −(1 − D).
    /// </summary>
    /// <param name="onFake">Logits l on generated samples [R, B].</param>
    /// <returns>[R], at least 0.</returns>
    public static Tensor NonSaturating(Tensor onFake) => CrossEntropy(onFake, 1);

    /// <summary>
    /// The critic's cost E f(G(z)) − E f(x) (Arjovsky et al. 2017, arXiv 1701.07875, eq. 2): minus an estimate of the Wasserstein distance
    /// if f is 1-Lipschitz.
    /// </summary>
    /// <param name="onReal">f on real samples [R, B], any real number.</param>
    /// <param name="onFake">f on generated samples [R, B].</param>
    /// <returns>[R].</returns>
    public static Tensor Critic(Tensor onReal, Tensor onFake)
    {
        ArgumentNullException.ThrowIfNull(onReal);
        ArgumentNullException.ThrowIfNull(onFake);
        return onFake.mean([1]) - onReal.mean([1]);
    }

    /// <summary>
    /// ‖E f(x) − E f(G(z))‖², the squared distance of batch means (Salimans et al. 2016, arXiv 1606.03498, §3.1). Its slope in one
    /// generated sample's features is −(2/B)(E f(x) − E f(G(z))), the same for every sample; the real features get none. Comparing sample
    /// with sample instead would add Var f(x) + Var f(G(z)), and so reward collapse.
    /// </summary>
    /// <param name="real">f(x), features of real samples [R, B, A].</param>
    /// <param name="fake">f(G(z)), features of generated samples [R, B', A].</param>
    /// <returns>[R], at least 0.</returns>
    /// <exception cref="ArgumentException">Features that are not [R, B, A], or of different width.</exception>
    public static Tensor FeatureMatching(Tensor real, Tensor fake)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(fake);
        if (real.dim() != 3 || fake.dim() != 3 || real.shape[0] != fake.shape[0] || real.shape[2] != fake.shape[2])
            throw new ArgumentException(
                $"Expected features [R, B, A] with the same R and A; got [{string.Join(", ", real.shape)}] and "
                    + $"[{string.Join(", ", fake.shape)}].",
                nameof(fake)
            );
        return (real.detach().mean([1]) - fake.mean([1])).square().sum(1);
    }
}

/// <summary>What the two players minimise, as a value in a recipe.</summary>
/// <param name="Name">For tables and captions.</param>
public abstract record Objective(string Name)
{
    /// <summary>The game as first written: the generator minimises what the discriminator maximises.</summary>
    public static Objective Minimax { get; } = new MinimaxObjective();

    /// <summary>The generator maximises log D(G(z)) instead: the same equilibrium, a strong gradient at the start.</summary>
    public static Objective NonSaturating { get; } = new NonSaturatingObjective();

    /// <summary>
    /// The discriminator is a critic that estimates the Wasserstein distance; it needs <see cref="WganGp"/> to stay Lipschitz.
    /// </summary>
    public static Objective Wasserstein { get; } = new WassersteinObjective();

    /// <summary>
    /// Every objective of the library: the three above and every public record, found by reflection, in the order of their names.
    /// </summary>
    public static IReadOnlyList<Objective> All { get; } =
        Catalogue.InOrder(Catalogue.Named<Objective>().Concat(Catalogue.Usual<Objective>()), objective => objective.Name);

    /// <summary>
    /// The discriminator plays as before, and the generator does not listen to its verdict: what the generator minimises comes from
    /// elsewhere.
    /// </summary>
    /// <param name="discriminators">The discriminator's game.</param>
    /// <returns>The objective.</returns>
    public static Objective WithoutGenerator(Objective discriminators) => new DiscriminatorOnly(discriminators);

    /// <summary>The discriminator's cost.</summary>
    /// <param name="onReal">Logits on real samples [R, B].</param>
    /// <param name="onFake">Logits on generated samples [R, B].</param>
    /// <param name="targets">1 and 0 unless smoothed.</param>
    /// <returns>[R], nats.</returns>
    public virtual Tensor Discriminator(Tensor onReal, Tensor onFake, Targets targets) => Loss.Discriminator(onReal, onFake, targets);

    /// <summary>The generator's cost.</summary>
    /// <param name="onFake">Logits on generated samples [R, B].</param>
    /// <param name="onReal">Logits on real samples [R, B], computed if asked for: a relativistic generator compares with them.</param>
    /// <returns>[R], nats.</returns>
    public abstract Tensor Generator(Tensor onFake, Lazy<Tensor> onReal);

    /// <summary>The discriminator is given targets, so that they can be smoothed.</summary>
    public virtual bool UsesTargets => true;

    /// <summary>sigmoid(logit) is the probability that a sample is real; false for a critic, whose numbers only have an order.</summary>
    public virtual bool IsProbability => true;

    /// <summary>The generator is given a cost; where false, a stabilizer must give it one.</summary>
    public virtual bool TrainsGenerator => true;

    /// <summary>The game with both players' costs, where this is one player's half of it.</summary>
    internal virtual Objective Whole => this;

    /// <inheritdoc/>
    public sealed override string ToString() => Name;

    private sealed record MinimaxObjective() : Objective("minimax")
    {
        public override Tensor Generator(Tensor onFake, Lazy<Tensor> onReal) => Loss.Minimax(onFake);
    }

    private sealed record NonSaturatingObjective() : Objective("non-saturating")
    {
        public override Tensor Generator(Tensor onFake, Lazy<Tensor> onReal) => Loss.NonSaturating(onFake);
    }

    private sealed record WassersteinObjective() : Objective("Wasserstein")
    {
        public override bool UsesTargets => false;

        public override bool IsProbability => false;

        public override Tensor Discriminator(Tensor onReal, Tensor onFake, Targets targets) => Loss.Critic(onReal, onFake);

        public override Tensor Generator(Tensor onFake, Lazy<Tensor> onReal) => -onFake.mean([1]);
    }

    private sealed record DiscriminatorOnly(Objective Inner) : Objective($"{Inner.Name}, discriminator only")
    {
        public override bool UsesTargets => Inner.UsesTargets;

        public override bool IsProbability => Inner.IsProbability;

        public override bool TrainsGenerator => false;

        internal override Objective Whole => Inner;

        public override Tensor Discriminator(Tensor onReal, Tensor onFake, Targets targets) => Inner.Discriminator(onReal, onFake, targets);

        public override Tensor Generator(Tensor onFake, Lazy<Tensor> onReal) =>
            zeros([onFake.shape[0]], dtype: onFake.dtype, device: onFake.device);
    }
}
