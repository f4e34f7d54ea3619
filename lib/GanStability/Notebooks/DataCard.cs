namespace GanStability;

/// <summary>What a learner sees of data to learn, also of a source of their own.</summary>
internal static class DataCard
{
    /// <summary>The card.</summary>
    public static Card Of(IDataSource source)
    {
        var images = source.SampleShape.Count == 3;
        return new(
            $"Data: {source.Name}",
            [
                (
                    "a sample",
                    source.SampleShape switch
                    {
                        [var channels, var height, var width] => $"an image, {channels} × {height} × {width} (channels, height, width)",
                        [2] => "a point in the plane, shape [2]",
                        _ => $"numbers, shape [{string.Join(", ", source.SampleShape)}]",
                    }
                ),
                .. source switch
                {
                    IHasModes mixture =>
                    [
                        ("modes", $"{mixture.Centres.Count} Gaussians, σ = {Settings.Text(mixture.Sigma)}"),
                        ("shares", Shares(mixture)),
                        ("centres", Centres(mixture)),
                    ],
                    ILabelledSource labelled =>
                    [
                        ("images", labelled is IFiniteSource set ? $"{set.Count}" : "drawn anew, without end"),
                        ("classes", $"{labelled.Classes.Count}: {Settings.Text(labelled.Classes)}"),
                    ],
                    PointSet set =>
                    [
                        ("points", $"{set.Count}"),
                        ("columns", string.Join(", ", set.Columns.Select((c, i) => Column(set, c, i)))),
                    ],
                    _ => Array.Empty<(string, string)>(),
                },
                (
                    "note",
                    string.Join(
                        " ",
                        source switch
                        {
                            PointSet set => set.Notes,
                            ImageSet set => set.Notes,
                            _ => [],
                        }
                    )
                ),
            ],
            [
                .. images ? ["ImageFigures.DataFigure(data)"]
                : source.SampleShape is [_] ? ["SampleFigures.DataFigure(data)"]
                : Array.Empty<string>(),
                "recipe with { Data = data }",
            ]
        );
    }

    private static string Column(PointSet set, string name, int i) =>
        set.Standardised ? FormattableString.Invariant($"{name} = {set.Mean[i]:G4} + {set.Scale[i]:G4} × the number trained on") : name;

    private static string Centres(IHasModes mixture) =>
        string.Join(" ", mixture.Centres.Take(8).Select(c => FormattableString.Invariant($"({c.X:0.##}, {c.Y:0.##})")))
        + (mixture.Centres.Count > 8 ? " …" : "");

    private static string Shares(IHasModes mixture) =>
        mixture.Weights.All(w => w == mixture.Weights[0]) ? "equal" : Settings.Text(mixture.Weights);
}

public sealed partial record GaussianMixture : IShown
{
    /// <inheritdoc/>
    public string ToHtml() => DataCard.Of(this).ToHtml();

    /// <inheritdoc/>
    public string ToText() => DataCard.Of(this).ToText();
}

public sealed partial class PointSet : IShown
{
    /// <inheritdoc/>
    public string ToHtml() => DataCard.Of(this).ToHtml();

    /// <inheritdoc/>
    public string ToText() => DataCard.Of(this).ToText();
}

public sealed partial class ImageSet : IShown
{
    /// <inheritdoc/>
    public string ToHtml() => DataCard.Of(this).ToHtml();

    /// <inheritdoc/>
    public string ToText() => DataCard.Of(this).ToText();
}

public sealed partial record SyntheticDigits : IShown
{
    /// <inheritdoc/>
    public string ToHtml() => DataCard.Of(this).ToHtml();

    /// <inheritdoc/>
    public string ToText() => DataCard.Of(this).ToText();
}

public sealed partial record StackedDigits : IShown
{
    /// <inheritdoc/>
    public string ToHtml() => DataCard.Of(this).ToHtml();

    /// <inheritdoc/>
    public string ToText() => DataCard.Of(this).ToText();
}
