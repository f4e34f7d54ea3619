namespace GanStability.Divergences;

/// <summary>A number estimated from samples, with everything needed to judge it.</summary>
/// <param name="Value">The estimate as computed, not corrected for bias.</param>
/// <param name="StandardError">Its standard deviation over repetitions, estimated from the same samples; NaN when unknown.</param>
/// <param name="Bias">The expected error E[Value] − truth to first order in 1/N; 0 for an unbiased estimator.</param>
/// <param name="Samples">How many samples went in (of p and q together where there are two sets).</param>
/// <param name="Note">What the bias is made of, and what this estimator cannot see.</param>
public sealed record Estimate(double Value, double StandardError, double Bias, int Samples, string Note)
{
    /// <summary><c>nats</c> or <c>bits</c>.</summary>
    public string Unit { get; private init; } = "nats";

    /// <summary>The value with the stated bias taken off: Value − Bias.</summary>
    public double Corrected => Value - Bias;

    /// <summary>The same estimate in bits; an estimate already in bits is returned as it is.</summary>
    /// <returns>Value, standard error and bias divided by ln 2.</returns>
    public Estimate InBits() => Unit == "bits"
        ? this
        : this with { Value = Value.InBits(), StandardError = StandardError.InBits(), Bias = Bias.InBits(), Unit = "bits" };

    /// <summary>One line: value ± standard error, stated bias, N and the note.</summary>
    /// <returns>Text in the invariant culture.</returns>
    public override string ToString() => double.IsFinite(Value)
        ? FormattableString.Invariant($"{Value:0.######} ± {StandardError:0.######} {Unit} (stated bias {Bias:+0.######;-0.######;0}, N = {Samples}; {Note})")
        : FormattableString.Invariant($"∞ {Unit} (N = {Samples}; {Note})");
}
