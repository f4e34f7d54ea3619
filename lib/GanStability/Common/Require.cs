using System.Globalization;
using System.Runtime.CompilerServices;

namespace GanStability;

/// <summary>
/// Checks of arguments, for the whole library: each message names the argument, says what it was and what is allowed, in the invariant
/// culture, before anything is computed.
/// </summary>
internal static class Require
{
    /// <summary>How far a list of probabilities may be from summing to one: rounding, not a forgotten class.</summary>
    internal const double SumTolerance = 1e-9;

    internal static T Given<T>(T? value, string what, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : class => value ?? throw new ArgumentNullException(name, $"{name} is null; give {what}.");

    internal static double Finite(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        Allowed(double.IsFinite(value), value, "a finite number", name);

    internal static double Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        Allowed(double.IsFinite(value) && value > 0, value, "a number greater than 0", name);

    internal static double NotNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        Allowed(double.IsFinite(value) && value >= 0, value, "a number, 0 or greater", name);

    /// <summary>A factor by which something fades, in [0, 1).</summary>
    internal static double Decay(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        Allowed(value is >= 0 and < 1, value, "in [0, 1)", name);

    internal static int AtLeast(int minimum, int value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        Allowed(value >= minimum, value, $"at least {Text(minimum)}", name);

    /// <summary>The index, from 0, of one of <paramref name="count"/> things; <paramref name="what"/> names them, in the plural.</summary>
    internal static int Index(int value, int count, string what, [CallerArgumentExpression(nameof(value))] string name = "") =>
        Allowed(value >= 0 && value < count, value, $"an index of one of {Text(count)} {what}: 0 to {Text(count - 1)}", name);

    internal static void Probabilities(
        IReadOnlyList<double> p,
        double tolerance = SumTolerance,
        [CallerArgumentExpression(nameof(p))] string name = ""
    )
    {
        ArgumentNullException.ThrowIfNull(p, name);
        if (p.Count == 0)
            throw new ArgumentException($"{name} is empty; a distribution needs at least one outcome.", name);
        var sum = 0.0;
        for (var i = 0; i < p.Count; i++)
        {
            if (!double.IsFinite(p[i]) || p[i] < 0)
                throw new ArgumentException($"{name}[{Text(i)}] is {Text(p[i])}; a probability lies between 0 and 1.", name);
            sum += p[i];
        }
        if (Math.Abs(sum - 1) > tolerance)
            throw new ArgumentException(
                $"{name} sums to {Text(sum)}; probabilities sum to 1 (within {tolerance.ToString("g2", CultureInfo.InvariantCulture)}).",
                name
            );
    }

    /// <summary>
    /// Probabilities that may have been computed in single precision, such as the row of a softmax over K classes: each of K additions
    /// rounds by up to 2⁻²⁴. That is no room for a forgotten class.
    /// </summary>
    internal static void SingleProbabilities(IReadOnlyList<double> p, [CallerArgumentExpression(nameof(p))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(p, name);
        Probabilities(p, 1e-6 + p.Count * Math.ScaleB(1, -24), name);
    }

    internal static void SameOutcomes(IReadOnlyList<double> p, IReadOnlyList<double> q)
    {
        SingleProbabilities(p);
        SingleProbabilities(q);
        if (p.Count != q.Count)
            throw new ArgumentException(
                $"q has {Text(q.Count)} outcomes and p has {Text(p.Count)}; both must be over the same outcomes.",
                nameof(q)
            );
    }

    internal static void Samples(IReadOnlyList<double> samples, [CallerArgumentExpression(nameof(samples))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(samples, name);
        if (samples.Count < 2)
            throw new ArgumentException($"{name} holds {Text(samples.Count)} samples; at least 2 are needed.", name);
        for (var i = 0; i < samples.Count; i++)
            if (!double.IsFinite(samples[i]))
                throw new ArgumentException($"{name}[{Text(i)}] is {Text(samples[i])}; samples must be finite numbers.", name);
    }

    internal static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private static T Allowed<T>(bool allowed, T value, string what, string name)
        where T : IFormattable =>
        allowed ? value : throw new ArgumentOutOfRangeException(name, $"{name} must be {what}; it is {Text(value)}.");
}
