namespace GanStability;

/// <summary>Figures of saved results.</summary>
public static class ShowdownFigures
{
    /// <summary>The most methods that share one panel; more get a panel each, beside the baseline.</summary>
    private const int MostTogether = 3;

    /// <summary>Index of the baseline's colour; methods take those before it.</summary>
    private const int Black = 6;

    /// <summary>Modes held over training: together, or, with more than three methods, one panel per method with the baseline in black.</summary>
    /// <param name="methods">The results of each method, one per seed, baseline first.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">No results.</exception>
    public static Figure Coverage(IReadOnlyList<IReadOnlyList<SeedResult>> methods)
    {
        ArgumentNullException.ThrowIfNull(methods);
        if (methods.Count == 0 || methods.Any(m => m.Count == 0)) throw new ArgumentException("Give at least one method, and at least one seed of each.", nameof(methods));
        var modes = methods[0][0].Modes;
        var together = methods.Count <= MostTogether;
        Panel Of(string title, IEnumerable<Series> curves) =>
            new(title, new Axis("step"), new Axis(together ? "modes with ≥ 1 % of the samples" : "modes held", Min: 0, Max: modes + 0.4), [.. curves]) { Legend = together };
        return new Figure
        {
            Title = $"Modes held over training: {methods[0][0].Data}",
            Caption = $"Median (line) and quartiles (band) over {methods[0].Count} seeds; a mode is held with at least 1 % of 2500 samples within 3σ."
                + (together ? "" : $" Black and dotted in every panel: {methods[0][0].Recipe}."),
            Alt = $"At the end: {string.Join("; ", methods.Select(m => FormattableString.Invariant($"{m[0].Recipe} {SeedBand.Quantile(m.Select(r => (double)r.Held), 0.5):0.#} of {modes}")))}.",
            Panels = together
                ? [Of("", methods.SelectMany((m, i) => Curve(m, i, (Dash)i)))]
                : [.. methods.Skip(1).Select((m, i) => Of(m[0].Recipe, [.. Curve(methods[0], Black, Dash.Dotted), .. Curve(m, i % Black, Dash.Solid)]))],
        };
    }

    /// <summary>The Fréchet distance and the Inception Score of pictures: every seed a point, the mean a bar.</summary>
    /// <param name="methods">The results of each method on pictures, one per seed, baseline first.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">No results, or results without picture scores.</exception>
    public static Figure Pictures(IReadOnlyList<IReadOnlyList<SeedResult>> methods)
    {
        ArgumentNullException.ThrowIfNull(methods);
        if (methods.Count == 0 || methods.Any(m => m.Count == 0 || m.Any(r => r.Frechet is null))) throw new ArgumentException("Give at least one method with picture scores.", nameof(methods));
        double[] At(IReadOnlyList<SeedResult> method, int i) => [.. method.Select(_ => (double)i)];
        Panel Of(string title, string label, Func<SeedResult, double> score) => new(title, new Axis("method") { Categories = [.. methods.Select(m => m[0].Recipe)] }, new Axis(label),
        [
            new Bars("mean", [.. methods.Select((_, i) => (double)i)], [.. methods.Select(m => m.Average(score))]) { Color = 1, Opacity = 0.5 },
            new Points("one seed", [.. methods.SelectMany(At)], [.. methods.SelectMany(m => m.Select(score))]) { Color = Black, Marker = Marker.Cross, Size = 8 },
        ]);
        return new Figure
        {
            Title = $"Scores: {methods[0][0].Data}",
            Caption = $"{methods[0].Count} seeds each. {methods[0][0].Scorer}.",
            Alt = $"Mean Fréchet distances: {string.Join("; ", methods.Select(m => FormattableString.Invariant($"{m[0].Recipe} {m.Average(r => r.Frechet!.Value):0.0}")))}.",
            Panels = [Of("Fréchet distance (lower is better)", "FID", r => r.Frechet!.Value), Of("Inception Score (higher is better)", "IS", r => r.InceptionScore!.Value)],
        };
    }

    private static IReadOnlyList<Series> Curve(IReadOnlyList<SeedResult> method, int color, Dash dash) => SeedBand.Of(method[0].Recipe,
        [.. method[0].MeasuredAt.Select(s => (double)s)], [.. method.Select(r => (IReadOnlyList<double>)[.. r.HeldOverTraining.Select(h => (double)h)])], color, dash);
}
