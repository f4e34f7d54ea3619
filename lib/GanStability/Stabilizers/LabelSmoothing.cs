namespace GanStability;

/// <summary>
/// Label smoothing (Salimans et al. 2016, arXiv 1606.03498, §3.4): the discriminator is told that real samples are real with probability α
/// &lt; 1, so it never grows certain. Its optimum is then D* = (α p + β q)/(p + q), with β the target of generated samples. <b>One-sided
/// means β = 0</b>: with β &gt; 0 the optimum is pulled to β where q is large and p nearly zero, and samples there have no reason to move.
/// At p = q, D* = (α + β)/2.
/// </summary>
/// <param name="Real">α, target of real samples, in (β, 1].</param>
/// <param name="Fake">β, target of generated samples, in [0, α); exactly 0 for one-sided smoothing.</param>
public sealed record LabelSmoothing(double Real = 0.9, double Fake = 0) : Stabilizer
{
    /// <summary>The variant to show why not: both targets are moved by the same amount, as in 0.9 and 0.1.</summary>
    /// <param name="by">How far, in (0, 0.5).</param>
    /// <returns>Targets 1 − <paramref name="by"/> and <paramref name="by"/>.</returns>
    public static LabelSmoothing TwoSided(double by = 0.1) => new(1 - by, by);

    /// <inheritdoc/>
    public override string Name =>
        FormattableString.Invariant(
            $"{(Fake == 0 ? $"one-sided label smoothing {Real:0.###}" : $"two-sided label smoothing {Real:0.###}/{Fake:0.###}")}"
        );

    /// <inheritdoc/>
    public override void Check(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        if (!(Fake >= 0 && Fake < Real && Real <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(Real),
                FormattableString.Invariant($"{Real}/{Fake}"),
                "Smoothed targets must satisfy 0 ≤ Fake < Real ≤ 1."
            );
    }

    /// <inheritdoc/>
    public override Recipe Reshape(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return recipe with { Targets = new Targets(Real, Fake) };
    }
}
