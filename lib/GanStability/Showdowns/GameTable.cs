using static GanStability.PairedTable;

namespace GanStability;

/// <summary>
/// The table of the game behind the samples: what the discriminator pays, how large the gradients are, what diverged and what it cost.
/// </summary>
internal static class GameTable
{
    private const string Loss = "loss of D";

    private static readonly Column[] Columns =
    [
        Column.Mean("mean", r => r.DiscriminatorLoss, 3) with
        {
            Group = Loss,
        },
        Column.Difference("Δ", r => r.DiscriminatorLoss, 3) with
        {
            Group = Loss,
        },
        Column.Mean("‖∇D‖", r => r.DiscriminatorGradient, 2),
        Column.Mean("‖∇G‖", r => r.GeneratorGradient, 2),
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
            "Means over the last tenth of training. Loss of D: the discriminator's cost with all its penalties (nats, except a Wasserstein "
                + "critic's); ‖∇D‖ and ‖∇G‖: norm of each player's gradient; diverged: seeds.",
            Columns,
            (
                "equilibrium of the plain game",
                new()
                {
                    [$"{Loss}: mean"] = Number(2 * Math.Log(2), "0.000"),
                    ["‖∇D‖"] = "0",
                    ["‖∇G‖"] = "0",
                }
            )
        );
    }
}
