using static GanStability.PairedTable;

namespace GanStability;

/// <summary>
/// The table of the game behind the samples: what the discriminator pays, how large the gradients are, what diverged and what it cost.
/// </summary>
internal static class GameTable
{
    private static readonly Column[] Columns =
    [
        Column.Mean("D loss", r => r.DiscriminatorLoss, "0.000"),
        Column.Difference("D loss", r => r.DiscriminatorLoss, "0.000"),
        Column.Mean("‖∇D‖", r => r.DiscriminatorGradient, "0.00"),
        Column.Mean("‖∇G‖", r => r.GeneratorGradient, "0.00"),
        Column.Count("diverged", r => r.DivergedAt is not null),
        Column.Cost,
    ];

    /// <summary>Compares saved results.</summary>
    /// <param name="comparison">The methods.</param>
    /// <returns>The table.</returns>
    public static Table Compare(Comparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return Of(
            comparison,
            "Means over the last tenth of training. D loss: the discriminator's cost with all its penalties (nats, except a Wasserstein "
                + "critic's); ‖∇D‖ and ‖∇G‖: norm of each player's gradient; diverged: seeds.",
            Columns,
            ["equilibrium of the plain game", Number(2 * Math.Log(2), "0.000"), "", "0", "0"]
        );
    }
}
