namespace GanStability.Figures;

public sealed partial record Figure
{
    /// <inheritdoc/>
    public string ToHtml() => throw new InvalidOperationException();

    /// <inheritdoc/>
    public string ToText() => $"{Title}\n{Caption}";
}
