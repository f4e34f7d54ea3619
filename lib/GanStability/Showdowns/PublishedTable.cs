namespace GanStability;

/// <summary>
/// What papers report for 2-D mixtures, to be read beside our own rows and never to be gated on: networks, data scale and steps all differ,
/// and the row "GAN" alone is 1 of 8 in one paper and 6.3 of 8 in another.
/// </summary>
public static class PublishedTable
{
    private const string PacGan = "PacGAN paper (Lin et al. 2018, arXiv 1712.04086)";
    private const string VeeGan = "VEEGAN paper (Srivastava et al. 2017, arXiv 1705.07761)";

    private static readonly string[][] Rows =
    [
        [PacGan, "GAN", "6.3 ± 0.5", "17.3 ± 0.8"],
        [PacGan, "PacGAN2", "7.9 ± 0.1", "23.8 ± 0.7"],
        [PacGan, "PacGAN4", "7.8 ± 0.1", "24.8 ± 0.2"],
        [VeeGan, "GAN", "1", "3.3"],
        [VeeGan, "unrolled GAN", "7.6", "23.6"],
        [VeeGan, "VEEGAN", "8", "24.6"],
    ];

    /// <summary>Modes with at least one high-quality sample: our rows, then the papers'.</summary>
    /// <param name="ring">Methods on a ring of 8.</param>
    /// <param name="grid">Methods on a grid of 25; may be empty.</param>
    /// <returns>The table.</returns>
    public static Table Beside(IReadOnlyList<Method> ring, IReadOnlyList<Method> grid)
    {
        ArgumentNullException.ThrowIfNull(ring);
        ArgumentNullException.ThrowIfNull(grid);
        var names = ring.Concat(grid).Select(m => m.Name).Distinct();
        return new Table(
            "Modes with at least one sample within 3σ. Ours: mean ± 95 % interval. Published: as printed in the paper, with other "
                + "networks, data and steps, so only the order within a paper can be compared.",
            ["source", "method", "ring, of 8", "grid, of 25"],
            [.. names.Select(n => (string[])["this notebook", n, Captured(ring, n), Captured(grid, n)]), .. Rows]
        );
    }

    private static string Captured(IReadOnlyList<Method> methods, string name) =>
        methods.FirstOrDefault(m => m.Name == name) is { } found
            ? Interval.Of(found.Seeds.Select(r => (double)r.Captured)).ToString("0.0")
            : "";
}
