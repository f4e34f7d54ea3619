using CsCheck;
using GanStability;

namespace GanStability.Tests.Divergences;

/// <summary>Random inputs for property tests.</summary>
internal static class Gens
{
    /// <summary>Distributions over n outcomes, some of which have probability zero.</summary>
    internal static Gen<double[]> Simplex(int outcomes) =>
        Gen.OneOf(Gen.Double[0.001, 1], Gen.Const(0.0))
            .Array[outcomes]
            .Where(w => w.Sum() > 0)
            .Select(w => w.Select(x => x / w.Sum()).ToArray());

    internal static readonly Gen<Normal> Normal = Gen.Select(Gen.Double[-20, 20], Gen.Double[-3, 2], (m, s) => new Normal(m, Math.Exp(s)));

    internal static readonly Gen<Distribution> Distribution = Gen.OneOf(
        Normal.Select(n => (Distribution)n),
        Gen.Select(Gen.Double[-5, 5], Gen.Double[0.1, 5], (m, b) => (Distribution)new Laplace(m, b)),
        Gen.Select(Gen.Double[-5, 5], Gen.Double[0.1, 5], (a, w) => (Distribution)new Uniform(a, a + w)),
        Gen.Double[0.1, 5].Select(r => (Distribution)new Exponential(r)),
        Gen.Select(Gen.Double[0, 1], Normal, Normal, (w, a, b) => (Distribution)new Mixture([w, 1 - w], [a, b]))
    );

    /// <summary>Symmetric positive definite matrices A Aᵀ + ½ I.</summary>
    internal static Gen<double[,]> Covariance(int d) =>
        Gen.Double[-1, 1]
            .Array[d * d]
            .Select(a =>
            {
                var c = new double[d, d];
                for (var i = 0; i < d; i++)
                for (var j = 0; j < d; j++)
                    c[i, j] = Enumerable.Range(0, d).Sum(k => a[i * d + k] * a[j * d + k]) + (i == j ? 0.5 : 0);
                return c;
            });

    internal static Gen<double[]> Vector(int d) => Gen.Double[-3, 3].Array[d];
}
