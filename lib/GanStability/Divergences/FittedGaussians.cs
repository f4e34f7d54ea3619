namespace GanStability.Divergences;

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
    public override string ToString() => string.Join('\n', Optima.Select(o =>
        FormattableString.Invariant($"{Objective} = {o.Divergence:0.######} nats at {o.Q} ({o.Starts} of {Optima.Sum(x => x.Starts)} starts)")));
}
