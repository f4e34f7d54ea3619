using TorchSharp;
using static TorchSharp.torch;

namespace GanStability.Objectives;

/// <summary>What the discriminator is told: real samples are real with probability <paramref name="Real"/>, fake ones with <paramref name="Fake"/>.</summary>
/// <param name="Real">1 unless smoothed.</param>
/// <param name="Fake">0 unless smoothed.</param>
public readonly record struct Targets(double Real = 1, double Fake = 0)
{
    /// <summary>Targets 1 and 0.</summary>
    public static Targets Hard { get; } = new(1, 0);
}

/// <summary>The losses of the course as pure functions of logits [R, B] or features [R, B, A]; each returns one value per replica [R], in nats.</summary>
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
        var each = nn.functional.softplus(logits);
        return (target == 0 ? each : each - target * logits).mean([1]);
    }

    /// <summary>The discriminator's cost −E log D(x) − E log(1 − D(G(z))) (Goodfellow et al. 2014, arXiv 1406.2661, eq. 1), with targets that may be smoothed.</summary>
    /// <param name="onReal">Logits on real samples [R, B].</param>
    /// <param name="onFake">Logits on generated samples [R, B].</param>
    /// <param name="targets">1 and 0 unless smoothed.</param>
    /// <returns>[R]; 2 ln 2 = 1.386294 at equilibrium with hard targets.</returns>
    public static Tensor Discriminator(Tensor onReal, Tensor onFake, Targets targets) =>
        CrossEntropy(onReal, targets.Real) + CrossEntropy(onFake, targets.Fake);

    /// <summary>The generator's minimax cost E log(1 − D(G(z))) = −E softplus(l). Its slope in l is −D: it vanishes where D rejects confidently.</summary>
    /// <param name="onFake">Logits l on generated samples [R, B].</param>
    /// <returns>[R], at most 0.</returns>
    public static Tensor Minimax(Tensor onFake) => -CrossEntropy(onFake, 0);

    /// <summary>The generator's non-saturating cost −E log D(G(z)) = E softplus(−l) (arXiv 1406.2661, §3). Its slope in l is −(1 − D).</summary>
    /// <param name="onFake">Logits l on generated samples [R, B].</param>
    /// <returns>[R], at least 0.</returns>
    public static Tensor NonSaturating(Tensor onFake) => CrossEntropy(onFake, 1);
}
