using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace GanStability;

/// <summary>
/// A mixture of K Gaussians in the plane with known centres, one width and equal weights (unless given): the classic test bed for mode
/// collapse, because every sample tells which mode it belongs to.
/// </summary>
public sealed partial record GaussianMixture : IHasModes
{
    private readonly double[] weights;

    /// <summary>A mixture with given centres.</summary>
    /// <param name="name">A short name.</param>
    /// <param name="centres">At least one centre (x, y).</param>
    /// <param name="sigma">Standard deviation of each mode in each direction, greater than 0.</param>
    /// <param name="weights">Share of each mode, summing to one; null for equal shares.</param>
    /// <exception cref="ArgumentException">No centre, two that coincide, a width that is not positive, or weights that do not fit the
    /// centres.</exception>
    public GaussianMixture(string name, IReadOnlyList<(double X, double Y)> centres, double sigma, IReadOnlyList<double>? weights = null)
    {
        Modes.Check(centres, sigma, nameof(centres));
        if (weights is not null && (weights.Count != centres.Count || weights.Any(w => !(w >= 0)) || Math.Abs(weights.Sum() - 1) > 1e-9))
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Give one weight ≥ 0 for each of the {centres.Count} centres, summing to 1; got {weights.Count} with sum "
                        + $"{weights.Sum():0.####}."
                ),
                nameof(weights)
            );
        Name = name;
        Centres = centres;
        Sigma = sigma;
        this.weights = [.. weights ?? Enumerable.Repeat(1.0 / centres.Count, centres.Count)];
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    /// <remarks>The name of a mixture need not tell where its modes lie.</remarks>
    public string Description =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Gaussian mixture, σ = {Sigma:R}: " + $"{string.Join(' ', Centres.Zip(weights, Describe))}"
        );

    private static string Describe((double X, double Y) centre, double weight) =>
        string.Create(CultureInfo.InvariantCulture, $"{centre.X:R},{centre.Y:R}:{weight:R}");

    /// <summary>The centres of the modes.</summary>
    public IReadOnlyList<(double X, double Y)> Centres { get; }

    /// <summary>Standard deviation of a mode in each direction.</summary>
    public double Sigma { get; }

    /// <summary>Share of each mode.</summary>
    public IReadOnlyList<double> Weights => weights;

    /// <inheritdoc/>
    public IReadOnlyList<long> SampleShape { get; } = [2];

    /// <summary>The distance from the origin within which practically all samples lie.</summary>
    public double Extent => Centres.Max(c => Math.Max(Math.Abs(c.X), Math.Abs(c.Y))) + 4 * Sigma;

    /// <summary>
    /// Modes on a circle. Angles are 2πk/modes, k = 0 … modes − 1 (a linspace that includes 2π would place two modes on one spot).
    /// </summary>
    /// <param name="modes">Number of modes, at least 1.</param>
    /// <param name="radius">Radius of the circle.</param>
    /// <param name="sigma">Standard deviation of a mode.</param>
    /// <returns>The mixture.</returns>
    public static GaussianMixture Ring(int modes = 8, double radius = 1, double sigma = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(modes, 1);
        return new(
            FormattableString.Invariant($"ring of {modes}, σ = {sigma}"),
            [
                .. Enumerable
                    .Range(0, modes)
                    .Select(k => (radius * Math.Cos(2 * Math.PI * k / modes), radius * Math.Sin(2 * Math.PI * k / modes))),
            ],
            sigma
        );
    }

    /// <summary>Modes on a square grid around the origin; side 5 and spacing 2 give {−4, −2, 0, 2, 4}².</summary>
    /// <param name="side">Modes per row, at least 1.</param>
    /// <param name="spacing">Distance between neighbours.</param>
    /// <param name="sigma">Standard deviation of a mode.</param>
    /// <returns>The mixture.</returns>
    public static GaussianMixture Grid(int side = 5, double spacing = 2, double sigma = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        var at = Enumerable.Range(0, side).Select(i => (i - (side - 1) / 2.0) * spacing).ToArray();
        return new(
            FormattableString.Invariant($"grid of {side * side}, σ = {sigma}"),
            [.. at.SelectMany(y => at.Select(x => (x, y)))],
            sigma
        );
    }

    /// <summary>The same centres with only some of the modes: data that is less diverse, or one mode's own data.</summary>
    /// <param name="modes">Indices into <see cref="Centres"/>.</param>
    /// <returns>A mixture of those modes in equal shares.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An index that is not a mode.</exception>
    public GaussianMixture Only(params int[] modes)
    {
        ArgumentNullException.ThrowIfNull(modes);
        foreach (var mode in modes)
            if (mode < 0 || mode >= Centres.Count)
                throw new ArgumentOutOfRangeException(
                    nameof(modes),
                    mode,
                    FormattableString.Invariant($"Modes are numbered 0 to {Centres.Count - 1}.")
                );
        return new($"{Name}, modes {string.Join(" ", modes)}", [.. modes.Select(m => Centres[m])], Sigma);
    }

    /// <inheritdoc/>
    public Tensor Sample(int count, torch.Generator generator, Device device)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        using var scope = NewDisposeScope();
        var share = tensor(weights, dtype: ScalarType.Float64, device: device);
        // Inverse of the cumulative distribution: one uniform number chooses the mode.
        var uniform = rand([count, 1], dtype: ScalarType.Float64, device: device, generator: generator);
        var chosen = uniform.ge(share.cumsum(0)[..^1]).sum(1);
        var centres = tensor(Centres.SelectMany(c => new[] { (float)c.X, (float)c.Y }).ToArray(), [Centres.Count, 2], device: device);
        return randn([count, 2], device: device, generator: generator)
            .mul_(Sigma)
            .add_(centres[chosen])
            .MoveToOuterDisposeScope();
    }
}
