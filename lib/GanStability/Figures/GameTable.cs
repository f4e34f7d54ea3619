using System.Globalization;
using GanStability.Showdowns;
using GanStability.Statistics;

namespace GanStability.Figures;

/// <summary>The table of the game behind the samples: what the discriminator pays, how large the gradients are, what diverged and how long it took.</summary>
public static class GameTable
{
    private static readonly string[] Headings = ["method", "D loss", "Δ D loss", "‖∇D‖", "‖∇G‖", "diverged", "s"];

    /// <summary>Compares saved results on the same seeds; the first method is the baseline.</summary>
    /// <param name="methods">The results of each method, one per seed, baseline first.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">No results, or results whose seeds differ from the baseline's.</exception>
    public static Table Compare(IReadOnlyList<IReadOnlyList<SeedResult>> methods)
    {
        ArgumentNullException.ThrowIfNull(methods);
        if (methods.Count == 0 || methods.Any(m => m.Count == 0)) throw new ArgumentException("Give at least the baseline, and at least one seed of each method.", nameof(methods));
        var baseline = methods[0];
        foreach (var method in methods)
            if (!method.Select(r => r.Seed).SequenceEqual(baseline.Select(r => r.Seed)))
                throw new ArgumentException($"'{method[0].Recipe}' has other seeds than the baseline. A paired comparison needs the same.", nameof(methods));
        return new Table(
            $"{baseline[0].Data}, {baseline.Count} seeds: mean ± 95 % interval over seeds of the means over the last tenth of training. D loss: the discriminator's cost with all its penalties (nats, except a "
            + "Wasserstein critic's); ‖∇D‖ and ‖∇G‖: norm of each player's gradient; Δ: paired difference to the baseline, bold where its interval excludes zero; diverged: seeds; s: training time of all seeds.",
            Headings,
            [.. methods.Select((m, i) => Row(m, i == 0 ? null : baseline)),
             ["equilibrium of the plain game", (2 * Math.Log(2)).ToString("0.000", CultureInfo.InvariantCulture), "", "0", "0", "", ""]])
        {
            Marked = [.. Enumerable.Range(1, methods.Count - 1).Where(i => Difference(methods[i], baseline).ExcludesZero).Select(i => (i, 2))],
        };
    }

    private static string[] Row(IReadOnlyList<SeedResult> method, IReadOnlyList<SeedResult>? baseline)
    {
        string Cell(Func<SeedResult, double?> value, string format) => Interval.Of(method.Select(r => value(r) ?? double.NaN)).ToString(format);
        return
        [
            method[0].Recipe, Cell(r => r.DiscriminatorLoss, "0.000"), baseline is null ? "" : Difference(method, baseline).ToString("0.000", plus: true),
            Cell(r => r.DiscriminatorGradient, "0.00"), Cell(r => r.GeneratorGradient, "0.00"),
            $"{method.Count(r => r.DivergedAt is not null)}/{method.Count}", method.Sum(r => r.Seconds).ToString("0", CultureInfo.InvariantCulture),
        ];
    }

    private static Interval Difference(IReadOnlyList<SeedResult> method, IReadOnlyList<SeedResult> baseline) =>
        Interval.OfDifferences([.. method.Select(r => r.DiscriminatorLoss ?? double.NaN)], [.. baseline.Select(r => r.DiscriminatorLoss ?? double.NaN)]);
}
