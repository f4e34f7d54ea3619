namespace GanStability;

/// <summary>
/// One Gaussian q fitted to a distribution p on the line. Minimising KL(p‖q) punishes q for being small where p is large, so q covers
/// every mode; minimising KL(q‖p) punishes q for being large where p is small, so q seeks one mode and there are several optima.
/// </summary>
/// <remarks>Bishop, Pattern Recognition and Machine Learning, section 10.1.2; Goodfellow's tutorial, arXiv:1701.00160, section
/// 3.2.5.</remarks>
public static class GaussianFit
{
    /// <summary>Nats.</summary>
    private const double HopelesslyWorse = 100;

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
        return Minimise("KL(p‖q)", starts ?? Grid(p), [], Quick(p), q => Kl.Unchecked(p, q));
    }

    /// <summary>Minimises KL(q‖p) numerically: mode seeking.</summary>
    /// <param name="p">A distribution with finite variance whose density is positive on the whole line.</param>
    /// <param name="starts">Where to start from; by default a grid over the bulk of p, and each of its modes that the grid does not lead
    /// to.</param>
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
        return Minimise("KL(q‖p)", starts ?? Grid(p), starts is null ? Modes(p) : [], QuickTo(p), q => Kl.Unchecked(q, p));
    }

    /// <summary>
    /// Minimises JS(p, q) numerically. What it does depends on p: it covers modes that lie near one another and seeks one of modes that
    /// lie far apart.
    /// </summary>
    /// <param name="p">A distribution with finite variance.</param>
    /// <param name="starts">Where to start from; by default a grid over the bulk of p, and each of its modes that the grid does not lead
    /// to.</param>
    /// <returns>All local optima found, the best first.</returns>
    /// <exception cref="ArgumentException">p does not integrate to one.</exception>
    public static FittedGaussians JensenShannon(Distribution p, IReadOnlyList<Normal>? starts = null)
    {
        Densities.RequireNormalised(p, nameof(p));
        double ToP(Normal q) => Js.Unchecked(p, q);
        return Minimise("JS(p, q)", starts ?? Grid(p), starts is null ? Modes(p) : [], ToP, ToP);
    }

    // The exact integral adapts to every kink of the integrand and takes a millisecond; fixed nodes take microseconds and lead close to
    // an optimum, from where the exact integral goes on.
    private static FittedGaussians Minimise(
        string name,
        IReadOnlyList<Normal> starts,
        IReadOnlyList<Normal> further,
        Func<Normal, double> quick,
        Func<Normal, double> exact
    )
    {
        if (starts.Count == 0)
            throw new ArgumentException("starts is empty; give at least one Gaussian to start from.", nameof(starts));
        var interrupt = Interrupt.Token;
        var rough = Distinct(starts.Select(start => Descend(quick, start, [0.3, -0.1, 0.03], 1e-11)));
        foreach (var found in further.Select(start => Descend(quick, start, [0.3, -0.1, 0.03], 1e-11)))
            if (!rough.Exists(known => Same(known.Q, found.Q)))
                rough.Add(found);
        // Of a Gaussian hundreds of nats worse than the best nobody wants more digits, and its integral would need more than there are.
        var best = rough.Min(o => o.Divergence);
        rough.RemoveAll(o => o.Divergence > best + HopelesslyWorse);
        return new FittedGaussians(
            name,
            Distinct(rough.Select(o => Descend(exact, o.Q, [0.01, -0.003], 1e-11) with { Starts = o.Starts }))
        );

        LocalOptimum Descend(Func<Normal, double> divergence, Normal start, double[] leans, double tolerance)
        {
            // In the coordinates (μ/s, ln σ) the search has no constraint and no unit. A simplex can shrink to a point before it is at a
            // minimum; it is therefore started again from where it stopped, leaning the other way.
            var unit = start.StandardDeviation;
            var lowest = (Point: (X: start.Mean / unit, Y: Math.Log(unit)), Value: 0.0);
            foreach (var lean in leans)
                lowest = NelderMead.Minimise(Requested, lowest.Point, lean, tolerance);
            return new LocalOptimum(At(lowest.Point.X, lowest.Point.Y), lowest.Value, 1);

            double Requested(double x, double y)
            {
                interrupt.ThrowIfInterrupted("the fit was not finished");
                return Math.Abs(y) < 300 ? divergence(At(x, y)) : double.PositiveInfinity;
            }

            Normal At(double x, double y) => new(x * unit, Math.Exp(y));
        }
    }

    private static List<LocalOptimum> Distinct(IEnumerable<LocalOptimum> all)
    {
        var optima = new List<LocalOptimum>();
        foreach (var found in all.OrderBy(o => o.Divergence))
        {
            var known = optima.FindIndex(o => Same(o.Q, found.Q));
            if (known < 0)
                optima.Add(found);
            else
                optima[known] = optima[known] with { Starts = optima[known].Starts + found.Starts };
        }
        return optima;
    }

    private static Normal[] Grid(Distribution p)
    {
        var bulk = MatchMoments(p);
        return
        [
            .. from shift in new[] { -1.5, -1, -0.5, 0, 0.5, 1, 1.5 }
            from width in new[] { 0.25, 1 }
            select new Normal(bulk.Mean + shift * bulk.StandardDeviation, width * bulk.StandardDeviation),
        ];
    }

    // Landmarks that are higher than both their neighbours; half the way to the nearer one is a width of about σ.
    private static Normal[] Modes(Distribution p)
    {
        double[] at = [.. p.Landmarks.Distinct().Order()];
        double[] height = [.. at.Select(p.LogDensity)];
        return
        [
            .. from i in Enumerable.Range(1, Math.Max(0, at.Length - 2))
            where height[i] > height[i - 1] && height[i] > height[i + 1]
            select new Normal(at[i], Math.Min(at[i] - at[i - 1], at[i + 1] - at[i]) / 2),
        ];
    }

    /// <summary>KL(q‖p) = E_q[ln q − ln p] by the trapezoid rule over ±8σ of q, where it is good to many digits for smooth p.</summary>
    private static Func<Normal, double> QuickTo(Distribution p)
    {
        var nodes = Enumerable.Range(-80, 161).Select(k => k / 10.0).ToArray();
        var weights = nodes.Select(u => Math.Exp(-u * u / 2)).ToArray();
        var all = weights.Sum();
        return q =>
        {
            var sum = 0.0;
            for (var k = 0; k < nodes.Length; k++)
                sum -= weights[k] * p.LogDensity(q.Mean + q.StandardDeviation * nodes[k]);
            return sum / all - Entropy.Gaussian(q);
        };
    }

    /// <summary>KL(p‖q) + const = −E_p[ln q], by fixed nodes between the landmarks of p, where it has its mass.</summary>
    private static Func<Normal, double> Quick(Distribution p)
    {
        const int Pieces = 16;
        double[] cuts = [.. p.Landmarks.Append(p.Low).Append(p.High).Where(double.IsFinite).Distinct().Order()];
        var nodes = new List<(double X, double Weight)>();
        foreach (var (from, to) in cuts.Zip(cuts.Skip(1)))
            for (var k = 0; k < Pieces; k++)
            {
                var (middle, half) = (from + (k + 0.5) * (to - from) / Pieces, (to - from) / Pieces / 2);
                // Gauss–Legendre with two nodes.
                foreach (var x in new[] { middle - half / Math.Sqrt(3), middle + half / Math.Sqrt(3) })
                    if (p.Density(x) * half is var weight and > 0)
                        nodes.Add((x, weight));
            }
        var all = nodes.Sum(n => n.Weight);
        return q => -nodes.Sum(n => n.Weight * q.LogDensity(n.X)) / all;
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
