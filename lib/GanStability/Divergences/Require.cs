using System.Globalization;
using System.Runtime.CompilerServices;

namespace GanStability;

/// <summary>Checks of arguments: what is wrong, where, and what is allowed, before anything is computed.</summary>
internal static class Require
{
    /// <summary>How far a list of probabilities may be from summing to one: rounding, not a forgotten class.</summary>
    internal const double SumTolerance = 1e-9;

    internal static double Finite(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, $"{name} is {Text(value)}; it must be a finite number.");

    internal static double Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) && value > 0
            ? value
            : throw new ArgumentOutOfRangeException(name, $"{name} is {Text(value)}; it must be finite and greater than zero.");

    internal static int AtLeast(int minimum, int value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= minimum ? value : throw new ArgumentOutOfRangeException(name, $"{name} is {Text(value)}; it must be at least {Text(minimum)}.");

    internal static void Probabilities(IReadOnlyList<double> p, [CallerArgumentExpression(nameof(p))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(p, name);
        if (p.Count == 0) throw new ArgumentException($"{name} is empty; a distribution needs at least one outcome.", name);
        var sum = 0.0;
        for (var i = 0; i < p.Count; i++)
        {
            if (!double.IsFinite(p[i]) || p[i] < 0)
                throw new ArgumentException($"{name}[{Text(i)}] is {Text(p[i])}; a probability lies between 0 and 1.", name);
            sum += p[i];
        }
        if (Math.Abs(sum - 1) > SumTolerance)
            throw new ArgumentException($"{name} sums to {Text(sum)}; probabilities sum to 1 (within {Text(SumTolerance)}).", name);
    }

    internal static void SameOutcomes(IReadOnlyList<double> p, IReadOnlyList<double> q)
    {
        Probabilities(p);
        Probabilities(q);
        if (p.Count != q.Count)
            throw new ArgumentException($"q has {Text(q.Count)} outcomes and p has {Text(p.Count)}; both must be over the same outcomes.", nameof(q));
    }

    internal static void Samples(IReadOnlyList<double> samples, [CallerArgumentExpression(nameof(samples))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(samples, name);
        if (samples.Count < 2) throw new ArgumentException($"{name} holds {Text(samples.Count)} samples; at least 2 are needed.", name);
        for (var i = 0; i < samples.Count; i++)
            if (!double.IsFinite(samples[i]))
                throw new ArgumentException($"{name}[{Text(i)}] is {Text(samples[i])}; samples must be finite numbers.", name);
    }

    internal static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
