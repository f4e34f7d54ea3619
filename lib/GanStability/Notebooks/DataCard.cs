namespace GanStability;

/// <summary>What a learner sees of data to learn, also of a source of their own.</summary>
internal static class DataCard
{
    /// <summary>The card.</summary>
    public static Card Of(IDataSource source)
    {
        var pictures = source.SampleShape.Count == 3;
        return new($"Data: {source.Name}",
        [
            ("a sample", pictures ? $"a picture, {source.SampleShape[0]} × {source.SampleShape[1]} × {source.SampleShape[2]} (channels, height, width)"
                : $"{(source.SampleShape is [2] ? "a point in the plane" : "numbers")}, shape [{string.Join(", ", source.SampleShape)}]"),
            .. source switch
            {
                GaussianMixture mixture =>
                [
                    ("modes", $"{mixture.Centres.Count} Gaussians, σ = {Settings.Text(mixture.Sigma)}"), ("shares", Shares(mixture)),
                    ("centres", string.Join(" ", mixture.Centres.Take(8).Select(c => FormattableString.Invariant($"({c.X:0.##}, {c.Y:0.##})"))) + (mixture.Centres.Count > 8 ? " …" : "")),
                ],
                ILabelledSource labelled =>
                [
                    ("pictures", labelled is ImageSet set ? $"{set.Labels.Count}" : "drawn anew, without end"),
                    ("classes", $"{labelled.Classes.Count}: {Settings.Text(labelled.Classes)}"),
                ],
                _ => Array.Empty<(string, string)>(),
            },
        ], [.. pictures ? ["ImageFigures.DataFigure(data)"] : Array.Empty<string>(), "recipe with { Data = data }"]);
    }

    private static string Shares(GaussianMixture mixture) => mixture.Weights.All(w => w == mixture.Weights[0]) ? "equal" : Settings.Text(mixture.Weights);
}

public sealed partial record GaussianMixture : IShown
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
