using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace GanStability;

/// <summary>
/// One Gaussian q fitted to a distribution p on the line. Minimising KL(p‖q) punishes q for being small where p is large, so q covers
/// every mode; minimising KL(q‖p) punishes q for being large where p is small, so q seeks one mode and there are several optima.
/// </summary>
/// <remarks>Bishop, Pattern Recognition and Machine Learning, section 10.1.2; Goodfellow's tutorial, arXiv:1701.00160, section
/// 3.2.5.</remarks>
public static class GaussianFit
{
    /// <summary>
    /// argmin over q of KL(p‖q), in closed form: the Gaussian with the mean and the standard deviation of p, because
    /// KL(p‖q) = const + ln σ + E_p[(x − μ)²]/2σ².
    /// </summary>
    /// <param name="p">A distribution with finite variance.</param>
    /// <returns>The fitted Gaussian.</returns>
    /// <exception cref="ArithmeticException">p has no finite mean or variance.</exception>
    public static Normal MatchMoments(Distribution p)
    {
        ArgumentNullException.ThrowIfNull(p);
        return new Normal(p.Mean, p.StandardDeviation);
    }

    /// <summary>Minimises KL(p‖q) numerically: mode covering. Finds what <see cref="MatchMoments"/> knows.</summary>
    /// <param name="p">A distribution with finite variance.</param>
    /// <param name="starts">Where to start from; by default a grid over the bulk of p.</param>
    /// <returns>All local optima, the best first; here there is one.</returns>
    /// <exception cref="ArgumentException">p does not integrate to one.</exception>
    public static FittedGaussians ModeCovering(Distribution p, IReadOnlyList<Normal>? starts = null)
    {
        Densities.RequireNormalised(p, nameof(p));
        return Minimise("KL(p‖q)", p, q => Kl.Unchecked(p, q), starts);
    }

    /// <summary>Minimises KL(q‖p) numerically: mode seeking.</summary>
    /// <param name="p">A distribution with finite variance whose density is positive on the whole line.</param>
    /// <param name="starts">Where to start from; by default a grid over the bulk of p.</param>
    /// <returns>All local optima found, the best first.</returns>
    /// <exception cref="ArgumentException">p does not integrate to one, or its density is zero somewhere, which makes KL(q‖p) infinite for
    /// every Gaussian q.</exception>
    public static FittedGaussians ModeSeeking(Distribution p, IReadOnlyList<Normal>? starts = null)
    {
        Densities.RequireNormalised(p, nameof(p));
        if (double.IsPositiveInfinity(Kl.Unchecked(MatchMoments(p), p)))
            throw new ArgumentException(
                $"p = {p} is zero on part of the line, where every Gaussian has mass: KL(q‖p) is infinite for all q.",
                nameof(p)
            );
        return Minimise("KL(q‖p)", p, q => Kl.Unchecked(q, p), starts);
    }

    /// <summary>
    /// Minimises JS(p, q) numerically. What it does depends on p: it covers modes that lie near one another and seeks one of modes that
    /// lie far apart.
    /// </summary>
    /// <param name="p">A distribution with finite variance.</param>
    /// <param name="starts">Where to start from; by default a grid over the bulk of p.</param>
    /// <returns>All local optima found, the best first.</returns>
    /// <exception cref="ArgumentException">p does not integrate to one.</exception>
    public static FittedGaussians JensenShannon(Distribution p, IReadOnlyList<Normal>? starts = null)
    {
        Densities.RequireNormalised(p, nameof(p));
        return Minimise("JS(p, q)", p, q => Js.Unchecked(p, q), starts);
    }

    private static FittedGaussians Minimise(string name, Distribution p, Func<Normal, double> divergence, IReadOnlyList<Normal>? starts)
    {
        starts ??= Grid(MatchMoments(p));
        if (starts.Count == 0)
            throw new ArgumentException("starts is empty; give at least one Gaussian to start from.", nameof(starts));
        var interrupt = Interrupt.Token;
        double Requested(Normal q)
        {
            interrupt.ThrowIfInterrupted("the fit was not finished");
            return divergence(q);
        }
        var optima = new List<LocalOptimum>();
        foreach (var found in starts.Select(start => Descend(Requested, start)).OrderBy(o => o.Divergence))
        {
            var known = optima.FindIndex(o => Same(o.Q, found.Q));
            if (known < 0)
                optima.Add(found);
            else
                optima[known] = optima[known] with { Starts = optima[known].Starts + 1 };
        }
        return new FittedGaussians(name, optima);
    }

    private static Normal[] Grid(Normal bulk) =>
        [
            .. from shift in new[] { -1.5, -1, -0.5, 0, 0.5, 1, 1.5 }
            from width in new[] { 0.25, 1 }
            select new Normal(bulk.Mean + shift * bulk.StandardDeviation, width * bulk.StandardDeviation),
        ];

    // In the coordinates (μ/s, ln σ) the search has no constraint and no unit. A simplex can shrink to a point before it is at a
    // minimum; it is therefore started again from where it stopped, leaning the other way.
    private static LocalOptimum Descend(Func<Normal, double> divergence, Normal start)
    {
        var unit = start.StandardDeviation;
        Normal At(Vector<double> v) => new(v[0] * unit, Math.Exp(v[1]));
        var objective = ObjectiveFunction.Value(v => divergence(At(v)));
        var best = Vector<double>.Build.Dense([start.Mean / unit, Math.Log(unit)]);
        foreach (var lean in new[] { 0.3, -0.1, 0.03 })
            best = NelderMeadSimplex.Minimum(objective, best, Vector<double>.Build.Dense([lean, lean]), 1e-11, 2000).MinimizingPoint;
        return new LocalOptimum(At(best), divergence(At(best)), 1);
    }

    private static bool Same(Normal a, Normal b) =>
        Math.Abs(a.Mean - b.Mean) < 1e-3 * b.StandardDeviation && Math.Abs(Math.Log(a.StandardDeviation / b.StandardDeviation)) < 1e-3;
}

/// <summary>A Gaussian that no small change improves.</summary>
/// <param name="Q">The Gaussian.</param>
/// <param name="Divergence">Its divergence in nats.</param>
/// <param name="Starts">How many starting points led to it.</param>
public sealed record LocalOptimum(Normal Q, double Divergence, int Starts);

/// <summary>What a fit from several starting points found.</summary>
/// <param name="Objective">What was minimised, such as <c>KL(q‖p)</c>.</param>
/// <param name="Optima">All different local optima, the best first.</param>
public sealed record FittedGaussians(string Objective, IReadOnlyList<LocalOptimum> Optima)
{
    /// <summary>The best Gaussian found.</summary>
    public Normal Best => Optima[0].Q;

    /// <summary>The smallest divergence found, in nats.</summary>
    public double Divergence => Optima[0].Divergence;

    /// <summary>One line per optimum.</summary>
    /// <returns>Text in the invariant culture.</returns>
    public override string ToString() =>
        string.Join(
            '\n',
            Optima.Select(o =>
                FormattableString.Invariant(
                    $"{Objective} = {o.Divergence:0.######} nats at {o.Q} ({o.Starts} of {Optima.Sum(x => x.Starts)} starts)"
                )
            )
        );
}
