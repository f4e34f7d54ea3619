using GanStability.Showdowns;

namespace GanStability.Figures;

/// <summary>Figures of saved results.</summary>
public static class ShowdownFigures
{
    /// <summary>Modes held over training, one curve per method.</summary>
    /// <param name="methods">The results of each method, one per seed.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">No results.</exception>
    public static Figure Coverage(IReadOnlyList<IReadOnlyList<SeedResult>> methods)
    {
        ArgumentNullException.ThrowIfNull(methods);
        if (methods.Count == 0 || methods.Any(m => m.Count == 0)) throw new ArgumentException("Give at least one method, and at least one seed of each.", nameof(methods));
        var modes = methods[0][0].Modes;
        return new Figure
        {
            Title = $"Modes held over training: {methods[0][0].Data}",
            Caption = $"Median (line) and quartiles (band) over {methods[0].Count} seeds; a mode is held with at least 1 % of 2500 samples within 3σ.",
            Alt = $"At the end: {string.Join("; ", methods.Select(m => FormattableString.Invariant($"{m[0].Recipe} {SeedBand.Quantile(m.Select(r => (double)r.Held), 0.5):0.#} of {modes}")))}.",
            Panels = [new Panel("", new Axis("step"), new Axis("modes with ≥ 1 % of the samples", Min: 0, Max: modes + 0.4), [.. methods.SelectMany(Curve)])],
        };
    }

    private static IReadOnlyList<Series> Curve(IReadOnlyList<SeedResult> method, int index) => SeedBand.Of(method[0].Recipe,
        [.. method[0].MeasuredAt.Select(s => (double)s)], [.. method.Select(r => (IReadOnlyList<double>)[.. r.HeldOverTraining.Select(h => (double)h)])],
        index % Palette.Colors.Count, (Dash)(index % 4));
}
